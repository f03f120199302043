//! The page behind an e-mail's unsubscribe link: opening it changes nothing, its buttons do.

use leptos::either::Either;
use leptos::prelude::*;
use qa_api::paths::UNSUBSCRIBE;

use super::notice::Status;
use crate::messages::follows::mail_stops_about;
use crate::{form, messages};

/// The page before and after a button is pressed.
#[component]
pub(crate) fn UnsubscribePage(
    /// The link's token, what it is about, and whether a button was pressed.
    form: form::UnsubscribeForm,
) -> impl IntoView {
    let form::UnsubscribeForm { token, about, done } = form;
    let one = about.is_some();
    let body = if done {
        Either::Left(view! { <Status text=if one { messages::UNSUBSCRIBED_ONE } else { messages::UNSUBSCRIBED } /> })
    } else {
        let lead = about.map_or_else(|| messages::UNSUBSCRIBE_LEAD.to_owned(), |title| mail_stops_about(&title));
        Either::Right(view! {
            <p dir="auto">{lead}</p>
            <form class="qa-form" method="post" action=UNSUBSCRIBE>
                <input type="hidden" name="t" value=token />
                <button class="qa-button" type="submit">
                    {messages::UNSUBSCRIBE_BUTTON}
                </button>
                {one
                    .then(|| {
                        view! {
                            <button class="qa-button qa-button--quiet" type="submit" name="all" value="yes">
                                {messages::UNSUBSCRIBE_ALL_BUTTON}
                            </button>
                        }
                    })}
            </form>
        })
    };
    view! {
        <h1>{messages::UNSUBSCRIBE_HEADING}</h1>
        {body}
    }
}
