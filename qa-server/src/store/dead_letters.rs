//! Effects that were given up, where people see them, and what people did about them.
//!
//! **Invariant:** only what is dead is tried again or discarded, so that doing it twice changes nothing;
//! what went to another system than e-mail can be sent there again too.

use super::notices::Change;
use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    LIST = Sql::both("SELECT id, kind, target, state, attempts, last_error, created_at, finished_at FROM outbox WHERE state = 'dead' ORDER BY finished_at DESC, id DESC LIMIT $1");
    COUNT = Sql::both("SELECT COUNT(*) FROM outbox WHERE state = $1");
    UPDATE_AGAIN = Sql::both("UPDATE outbox SET state = 'waiting', not_before = $2, retried_at = $2, finished_at = NULL WHERE id = $1 AND (state = 'dead' OR (state = 'done' AND lane <> 'email')) RETURNING target");
    UPDATE_DISCARDED = Sql::both("UPDATE outbox SET state = 'cancelled' WHERE id = $1 AND state = 'dead' RETURNING target");
    INSERT_ACT = Sql::both("INSERT INTO outbox_acts (id, at, actor_id, outbox_id, act) VALUES ($1, $2, $3, $4, $5)");
    DELETE_OLD_ACTS = Sql::both("DELETE FROM outbox_acts WHERE at <= $1");
    LIST_ACTS = Sql::both("SELECT actor_id, outbox_id, act FROM outbox_acts ORDER BY id");
}

/// An effect that was given up.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct DeadLetter {
    /// The row's id.
    pub id: String,
    /// The message's kind.
    pub kind: String,
    /// Where it was to go.
    pub target: String,
    /// `dead`.
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it was caused.
    pub created_at: Millis,
    /// When it was given up.
    pub finished_at: Option<Millis>,
}

/// What somebody did about an effect.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OutboxAct {
    /// Who: an account, or nobody for the command line.
    pub actor_id: Option<String>,
    /// The row's id.
    pub outbox_id: String,
    /// `retry` or `discard`.
    pub act: String,
}

/// What was given up, last first, at most `most`.
pub async fn list_dead_letters(tx: &mut Tx, most: i64) -> Result<Vec<DeadLetter>, StoreError> {
    fetch_all!(tx, LIST, most)
}

/// How many effects are in `state`.
pub async fn count_outbox(tx: &mut Tx, state: &str) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = fetch_optional!(tx, COUNT, state)?;
    Ok(row.map_or(0, |(count,)| count))
}

/// Lets an effect be tried again from now on, and wakes workers once that is committed; gives where it goes, or nothing
/// when there is none to try again.
pub async fn update_outbox_again(tx: &mut Tx, id: &str, now: Millis) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = fetch_optional!(tx, UPDATE_AGAIN, id, now)?;
    if row.is_some() {
        tx.note(Change::Outbox);
    }
    Ok(row.map(|(target,)| target))
}

/// Discards what was given up; gives where it would have gone, or nothing when it was not dead.
pub async fn update_outbox_discarded(tx: &mut Tx, id: &str) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = fetch_optional!(tx, UPDATE_DISCARDED, id)?;
    Ok(row.map(|(target,)| target))
}

/// Writes down what somebody did.
pub async fn insert_outbox_act(tx: &mut Tx, id: &str, act: &OutboxAct, now: Millis) -> Result<(), StoreError> {
    let OutboxAct { actor_id, outbox_id, act } = act;
    execute!(tx, INSERT_ACT, id, now, actor_id, outbox_id, act)?;
    Ok(())
}

/// Everything that people did, oldest first.
pub async fn list_outbox_acts(tx: &mut Tx) -> Result<Vec<OutboxAct>, StoreError> {
    fetch_all!(tx, LIST_ACTS)
}

/// Forgets what people did about effects until `at`; gives how many acts.
pub async fn delete_old_outbox_acts(tx: &mut Tx, at: Millis) -> Result<u64, StoreError> {
    execute!(tx, DELETE_OLD_ACTS, at)
}
