//! What a mail asks the day after a reply: whether that solved it.

use leptos::either::EitherOf3;
use leptos::prelude::*;
use qa_api::paths::SOLVED;

use crate::{form, messages};

/// The page.
#[component]
pub(crate) fn SolvedPage(
    /// The question, and what became of it.
    form: form::SolvedForm,
) -> impl IntoView {
    let form::SolvedForm { token, title, link, resolved, not_yet } = form;
    let next = match (resolved, not_yet) {
        (true, _) => EitherOf3::A(view! { <p role="status">{messages::SOLVED_DONE}</p> }),
        (false, true) => EitherOf3::B(view! { <p>{messages::SOLVED_NOT_YET}</p> }),
        (false, false) => EitherOf3::C(view! {
            <form class="qa-form" method="post" action=SOLVED>
                <input type="hidden" name="t" value=token />
                <button class="qa-button" type="submit">
                    {messages::SOLVED_YES}
                </button>
            </form>
        }),
    };
    view! {
        <h1>{messages::SOLVED_HEADING}</h1>
        <p>
            <a href=link>
                <bdi>{title}</bdi>
            </a>
        </p>
        {next}
    }
}
