//! The quiet link below a post that leads to reporting it.

use leptos::prelude::*;
use qa_api::paths::FLAG_PAGE;

use crate::messages;

/// The link, or nothing for a post that not everybody sees.
#[component]
pub(crate) fn ReportLink(
    /// The post's name in addresses, if it can be reported.
    post: Option<String>,
) -> impl IntoView {
    post.map(|href| {
        view! {
            <p class="qa-report">
                <a href=href rel="nofollow">
                    {messages::REPORT}
                </a>
            </p>
        }
    })
}

/// Where a question is reported.
pub(crate) fn question_post(id: &str, published: bool) -> Option<String> {
    published.then(|| [FLAG_PAGE, "?post=question-", id].concat())
}

/// Where a reply is reported.
pub(crate) fn reply_post(id: &str, published: bool) -> Option<String> {
    published.then(|| [FLAG_PAGE, "?post=reply-", id].concat())
}
