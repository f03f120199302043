//! What waits for a moderator, oldest first.

use qa_api::request::QueueItem;

use super::{Refusal, Visitor};
use crate::app::App;
use crate::clock::rfc3339;
use crate::domain::capability::{Capability, allows};
use crate::domain::post::Question;
use crate::store::questions::{find_question, list_held_questions};
use crate::store::replies::{find_reply, list_held_replies};
use crate::store::versions::list_held_versions;

/// Most items of each kind that one look shows.
const MOST: i64 = 200;

/// The held questions and replies.
///
/// # Errors
/// When nobody is signed in, or the role does not allow it.
pub async fn queue(app: &App, visitor: &Visitor) -> Result<Vec<QueueItem>, Refusal> {
    let account = visitor.account.as_ref().ok_or_else(Refusal::signed_out)?;
    if !allows(Some(account.role), false, Capability::SeeQueue) {
        return Err(Refusal::new(qa_api::problem::Code::Forbidden, "The moderation queue is for moderators."));
    }
    let mut tx = app.store.read().await?;
    let mut items = Vec::new();
    for question in list_held_questions(&mut tx, MOST).await? {
        let note = question.status.note.clone();
        items.push(item(app, &question, None, &question.author.name, question.created_at, note));
    }
    for reply in list_held_replies(&mut tx, MOST).await? {
        if let Some(question) = find_question(&mut tx, &reply.question).await? {
            let note = reply.status.note.clone();
            items.push(item(app, &question, Some(reply.id), &reply.author.name, reply.created_at, note));
        }
    }
    for version in list_held_versions(&mut tx, MOST).await? {
        let reply = find_reply(&mut tx, &version.post_id).await?;
        let question = reply.as_ref().map_or(version.post_id.as_str(), |reply| reply.question.as_str());
        if let Some(question) = find_question(&mut tx, question).await? {
            let note = version.note.as_ref().map(|note| format!("A change of what is published. {note}"));
            items.push(item(app, &question, reply.map(|reply| reply.id), &version.author, version.created_at, note));
        }
    }
    items.sort_by(|a, b| a.waiting_since.cmp(&b.waiting_since));
    Ok(items)
}

fn item(
    app: &App,
    question: &Question,
    reply: Option<String>,
    author: &str,
    since: i64,
    reason: Option<String>,
) -> QueueItem {
    let contents = app.site.contents();
    QueueItem {
        question: question.id.clone(),
        reply,
        title: question.title.clone(),
        page: question.page.clone(),
        page_title: contents.page(&question.page).map_or_else(|| question.page.clone(), |page| page.title.clone()),
        author: author.to_owned(),
        waiting_since: rfc3339(since),
        reason: reason.unwrap_or_default(),
    }
}
