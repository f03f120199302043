//! The page behind an e-mail's unsubscribe link: opening it changes nothing, its button does.

use leptos::either::Either;
use leptos::prelude::*;
use qa_api::paths::UNSUBSCRIBE;

use super::notice::Status;
use crate::{form, messages};

/// The page before and after the button is pressed.
#[component]
pub(crate) fn UnsubscribePage(
    /// The link's token and whether the button was pressed.
    form: form::UnsubscribeForm,
) -> impl IntoView {
    let form::UnsubscribeForm { token, done } = form;
    let body = if done {
        Either::Left(view! { <Status text=messages::UNSUBSCRIBED /> })
    } else {
        Either::Right(view! {
            <p>{messages::UNSUBSCRIBE_LEAD}</p>
            <form class="qa-form" method="post" action=UNSUBSCRIBE>
                <input type="hidden" name="t" value=token />
                <button class="qa-button" type="submit">
                    {messages::UNSUBSCRIBE_BUTTON}
                </button>
            </form>
        })
    };
    view! {
        <h1>{messages::UNSUBSCRIBE_HEADING}</h1>
        {body}
    }
}
