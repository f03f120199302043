//! Reading threads and what was done with them, which only a member's module does.

use qa_api::request::{Changed, Posted};
use qa_api::thread::{Act, Author, PageView, QuestionState, Reply, ReplyState, Role, SectionRef, Thread, Viewer};

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
        state: match text(value, "state").as_deref() {
            None => QuestionState::Published,
            Some("held") => QuestionState::Held,
            Some("rejected") => QuestionState::Rejected,
            Some("archived") => QuestionState::Archived,
            Some(_) => return None,
        },
        resolved: flag(value, "resolved"),
        solution: text(value, "solution"),
        replies: list(value, "replies", reply)?,
        note: text(value, "note"),
        acts: acts(value)?,
    })
}

fn reply<V: Value>(value: &V) -> Option<Reply> {
    Some(Reply {
        id: text(value, "id")?,
        body_html: text(value, "body_html")?,
        author: author(&value.get("author")?)?,
        posted_at: text(value, "posted_at")?,
        state: match text(value, "state").as_deref() {
            None => ReplyState::Published,
            Some("held") => ReplyState::Held,
            Some("hidden") => ReplyState::Hidden,
            Some(_) => return None,
        },
        note: text(value, "note"),
        acts: acts(value)?,
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
