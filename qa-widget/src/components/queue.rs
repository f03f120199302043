//! The moderation queue: what waits, with the way to decide on it in place.

use leptos::either::Either;
use leptos::prelude::*;
use qa_api::paths;
use qa_api::request::QueueItem;

use super::signed::Signed;
use crate::{form, messages};

/// Everything that waits, or the sentence that nothing does.
#[component]
pub(crate) fn QueuePage(
    /// The moderator and what waits.
    queue: form::Queue,
) -> impl IntoView {
    let form::Queue { viewer, items } = queue;
    let list = if items.is_empty() {
        Either::Left(view! { <p>{messages::QUEUE_EMPTY}</p> })
    } else {
        let items: Vec<_> = items.into_iter().map(|item| view! { <Item item /> }).collect();
        Either::Right(view! { <ul class="qa-queue">{items}</ul> })
    };
    view! {
        <h1>{messages::QUEUE_HEADING}</h1>
        {list}
        <Signed viewer=Some(viewer) page=None in_queue=true />
    }
}

#[component]
fn Item(item: QueueItem) -> impl IntoView {
    let anchor = match &item.reply {
        Some(reply) => paths::reply_anchor(reply),
        None => paths::question_anchor(&item.question),
    };
    let href = format!("{}#{anchor}", paths::personal_page(&item.page));
    let day = messages::day(&item.waiting_since);
    view! {
        <li>
            <p dir="auto">
                {messages::queue_kind(item.reply.is_some())} <a href=href>{item.title}</a>
            </p>
            <p class="qa-meta">
                <bdi>{item.author}</bdi>
                " · "
                <bdi>{item.page_title}</bdi>
                " · "
                <time datetime=item.waiting_since>{day}</time>
            </p>
            <p class="qa-note">
                {messages::REASON_LEAD} <bdi>{item.reason}</bdi>
            </p>
        </li>
    }
}
