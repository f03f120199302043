//! Who is signed in, or the ways in.

use leptos::either::Either;
use leptos::prelude::*;
use qa_api::paths::{self, FORM_SIGN_OUT, MODERATE, PROFILE, SIGN_IN_PAGE};
use qa_api::thread::{Role, Viewer};

use crate::messages;

/// The quiet line below the forms.
#[component]
pub(crate) fn Signed(
    /// Who looks.
    viewer: Option<Viewer>,
    /// The page whose own questions a visitor may want to see.
    page: Option<String>,
    /// Whether this is the moderation inbox, which needs no link to itself.
    #[prop(optional)]
    in_queue: bool,
) -> impl IntoView {
    let content = match viewer {
        Some(viewer) => Either::Left(view! { <SignedIn viewer in_queue /> }),
        None => Either::Right(view! {
            <p>
                {page
                    .map(|page| {
                        view! {
                            <a href=paths::personal_page(&page)>{messages::YOUR_QUESTIONS}</a>
                            " · "
                        }
                    })}
                <a href=SIGN_IN_PAGE>{messages::SIGN_IN}</a>
            </p>
        }),
    };
    view! { <div class="qa-signed" id="qa-signed" tabindex="-1">{content}</div> }
}

#[component]
fn SignedIn(viewer: Viewer, in_queue: bool) -> impl IntoView {
    let links_queue = viewer.role >= Role::Moderator && !in_queue;
    view! {
        <p>
            {messages::SIGNED_IN_AS}
            <a href=PROFILE>
                <bdi>{viewer.name}</bdi>
            </a>
            {links_queue
                .then(|| {
                    view! {
                        " · "
                        <a href=MODERATE>{messages::QUEUE_LINK}</a>
                    }
                })}
        </p>
        <form method="post" action=FORM_SIGN_OUT>
            <button class="qa-button qa-button--quiet" type="submit">
                {messages::SIGN_OUT}
            </button>
        </form>
    }
}
