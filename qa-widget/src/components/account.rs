//! Parts of one's own profile page: where one is signed in, one's role, one's data, and leaving.

use leptos::either::EitherOf3;
use leptos::prelude::*;
use qa_api::limits::REASON_MAX_CHARS;
use qa_api::paths::{
    FORM_ASK_ROLE, FORM_LEAVE, FORM_SESSIONS, FORM_STAY, MODERATE_OUTBOX, MODERATE_PEOPLE, MY_EXPORT, PROFILE,
};
use qa_api::people::{self, LeftPosts, Session};
use qa_api::thread::Role;

use super::field::Field;
use super::input::LineInput;
use crate::messages;

/// Every browser that is signed in, with the way to end each or all others.
#[component]
pub(crate) fn Sessions(
    /// This one first.
    sessions: Vec<Session>,
) -> impl IntoView {
    let others = sessions.len() > 1;
    let items: Vec<_> = sessions.into_iter().map(|session| view! { <SessionItem session /> }).collect();
    view! {
        <h2>{messages::SESSIONS_HEADING}</h2>
        <ul class="qa-sessions">{items}</ul>
        {others
            .then(|| {
                view! {
                    <form method="post" action=FORM_SESSIONS>
                        <button class="qa-button qa-button--quiet" type="submit">
                            {messages::SESSIONS_END_OTHERS}
                        </button>
                    </form>
                }
            })}
    }
}

#[component]
fn SessionItem(session: Session) -> impl IntoView {
    let Session { id, browser, begun_at, seen_at, current } = session;
    let (begun, seen) = (messages::day(&begun_at), messages::day(&seen_at));
    let label = messages::session_end(&browser, &begun);
    view! {
        <li>
            <p>
                <strong>{browser}</strong>
                {current.then(|| view! { " "<span class="qa-badge">{messages::SESSION_THIS}</span> })}
            </p>
            <p class="qa-meta">
                {messages::SESSION_BEGUN} " " <time datetime=begun_at>{begun}</time> " · " {messages::SESSION_SEEN} " "
                <time datetime=seen_at>{seen}</time>
            </p>
            {(!current)
                .then(|| {
                    view! {
                        <form method="post" action=FORM_SESSIONS>
                            <input type="hidden" name="session" value=id />
                            <button class="qa-button qa-button--quiet" type="submit" aria-label=label>
                                {messages::SIGN_OUT}
                            </button>
                        </form>
                    }
                })}
        </li>
    }
}

/// Asking to become a moderator, for members; where staff decide about it, for staff.
#[component]
pub(crate) fn AskRole(
    /// What the account may do.
    role: Role,
    /// Since when the wish waits.
    asked_at: Option<String>,
) -> impl IntoView {
    let content = match (role, asked_at) {
        (Role::Member, None) => {
            let reason = Field::new("qa-role", "reason", messages::ROLE_REASON_LABEL).hint(messages::ROLE_REASON_HINT);
            EitherOf3::A(view! {
                <p>{messages::ROLE_LEAD}</p>
                <form class="qa-form" method="post" action=FORM_ASK_ROLE>
                    <LineInput field=reason autocomplete="off" maxlength=REASON_MAX_CHARS />
                    <button class="qa-button" type="submit">
                        {messages::ROLE_BUTTON}
                    </button>
                </form>
            })
        }
        (Role::Member, Some(at)) => {
            let day = messages::day(&at);
            EitherOf3::B(view! {
                <p>
                    {messages::ROLE_WAITS} " " <time datetime=at>{day}</time> "."
                </p>
            })
        }
        (role, _) => EitherOf3::C(view! {
            <p>
                {messages::role_is(role)}
                {(role == Role::Staff).then(|| view! { " "<a href=MODERATE_PEOPLE>{messages::PEOPLE_LINK}</a> " · "<a href=MODERATE_OUTBOX>{messages::OUTBOX_LINK}</a> })}
            </p>
        }),
    };
    view! {
        <h2>{messages::ROLE_HEADING}</h2>
        {content}
    }
}

/// Everything that is stored about the account, as a file.
#[component]
pub(crate) fn Data() -> impl IntoView {
    view! {
        <h2>{messages::DATA_HEADING}</h2>
        <p>{messages::DATA_LEAD}</p>
        <p>
            <a href=MY_EXPORT download="my-data.json">
                {messages::DATA_LINK}
            </a>
        </p>
    }
}

/// Leaving for good, with a choice of what becomes of the posts.
#[component]
pub(crate) fn Leave() -> impl IntoView {
    view! {
        <h2>{messages::LEAVE_HEADING}</h2>
        <p>{messages::LEAVE_LEAD}</p>
        <details class="qa-details">
            <summary>{messages::LEAVE_SUMMARY}</summary>
            <form class="qa-form" method="post" action=FORM_LEAVE>
                <p>{messages::LEAVE_POSTS}</p>
                <div class="qa-bar">
                    <button class="qa-button qa-button--danger" type="submit" name="posts" value=LeftPosts::Keep.name()>
                        {messages::LEAVE_KEEP}
                    </button>
                    <button class="qa-button qa-button--danger" type="submit" name="posts" value=LeftPosts::Remove.name()>
                        {messages::LEAVE_REMOVE}
                    </button>
                </div>
            </form>
        </details>
    }
}

/// That the account is on its way out, and the way back.
#[component]
pub(crate) fn Leaving(
    /// When and how.
    leaving: people::Leaving,
) -> impl IntoView {
    let day = messages::day(&leaving.at);
    view! {
        <div class="qa-problem">
            <p>
                <strong>{messages::LEAVING} " " <time datetime=leaving.at>{day}</time> "."</strong>
            </p>
            <p>{messages::leaving_posts(leaving.posts)}</p>
            <form method="post" action=FORM_STAY>
                <button class="qa-button" type="submit">
                    {messages::STAY_BUTTON}
                </button>
            </form>
        </div>
    }
}

/// What somebody reads who has just left.
#[component]
pub(crate) fn LeftPage(
    /// When and how.
    leaving: people::Leaving,
) -> impl IntoView {
    let day = messages::day(&leaving.at);
    view! {
        <h1>{messages::LEFT_HEADING}</h1>
        <p>
            {messages::LEAVING} " " <time datetime=leaving.at>{day}</time> ". " {messages::leaving_posts(leaving.posts)}
        </p>
        <p>
            {messages::LEFT_BACK} " " <a href=PROFILE>{messages::PROFILE_HEADING}</a>
        </p>
    }
}
