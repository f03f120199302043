//! Taking an act back: the status before it returns, and mail that it caused and still waits is cancelled.

use std::sync::Arc;

use qa_api::follow::Scope;
use qa_api::problem::Code;
use qa_api::thread::{Act, QuestionState, Thread};
use serde::de::DeserializeOwned;

use super::act::Subject;
use super::announce::Cause;
use super::limits::count;
use super::moves::REHOMED;
use super::{Refusal, Visitor, changes, edit, events, tickets, view};
use crate::app::App;
use crate::domain::account::Account;
use crate::domain::capability::{Capability, allows};
use crate::domain::event::Event;
use crate::domain::limit::ACTS_PER_ACCOUNT;
use crate::domain::post::{Question, Reply};
use crate::domain::status::{QuestionStatus, ReplyStatus};
use crate::domain::trace::Trace;
use crate::store::audit::{AuditEntry, find_audit, insert_audit, update_audit_undone};
use crate::store::follows::delete_follow;
use crate::store::outbox::update_outbox_cancelled_by_cause;
use crate::store::questions::{find_question, update_question_place, update_question_status, update_question_votes};
use crate::store::replies::{find_reply, list_replies, update_reply_question, update_reply_status};
use crate::store::votes::delete_vote;
use crate::store::{StoreError, Tx};

/// What an entry about an undoing is called; it cannot itself be taken back.
const UNDO: &str = "undo";

/// The thread after an act was taken back, and its page's id.
#[derive(Clone, Debug)]
pub struct Undone {
    /// The thread as the actor now sees it.
    pub thread: Thread,
    /// The page's id.
    pub page: String,
}

/// Takes back the act of audit entry `id`.
///
/// # Errors
/// When nobody is signed in, the act was somebody else's and the role does not allow it, it was taken back before,
/// or the post has changed since.
pub async fn undo(app: &Arc<App>, visitor: &Visitor, id: &str) -> Result<Undone, Refusal> {
    let account = visitor.account.clone().ok_or_else(Refusal::signed_out)?;
    let id = id.to_owned();
    let unit_app = app.clone();
    app.store
        .write(move |tx| {
            Box::pin(async move {
                count(tx, &[(&ACTS_PER_ACCOUNT, account.id.as_str())], unit_app.now()).await?;
                undo_unit(tx, &unit_app, &account, &id).await
            })
        })
        .await
}

pub(super) async fn undo_unit(tx: &mut Tx, app: &App, account: &Account, id: &str) -> Result<Undone, Refusal> {
    let entry = find_audit(tx, id).await?.ok_or_else(Refusal::not_found)?;
    if !may_undo(account, &entry) {
        return Err(Refusal::not_found());
    }
    let changed = || Refusal::new(Code::Conflict, "It has changed since, so this can no longer be taken back.");
    if [UNDO, REHOMED].contains(&entry.act.as_str()) {
        return Err(changed());
    }
    let undo = AuditEntry {
        id: app.new_id(),
        actor_id: Some(account.id.clone()),
        act: UNDO.to_owned(),
        status_before: entry.status_after.clone(),
        status_after: entry.status_before.clone(),
        reason: String::new(),
        undone_by: None,
        trace: None,
        ..entry.clone()
    };
    let before = find_question(tx, &entry.question_id).await?.ok_or_else(Refusal::not_found)?;
    let reply_before = find_entry_reply(tx, &entry).await?;
    let split_before = find_split(tx, &entry).await?;
    let coming_back = coming_back(tx, &entry).await?;
    if !update_audit_undone(tx, &entry.id, &undo.id).await?
        || !revert_status(tx, &entry).await?
        || !revert_trace(tx, app, &entry, &before).await?
    {
        return Err(changed());
    }
    insert_audit(tx, &undo, app.now()).await?;
    let unaware = update_outbox_cancelled_by_cause(tx, &entry.id).await?;
    let question = find_question(tx, &entry.question_id).await?.ok_or_else(Refusal::not_found)?;
    let mut told = Event::of_question(Some(&before), &question);
    if let Some(reply) = find_entry_reply(tx, &entry).await? {
        told.extend(Event::of_reply(&question, reply_before.as_ref(), &reply));
    }
    if matches!(trace_of(&entry)?, Some(Trace::Edited { .. })) {
        told.extend(Event::of_edit(&question, reply_before.as_ref()));
    }
    let cause = Cause { actor: &account.id, audit: Some(&undo.id), delay: 0 };
    tickets::edited(tx, app, &question, cause).await?;
    for before in &coming_back {
        let Some(reply) = find_reply(tx, &before.id).await? else { continue };
        told.extend(Event::of_reply(&question, None, &reply));
        if let Some(left) = find_question(tx, &before.question).await? {
            let leaves = Event::of_reply(&left, Some(before), &reply);
            events::emit(tx, app, &left, &leaves, cause, &unaware).await?;
        }
    }
    events::emit(tx, app, &question, &told, cause, &unaware).await?;
    if let Some(split) = find_split(tx, &entry).await? {
        let told = Event::of_question(split_before.as_ref(), &split);
        events::emit(tx, app, &split, &told, cause, &unaware).await?;
    }
    if before.page != question.page {
        changes::note(tx, app, &before).await?;
    }
    changes::note(tx, app, &question).await?;
    let page = question.page.clone();
    Ok(Undone { thread: view::thread(tx, app, question, account).await?, page })
}

