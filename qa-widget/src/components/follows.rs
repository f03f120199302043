//! What people follow: the list on their profile, and the page with what there is to follow around a question or page.

use leptos::prelude::*;
use qa_api::follow::{Follow, Follows, Stopped};
use qa_api::paths::{FORM_FOLLOW, FORM_RESUME_MAIL, PROFILE};

use super::notice::Notice;
use super::post_tools::OftenSelect;
use crate::messages::follows as words;
use crate::{messages, people};

/// The part of the profile.
#[component]
pub(super) fn FollowsSection(
    /// Everything that was chosen.
    follows: Follows,
) -> impl IntoView {
    let Follows { follows, stopped } = follows;
    let empty = follows.is_empty();
    view! {
        <section aria-labelledby="qa-follows">
            <h2 id="qa-follows">{words::HEADING}</h2>
            {stopped.map(|stopped| view! { <MailStopped stopped /> })}
            <p>{if empty { words::NOTHING } else { words::LEAD }}</p>
            <Choices follows back="profile" />
        </section>
    }
}

/// The page around a question or page.
#[component]
pub(crate) fn FollowPage(
    /// What there is to follow.
    page: people::FollowPage,
) -> impl IntoView {
    let people::FollowPage { things, done } = page;
    view! {
        <h1>{words::AROUND_HEADING}</h1>
        {done.map(|notice| view! { <Notice notice /> })}
        <p>{words::LEAD}</p>
        <Choices follows=things back="around" />
        <p>
            <a href=format!("{PROFILE}#qa-follows")>{words::TO_PROFILE}</a>
        </p>
    }
}

#[component]
fn MailStopped(stopped: Stopped) -> impl IntoView {
    view! {
        <div class="qa-notice">
            <p>{words::stopped(stopped)}</p>
            <form method="post" action=FORM_RESUME_MAIL>
                <button class="qa-button" type="submit">
                    {words::RESUME}
                </button>
            </form>
        </div>
    }
}

#[component]
fn Choices(follows: Vec<Follow>, back: &'static str) -> impl IntoView {
    let items: Vec<_> = follows.into_iter().map(|follow| view! { <Choice follow back /> }).collect();
    (!items.is_empty()).then(|| view! { <ul class="qa-queue">{items}</ul> })
}

#[component]
fn Choice(follow: Follow, back: &'static str) -> impl IntoView {
    let Follow { scope, id, title, path, often } = follow;
    let label = words::mail_about(&title);
    view! {
        <li>
            <p>
                {words::scope(scope)} " · " <a href=path dir="auto">
                    {title}
                </a>
            </p>
            <form class="qa-follow" method="post" action=FORM_FOLLOW>
                <input type="hidden" name="kind" value=scope.name() />
                <input type="hidden" name="id" value=id />
                <input type="hidden" name="back" value=back />
                <OftenSelect often label />
                <button class="qa-button qa-button--quiet" type="submit">
                    {messages::FOLLOW_BUTTON}
                </button>
            </form>
        </li>
    }
}
