//! What has just been done, told without taking the focus.

use leptos::prelude::*;
use qa_api::paths::{self, FORM_UNDO};

use crate::{form, messages};

/// A sentence and, where the act can be undone, the button for it.
#[component]
pub(crate) fn Notice(
    /// What was done.
    notice: form::Notice,
    /// Whether it is told elsewhere already, so that screen readers need not tell it again.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let form::Notice { text, undo } = notice;
    view! {
        <div class="qa-notice" role=(!quiet).then_some("status")>
            <p dir="auto">{text}</p>
            {undo
                .map(|act| {
                    let path = paths::undo(&act);
                    view! {
                        <form method="post" action=FORM_UNDO data-qa-deed=path data-qa-told=messages::TAKEN_BACK>
                            <input type="hidden" name="id" value=act />
                            <button class="qa-button qa-button--quiet" type="submit">
                                {messages::UNDO}
                            </button>
                        </form>
                    }
                })}
        </div>
    }
}

/// A notice of the widget's own words, with nothing to undo.
#[cfg(feature = "ssr")]
#[component]
pub(crate) fn Status(
    /// The sentence.
    text: &'static str,
) -> impl IntoView {
    view! { <Notice notice=form::Notice { text: text.to_owned(), undo: None } /> }
}