/// One's own acts, and for moderators all that they could have done themselves.
fn may_undo(account: &Account, entry: &AuditEntry) -> bool {
    let role = Some(account.role);
    let could = match Act::from_name(&entry.act) {
        Some(act) => Capability::Act(act),
        None => Capability::EditOthers,
    };
    entry.actor_id.as_ref() == Some(&account.id)
        || (allows(role, false, Capability::Undo) && allows(role, false, could))
}

async fn revert_status(tx: &mut Tx, entry: &AuditEntry) -> Result<bool, StoreError> {
    match &entry.reply_id {
        None => {
            let (before, after): (QuestionStatus, QuestionStatus) = statuses(entry)?;
            let Some(question) = find_question(tx, &entry.question_id).await? else { return Ok(false) };
            match question.status.without(&before, &after) {
                Some(next) => update_question_status(tx, &question.id, &question.status, &next).await,
                None => Ok(false),
            }
        }
        Some(reply) => {
            let (before, after): (ReplyStatus, ReplyStatus) = statuses(entry)?;
            let Some(reply) = find_reply(tx, reply).await? else { return Ok(false) };
            match reply.status.without(&before, &after) {
                Some(next) => update_reply_status(tx, &reply.id, &reply.status, &next).await,
                None => Ok(false),
            }
        }
    }
}

/// Takes back what the act did beside the status; false when that has changed since.
async fn revert_trace(tx: &mut Tx, app: &App, entry: &AuditEntry, question: &Question) -> Result<bool, Refusal> {
    let Some(trace) = trace_of(entry)? else { return Ok(true) };
    match &trace {
        Trace::Moved { from, to } => Ok(update_question_place(tx, &entry.question_id, &to.page, from).await?),
        Trace::Merged { into, replies, followed, voted } => {
            for reply in replies {
                if !update_reply_question(tx, reply, into, &entry.question_id).await? {
                    return Ok(false);
                }
            }
            if *followed {
                delete_follow(tx, Scope::Question, into, &question.author.id).await?;
            }
            if *voted && delete_vote(tx, into, &question.author.id).await? {
                update_question_votes(tx, into, -1).await?;
            }
            note(tx, app, into).await?;
            Ok(true)
        }
        Trace::Split { question } => {
            // What was split off keeps its permalink: it leads back, and so do the replies that it got meanwhile.
            let Some(split) = find_question(tx, question).await? else { return Ok(false) };
            if split.status.state != QuestionState::Published {
                return Ok(false);
            }
            for reply in list_replies(tx, &split.id).await? {
                update_reply_question(tx, &reply.id, &split.id, &entry.question_id).await?;
            }
            let merged = QuestionStatus {
                state: QuestionState::Merged,
                merged_into: Some(entry.question_id.clone()),
                ..split.status.clone()
            };
            let merged = update_question_status(tx, &split.id, &split.status, &merged).await?;
            note(tx, app, question).await?;
            Ok(merged)
        }
        Trace::Edited { .. } | Trace::Refused { .. } => {
            let subject = match &entry.reply_id {
                Some(reply) => Subject::Reply(reply.clone()),
                None => Subject::Question(entry.question_id.clone()),
            };
            edit::revert(tx, &subject, &entry.act, &trace).await
        }
    }
}

async fn note(tx: &mut Tx, app: &App, question: &str) -> Result<(), StoreError> {
    match find_question(tx, question).await? {
        Some(question) => changes::note(tx, app, &question).await,
        None => Ok(()),
    }
}

async fn find_entry_reply(tx: &mut Tx, entry: &AuditEntry) -> Result<Option<Reply>, StoreError> {
    match &entry.reply_id {
        Some(reply) => find_reply(tx, reply).await,
        None => Ok(None),
    }
}

/// The replies that the act gave to another question, or that were written there since, and that come back.
async fn coming_back(tx: &mut Tx, entry: &AuditEntry) -> Result<Vec<Reply>, StoreError> {
    Ok(match trace_of(entry)? {
        Some(Trace::Merged { into, replies, .. }) => {
            let there = list_replies(tx, &into).await?;
            there.into_iter().filter(|reply| replies.contains(&reply.id)).collect()
        }
        Some(Trace::Split { question }) => list_replies(tx, &question).await?,
        _ => Vec::new(),
    })
}

/// The question that was split off.
async fn find_split(tx: &mut Tx, entry: &AuditEntry) -> Result<Option<Question>, StoreError> {
    match trace_of(entry)? {
        Some(Trace::Split { question }) => find_question(tx, &question).await,
        _ => Ok(None),
    }
}

fn trace_of(entry: &AuditEntry) -> Result<Option<Trace>, StoreError> {
    entry.trace.as_ref().map(|text| read("audit.trace", text)).transpose()
}

fn statuses<S: DeserializeOwned>(entry: &AuditEntry) -> Result<(S, S), StoreError> {
    Ok((read("audit.status_before", &entry.status_before)?, read("audit.status_after", &entry.status_after)?))
}

fn read<T: DeserializeOwned>(column: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Unknown { column, value: text.to_owned() })
}
