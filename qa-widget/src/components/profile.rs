//! What people see and change of their own account.

use leptos::prelude::*;
use qa_api::limits::{BIO_MAX_CHARS, LINK_MAX_BYTES, NAME_MAX_CHARS};
use qa_api::paths::FORM_PROFILE;
use qa_api::people::{Profile, ProfileRequest};
use qa_api::problem::Problem;

use super::account::{AskRole, Data, Leave, Leaving, Sessions};
use super::connections::Connections;
use super::field::Field;
use super::follows::FollowsSection;
use super::input::LineInput;
use super::notice::Notice;
use super::person::Avatar;
use super::problem::FormProblem;
use crate::{messages, people};

const PREFIX: &str = "qa-profile";

/// The page: who one is, where one is signed in, what else can be done with the account.
#[component]
pub(crate) fn ProfilePage(
    /// The account, and what was typed about it.
    page: people::ProfilePage,
) -> impl IntoView {
    let people::ProfilePage { profile, request, problem, sessions, follows, done } = page;
    let Profile { role, asked_role_at, leaving, connections, .. } = profile.clone();
    let stays = leaving.is_none();
    view! {
        <h1>{messages::PROFILE_HEADING}</h1>
        {done.map(|notice| view! { <Notice notice /> })}
        {leaving.map(|leaving| view! { <Leaving leaving /> })}
        <Who profile />
        <ProfileForm request problem />
        <FollowsSection follows />
        <Sessions sessions />
        <Connections connections />
        <AskRole role asked_at=asked_role_at />
        <Data />
        {stays.then(|| view! { <Leave /> })}
    }
}

#[component]
fn Who(profile: Profile) -> impl IntoView {
    let Profile { id, name, email, role, public, .. } = profile;
    let badge = messages::badge(role);
    view! {
        <div class="qa-person">
            <Avatar id name=name.clone() />
            <p>
                <bdi>{name}</bdi>
                {badge.map(|badge| view! { " "<span class="qa-badge">{badge}</span> })}
                <br />
                <bdi>{email}</bdi>
                {public
                    .map(|path| {
                        view! {
                            <br />
                            <a href=path>{messages::PROFILE_PUBLIC}</a>
                        }
                    })}
            </p>
        </div>
    }
}

#[component]
fn ProfileForm(request: ProfileRequest, problem: Option<Problem>) -> impl IntoView {
    let name = Field::new(PREFIX, "name", messages::NAME_LABEL)
        .hint(messages::PROFILE_NAME_HINT)
        .value(request.name)
        .error(problem.as_ref())
        .required();
    let bio = Field::new(PREFIX, "bio", messages::BIO_LABEL)
        .hint(messages::BIO_HINT)
        .value(request.bio)
        .error(problem.as_ref());
    let link = Field::new(PREFIX, "link", messages::LINK_LABEL)
        .hint(messages::LINK_HINT)
        .value(request.link)
        .error(problem.as_ref());
    view! {
        <form class="qa-form" method="post" action=FORM_PROFILE>
            <FormProblem prefix=PREFIX.to_owned() problem />
            <LineInput field=name autocomplete="name" maxlength=NAME_MAX_CHARS />
            <LineInput field=bio autocomplete="off" maxlength=BIO_MAX_CHARS />
            <LineInput field=link kind="url" autocomplete="url" inputmode="url" maxlength=LINK_MAX_BYTES />
            <button class="qa-button" type="submit">
                {messages::PROFILE_BUTTON}
            </button>
        </form>
    }
}
