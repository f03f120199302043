//! What did not arrive: for staff.

use leptos::either::Either;
use leptos::prelude::*;
use qa_api::paths::FORM_OUTBOX;

use super::notice::Notice;
use crate::{messages, outbox};

/// The page.
#[component]
pub(crate) fn OutboxPage(
    /// The letters.
    page: outbox::OutboxPage,
) -> impl IntoView {
    let outbox::OutboxPage { letters, off, dead, waiting, done } = page;
    let off: Vec<_> = off.into_iter().map(|target| view! { <OffItem target /> }).collect();
    let letters = if letters.is_empty() {
        Either::Left(view! { <p>{messages::OUTBOX_EMPTY}</p> })
    } else {
        let items: Vec<_> = letters.into_iter().map(|letter| view! { <LetterItem letter /> }).collect();
        Either::Right(view! { <ul class="qa-queue">{items}</ul> })
    };
    view! {
        <h1>{messages::OUTBOX_HEADING}</h1>
        {done.map(|notice| view! { <Notice notice /> })}
        <p class="qa-meta">{messages::outbox_counts(dead, waiting)}</p>
        {(!off.is_empty())
            .then(|| {
                view! {
                    <h2>{messages::TARGETS_OFF_HEADING}</h2>
                    <ul class="qa-queue">{off}</ul>
                    <p>{messages::TARGETS_OFF_HINT}</p>
                }
            })}
        <h2>{messages::LETTERS_HEADING}</h2>
        {letters}
    }
}

#[component]
fn OffItem(target: outbox::OffTarget) -> impl IntoView {
    view! {
        <li>
            <p>
                <code>{target.target}</code>
            </p>
            <p class="qa-note">
                <bdi>{target.reason}</bdi>
            </p>
        </li>
    }
}

#[component]
fn LetterItem(letter: outbox::Letter) -> impl IntoView {
    let outbox::Letter { id, kind, target, attempts, error, at } = letter;
    let day = messages::day(&at);
    let (retry, discard) = (messages::letter_retry(&kind, &target), messages::letter_discard(&kind, &target));
    view! {
        <li>
            <p>
                <code>{target}</code>
                " · "
                <code>{kind}</code>
            </p>
            <p class="qa-meta">
                {messages::tries(attempts)}
                " · "
                <time datetime=at>{day}</time>
            </p>
            <p class="qa-note">
                <bdi>{error}</bdi>
            </p>
            <form class="qa-form" method="post" action=FORM_OUTBOX>
                <input type="hidden" name="id" value=id />
                <div class="qa-bar">
                    <button class="qa-button" type="submit" name="act" value="retry" aria-label=retry>
                        {messages::LETTER_RETRY}
                    </button>
                    <button
                        class="qa-button qa-button--quiet"
                        type="submit"
                        name="act"
                        value="discard"
                        aria-label=discard
                    >
                        {messages::LETTER_DISCARD}
                    </button>
                </div>
            </form>
        </li>
    }
}
