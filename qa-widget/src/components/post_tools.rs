//! What readers do with a post beside replying: vote for it, and where it is theirs, edit it and see its versions.

use leptos::either::Either;
use leptos::prelude::*;
use qa_api::follow::{Often, Scope};
use qa_api::paths;
use qa_api::thread::{PendingEdit, Personal};

use super::moderator_bar::Post;
use super::thread::{Body, Note};
use crate::messages;

/// The votes for everybody, and the rest for those who may.
#[component]
pub(super) fn Tools(
    /// What the post is.
    post: Post,
    /// Its id.
    id: String,
    /// How many voted for it.
    votes: u32,
    /// What only this viewer sees of it.
    personal: Option<Personal>,
) -> impl IntoView {
    let Personal { voted, editable, history, edit, merged_into, follows } = personal.unwrap_or_default();
    let shown = votes > 0 || voted.is_some() || editable || history || merged_into.is_some() || follows.is_some();
    let pending = edit.map(|edit| view! { <Pending edit /> });
    let tools = shown.then(|| {
        let count = (votes > 0).then(|| match post {
            Post::Question => messages::me_too_count(votes),
            Post::Reply => messages::helpful_count(votes),
        });
        view! {
            <div class="qa-tools">
                {count.map(|count| view! { <span class="qa-meta">{count}</span> })}
                {follows.map(|often| view! { <FollowThread id=id.clone() often /> })}
                {voted.map(|voted| view! { <Vote post id=id.clone() voted /> })}
                {editable
                    .then(|| view! { <a href=paths::edit_page(post.name(), &id)>{messages::EDIT}</a> })}
                {history
                    .then(|| view! { <a href=paths::versions_page(post.name(), &id)>{messages::VERSIONS}</a> })}
                {merged_into
                    .map(|into| view! { <a href=paths::permalink("", &into)>{messages::MERGED_LINK}</a> })}
            </div>
        }
    });
    view! {
        {pending}
        {tools}
    }
}

/// One vote; pressing it again takes it back.
#[component]
fn Vote(post: Post, id: String, voted: bool) -> impl IntoView {
    let (path, label) = match post {
        Post::Question => (paths::question_vote(&id), messages::ME_TOO),
        Post::Reply => (paths::reply_vote(&id), messages::HELPFUL),
    };
    let told = if voted { messages::UNVOTED } else { messages::VOTED };
    view! {
        <form method="post" action=paths::FORM_POST_VOTE data-qa-deed=path data-qa-told=told>
            <input type="hidden" name="kind" value=post.name() />
            <input type="hidden" name="id" value=id />
            <button
                class="qa-button qa-button--quiet"
                type="submit"
                aria-pressed=if voted { "true" } else { "false" }
            >
                {label}
            </button>
        </form>
    }
}

/// How often the viewer gets mail about the question, and the way to what else there is to follow.
#[component]
fn FollowThread(id: String, often: Often) -> impl IntoView {
    let path = paths::question_follow(&id);
    let wider = format!("{}?question={id}", paths::FOLLOW_PAGE);
    view! {
        <form class="qa-follow" method="post" action=paths::FORM_FOLLOW data-qa-deed=path data-qa-told=messages::FOLLOW_SAVED>
            <input type="hidden" name="kind" value=Scope::Question.name() />
            <input type="hidden" name="id" value=id />
            <OftenSelect often=Some(often) label=messages::FOLLOW_LABEL.to_owned() />
            <button class="qa-button qa-button--quiet" type="submit">
                {messages::FOLLOW_BUTTON}
            </button>
        </form>
        <a href=wider>{messages::FOLLOW_WIDER}</a>
    }
}

/// How often, to choose from.
#[component]
pub(super) fn OftenSelect(
    /// What was chosen.
    often: Option<Often>,
    /// What it is about.
    label: String,
) -> impl IntoView {
    let options: Vec<_> = Often::ALL
        .into_iter()
        .map(|choice| {
            let selected = often.unwrap_or(Often::Never) == choice;
            view! { <option value=choice.name() selected=selected>{messages::often(choice)}</option> }
        })
        .collect();
    view! {
        <label>
            {label} " "
            <select name="often">{options}</select>
        </label>
    }
}

/// The text that waits, below the one that everybody sees.
#[component]
fn Pending(edit: PendingEdit) -> impl IntoView {
    let PendingEdit { title, body_html, sent_at, note } = edit;
    let day = messages::day(&sent_at);
    let title = if title.is_empty() {
        Either::Left(())
    } else {
        Either::Right(view! { <p dir="auto"><strong>{title}</strong></p> })
    };
    view! {
        <div class="qa-pending">
            <p class="qa-state">
                {messages::PENDING_EDIT} " · " <time datetime=sent_at>{day}</time>
            </p>
            {title}
            <Body html=body_html />
            <Note note=Some(note) />
        </div>
    }
}
