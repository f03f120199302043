//! The audit: every act, with the status before and after it, so that it can be taken back.

use super::sql::{Sql, execute, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    INSERT = Sql::both("INSERT INTO audit (id, at, actor_id, act, question_id, reply_id, status_before, status_after, reason, trace) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    FIND = Sql::both("SELECT id, actor_id, act, question_id, reply_id, status_before, status_after, reason, undone_by, trace FROM audit WHERE id = $1");
    DELETE_OLD = Sql::both("DELETE FROM audit WHERE at <= $1 AND NOT EXISTS (SELECT 1 FROM decision_acts d WHERE d.audit_id = audit.id)");
    UPDATE_UNDONE = Sql::both("UPDATE audit SET undone_by = $2 WHERE id = $1 AND undone_by IS NULL");
}

/// One act.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditEntry {
    /// The entry's id.
    pub id: String,
    /// Who acted; nobody when the server did by itself.
    pub actor_id: Option<String>,
    /// What was done: an act's name, or `undo`.
    pub act: String,
    /// The question that was acted on, or whose reply was.
    pub question_id: String,
    /// The reply whose status changed; absent when the question's did.
    pub reply_id: Option<String>,
    /// The status before, as JSON.
    pub status_before: String,
    /// The status after, as JSON.
    pub status_after: String,
    /// The actor's reason, perhaps empty.
    pub reason: String,
    /// The entry that took this one back.
    pub undone_by: Option<String>,
    /// What it did beside the status: a [`crate::domain::trace::Trace`] as JSON.
    pub trace: Option<String>,
}

/// Inserts an entry.
pub async fn insert_audit(tx: &mut Tx, entry: &AuditEntry, now: Millis) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        &entry.id,
        now,
        entry.actor_id.as_deref(),
        &entry.act,
        &entry.question_id,
        entry.reply_id.as_deref(),
        &entry.status_before,
        &entry.status_after,
        &entry.reason,
        entry.trace.as_deref(),
    )?;
    Ok(())
}

/// The entry of this id.
pub async fn find_audit(tx: &mut Tx, id: &str) -> Result<Option<AuditEntry>, StoreError> {
    fetch_optional!(tx, FIND, id)
}

/// Notes that `by` took the entry back; false when something did before.
pub async fn update_audit_undone(tx: &mut Tx, id: &str, by: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, UPDATE_UNDONE, id, by)? == 1)
}

/// Forgets what was done before `at`, but what a decision that is kept was made of; gives how many.
pub async fn delete_old_audit(tx: &mut Tx, at: Millis) -> Result<u64, StoreError> {
    execute!(tx, DELETE_OLD, at)
}
