//! Who has a role, and who asks for one: for staff.

use leptos::either::Either;
use leptos::prelude::*;
use qa_api::limits::REASON_MAX_CHARS;
use qa_api::paths::{self, FORM_ROLE};
use qa_api::people::{TeamMember, Wish};
use qa_api::request::role_name;
use qa_api::thread::Role;

use super::field::Field;
use super::input::LineInput;
use super::notice::Notice;
use crate::{messages, people};

/// The page.
#[component]
pub(crate) fn PeoplePage(
    /// The lists.
    page: people::PeoplePage,
) -> impl IntoView {
    let people::PeoplePage { people, done } = page;
    let wishes = if people.wishes.is_empty() {
        Either::Left(view! { <p>{messages::WISHES_EMPTY}</p> })
    } else {
        let items: Vec<_> = people.wishes.into_iter().map(|wish| view! { <WishItem wish /> }).collect();
        Either::Right(view! { <ul class="qa-queue">{items}</ul> })
    };
    let team: Vec<_> = people.team.into_iter().map(|member| view! { <MemberItem member /> }).collect();
    view! {
        <h1>{messages::PEOPLE_HEADING}</h1>
        {done.map(|notice| view! { <Notice notice /> })}
        <h2>{messages::WISHES_HEADING}</h2>
        {wishes}
        <h2>{messages::TEAM_HEADING}</h2>
        <ul class="qa-queue">{team}</ul>
    }
}

#[component]
fn WishItem(wish: Wish) -> impl IntoView {
    let Wish { id, name, email, asked_at, reason, posts } = wish;
    let day = messages::day(&asked_at);
    let field = reason_field(&id);
    view! {
        <li>
            <p>
                <a href=paths::person(&id)>
                    <bdi>{name}</bdi>
                </a>
            </p>
            <p class="qa-meta">
                <bdi>{email}</bdi>
                " · "
                {messages::published_posts(posts)}
                " · "
                <time datetime=asked_at>{day}</time>
            </p>
            {(!reason.is_empty())
                .then(|| {
                    view! {
                        <p class="qa-note">
                            {messages::REASON_LEAD} <bdi>{reason}</bdi>
                        </p>
                    }
                })}
            <form class="qa-form" method="post" action=FORM_ROLE>
                <input type="hidden" name="person" value=id />
                <LineInput field autocomplete="off" maxlength=REASON_MAX_CHARS />
                <div class="qa-bar">
                    <button class="qa-button" type="submit" name="role" value=role_name(Role::Moderator)>
                        {messages::WISH_GRANT}
                    </button>
                    <button class="qa-button qa-button--quiet" type="submit" name="role" value=role_name(Role::Member)>
                        {messages::WISH_REFUSE}
                    </button>
                </div>
            </form>
        </li>
    }
}

#[component]
fn MemberItem(member: TeamMember) -> impl IntoView {
    let TeamMember { id, name, email, role } = member;
    let badge = messages::badge(role);
    let summary = messages::role_end(&name);
    let field = reason_field(&id);
    view! {
        <li>
            <p>
                <a href=paths::person(&id)>
                    <bdi>{name}</bdi>
                </a>
                {badge.map(|badge| view! { " "<span class="qa-badge">{badge}</span> })}
            </p>
            <p class="qa-meta">
                <bdi>{email}</bdi>
            </p>
            {(role == Role::Moderator)
                .then(|| {
                    view! {
                        <details class="qa-details">
                            <summary aria-label=summary>{messages::ROLE_END}</summary>
                            <form class="qa-form" method="post" action=FORM_ROLE>
                                <input type="hidden" name="person" value=id />
                                <LineInput field autocomplete="off" maxlength=REASON_MAX_CHARS />
                                <button
                                    class="qa-button qa-button--danger"
                                    type="submit"
                                    name="role"
                                    value=role_name(Role::Member)
                                >
                                    {messages::ROLE_END}
                                </button>
                            </form>
                        </details>
                    }
                })}
        </li>
    }
}

fn reason_field(account: &str) -> Field {
    Field::new(&format!("qa-role-{account}"), "reason", messages::REASON_LABEL).hint(messages::ROLE_DECISION_HINT)
}
