//! What everybody can do with a post that everybody sees: take its address, and quote it.

use leptos::prelude::*;

use crate::messages;

/// The link to the post, which scripts copy, and the button to quote it, which works by scripts alone.
#[component]
pub(crate) fn Share(
    /// Where the post is.
    permalink: String,
    /// Whether the question takes replies.
    quotes: bool,
    /// Whose post it is, since a page has many of them.
    author: String,
) -> impl IntoView {
    let (link_label, quote_label) = (messages::link_to(&author), messages::quote_of(&author));
    view! {
        <p class="qa-share">
            <a class="qa-tool" href=permalink aria-label=link_label data-qa-copy="">
                {messages::LINK}
            </a>
            {quotes
                .then(|| {
                    view! {
                        <button class="qa-tool qa-tool--script" type="button" aria-label=quote_label data-qa-quote="">
                            {messages::QUOTE}
                        </button>
                    }
                })}
        </p>
    }
}
