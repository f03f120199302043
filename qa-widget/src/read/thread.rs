//! Reading threads and what was done with them, which only a member's module does.

use qa_api::follow::Often;
use qa_api::request::{Changed, Posted};
use qa_api::thread::{
    Act, Author, Claim, PageView, PendingEdit, Personal, QuestionState, Reply, ReplyState, Role, SectionRef, Thread,
    Viewer,
};

use super::{Value, challenge, flag, list, text};

/// Who is signed in, of [`qa_api::request::Me`] and every other object with a `viewer`.
pub(crate) fn viewer(value: &impl Value) -> Option<Viewer> {
    let viewer = value.get("viewer")?;
    Some(Viewer { name: text(&viewer, "name")?, role: role(&text(&viewer, "role")?)? })
}

/// A page's threads.
pub(crate) fn page_view(value: &impl Value) -> Option<PageView> {
    Some(PageView { page: text(value, "page")?, viewer: viewer(value), threads: list(value, "threads", thread)? })
}

/// A question with its replies.
pub(super) fn thread<V: Value>(value: &V) -> Option<Thread> {
    Some(Thread {
        id: text(value, "id")?,
        title: text(value, "title")?,
        body_html: text(value, "body_html")?,
        author: author(&value.get("author")?)?,
        asked_at: text(value, "asked_at")?,
        section: value.get("section").and_then(|section| {
            Some(SectionRef { anchor: text(&section, "anchor")?, title: text(&section, "title")? })
        }),
        state: match text(value, "state") {
            None => QuestionState::Published,
            Some(state) => QuestionState::from_name(&state)?,
        },
        edited_at: text(value, "edited_at"),
        pinned: flag(value, "pinned"),
        locked: flag(value, "locked"),
        waiting: flag(value, "waiting"),
        votes: votes(value),
        resolved: flag(value, "resolved"),
        solution: text(value, "solution"),
        replies: list(value, "replies", reply)?,
        note: text(value, "note"),
        acts: acts(value)?,
        claim: value.get("claim").and_then(|claim| {
            Some(Claim { name: text(&claim, "name")?, until: text(&claim, "until")?, own: flag(&claim, "own") })
        }),
        personal: value.get("personal").map(|value| personal(&value)),
    })
}

/// The number of votes; an absent one is none.
fn votes(value: &impl Value) -> u32 {
    value.get("votes").and_then(|votes| votes.number()).and_then(|votes| votes.try_into().ok()).unwrap_or_default()
}

fn personal<V: Value>(value: &V) -> Personal {
    Personal {
        voted: value.get("voted").map(|voted| voted.is_true()),
        editable: flag(value, "editable"),
        history: flag(value, "history"),
        edit: value.get("edit").and_then(|edit| {
            Some(PendingEdit {
                title: text(&edit, "title")?,
                body_html: text(&edit, "body_html")?,
                sent_at: text(&edit, "sent_at")?,
                note: text(&edit, "note")?,
            })
        }),
        merged_into: text(value, "merged_into"),
        follows: text(value, "follows").and_then(|often| Often::from_name(&often)),
    }
}

fn reply<V: Value>(value: &V) -> Option<Reply> {
    Some(Reply {
        id: text(value, "id")?,
        body_html: text(value, "body_html")?,
        author: author(&value.get("author")?)?,
        posted_at: text(value, "posted_at")?,
        edited_at: text(value, "edited_at"),
        votes: votes(value),
        state: match text(value, "state") {
            None => ReplyState::Published,
            Some(state) => ReplyState::from_name(&state)?,
        },
        section_changed: flag(value, "section_changed"),
        note: text(value, "note"),
        acts: acts(value)?,
        personal: value.get("personal").map(|value| personal(&value)),
    })
}

fn author(value: &impl Value) -> Option<Author> {
    let badge = match text(value, "badge") {
        Some(name) => Some(role(&name)?),
        None => None,
    };
    Some(Author { name: text(value, "name")?, badge, asker: flag(value, "asker"), person: text(value, "person") })
}

fn role(name: &str) -> Option<Role> {
    qa_api::request::role_from_name(name)
}

fn acts<V: Value>(value: &V) -> Option<Vec<Act>> {
    list(value, "acts", |act: &V| Act::from_name(&act.text()?))
}

/// What became of a post.
pub(crate) fn posted(value: &impl Value) -> Option<Posted> {
    Some(match text(value, "outcome")?.as_str() {
        "draft" => Posted::Draft(challenge(value)?),
        "held" => Posted::Held { thread: thread(&value.get("thread")?)? },
        "published" => Posted::Published { thread: thread(&value.get("thread")?)? },
        _ => return None,
    })
}

/// What a deed changed.
///
/// An [`Acted`](qa_api::request::Acted) is one too, and is undone by its own id; a bare thread is what an undoing leaves.
pub(crate) fn changed<V: Value>(value: &V) -> Option<Changed> {
    Some(match value.get("thread") {
        Some(inner) => Changed { thread: thread(&inner)?, undo: text(value, "undo").or_else(|| text(value, "id")) },
        None => Changed { thread: thread(value)?, undo: None },
    })
}
