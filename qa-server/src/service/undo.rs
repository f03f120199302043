//! Taking an act back: the status before it returns, and mail that it caused and still waits is cancelled.

use std::sync::Arc;

use qa_api::problem::Code;
use qa_api::thread::Thread;
use serde::de::DeserializeOwned;

use super::limits::count;
use super::{Refusal, Visitor, changes, view};
use crate::app::App;
use crate::domain::account::Account;
use crate::domain::capability::{Capability, allows};
use crate::domain::limit::ACTS_PER_ACCOUNT;
use crate::domain::status::{QuestionStatus, ReplyStatus};
use crate::store::audit::{AuditEntry, find_audit, insert_audit, update_audit_undone};
use crate::store::outbox::update_outbox_cancelled_by_cause;
use crate::store::questions::{find_question, update_question_status};
use crate::store::replies::update_reply_status;
use crate::store::{StoreError, Tx};

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

async fn undo_unit(tx: &mut Tx, app: &App, account: &Account, id: &str) -> Result<Undone, Refusal> {
    let entry = find_audit(tx, id).await?.ok_or_else(Refusal::not_found)?;
    let own = entry.actor_id == account.id;
    if !own && !allows(Some(account.role), false, Capability::Undo) {
        return Err(Refusal::not_found());
    }
    let undo = AuditEntry {
        id: app.new_id(),
        actor_id: account.id.clone(),
        act: "undo".to_owned(),
        status_before: entry.status_after.clone(),
        status_after: entry.status_before.clone(),
        reason: String::new(),
        undone_by: None,
        ..entry.clone()
    };
    if !update_audit_undone(tx, &entry.id, &undo.id).await? || !revert(tx, &entry).await? {
        return Err(Refusal::new(Code::Conflict, "It has changed since, so this can no longer be taken back."));
    }
    insert_audit(tx, &undo, app.now()).await?;
    update_outbox_cancelled_by_cause(tx, &entry.id).await?;
    let question = find_question(tx, &entry.question_id).await?.ok_or_else(Refusal::not_found)?;
    let page = question.page.clone();
    changes::note(tx, app, &question).await?;
    Ok(Undone { thread: view::thread(tx, question, account).await?, page })
}

async fn revert(tx: &mut Tx, entry: &AuditEntry) -> Result<bool, StoreError> {
    match &entry.reply_id {
        None => {
            let (before, after): (QuestionStatus, QuestionStatus) = statuses(entry)?;
            update_question_status(tx, &entry.question_id, &after, &before).await
        }
        Some(reply) => {
            let (before, after): (ReplyStatus, ReplyStatus) = statuses(entry)?;
            update_reply_status(tx, reply, &after, &before).await
        }
    }
}

fn statuses<S: DeserializeOwned>(entry: &AuditEntry) -> Result<(S, S), StoreError> {
    let read = |column, text: &str| {
        serde_json::from_str(text).map_err(|_| StoreError::Unknown { column, value: text.to_owned() })
    };
    Ok((read("audit.status_before", &entry.status_before)?, read("audit.status_after", &entry.status_after)?))
}
