//! The outbox: outward effects, as rows of the transaction that caused them.
//!
//! States: `waiting` → `leased` → `done`; `waiting` again after a failure; `dead` when given up; `cancelled` when taken back.
//!
//! **Invariants:** a row is inserted in its cause's unit of work.
//! A result is written only under the lease it was worked out under.
//! Rows of one order key are leased one at a time, oldest first.

use super::notices::Change;
use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    INSERT = Sql::both("INSERT INTO outbox (id, kind, lane, target, dedupe_key, order_key, payload, cause, state, attempts, not_before, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', 0, $9, $10) ON CONFLICT (dedupe_key) DO UPDATE SET state = 'waiting', attempts = 0, payload = excluded.payload, cause = excluded.cause, not_before = excluded.not_before, retried_at = excluded.created_at, finished_at = NULL, last_error = NULL WHERE outbox.state = 'cancelled'");
    INSERT_UNLESS_WAITING = Sql::both("INSERT INTO outbox (id, kind, lane, target, dedupe_key, order_key, payload, state, attempts, not_before, created_at) SELECT $1, $2, $3, $4, $5, $6, $7, 'waiting', 0, $8, $9 WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.state = 'waiting' AND o.not_before = $8 AND o.order_key = $6)");
    UPDATE_COVERED = Sql::both("UPDATE outbox SET state = 'done', finished_at = $3, last_error = $4 WHERE lane = $1 AND id <> $2 AND state = 'waiting' AND not_before <= $3");
    CLAIM = Sql {
        sqlite: "UPDATE outbox SET state = 'leased', lease_until = $2, lease_token = $3, attempts = attempts + 1, first_sent_at = COALESCE(first_sent_at, $1) WHERE id = (SELECT o.id FROM outbox o WHERE ((o.state = 'waiting' AND o.not_before <= $1) OR (o.state = 'leased' AND o.lease_until <= $1)) AND NOT EXISTS (SELECT 1 FROM outbox p WHERE p.order_key = o.order_key AND p.id < o.id AND p.state IN ('waiting', 'leased')) AND $4 NOT LIKE '%|' || o.lane || '|%' ORDER BY o.not_before, o.id LIMIT 1) RETURNING id, lane, target, payload, attempts, created_at, first_sent_at, COALESCE(retried_at, created_at) AS tried_since",
        postgres: "UPDATE outbox SET state = 'leased', lease_until = $2, lease_token = $3, attempts = attempts + 1, first_sent_at = COALESCE(first_sent_at, $1) WHERE id = (SELECT o.id FROM outbox o WHERE ((o.state = 'waiting' AND o.not_before <= $1) OR (o.state = 'leased' AND o.lease_until <= $1)) AND NOT EXISTS (SELECT 1 FROM outbox p WHERE p.order_key = o.order_key AND p.id < o.id AND p.state IN ('waiting', 'leased')) AND $4 NOT LIKE '%|' || o.lane || '|%' ORDER BY o.not_before, o.id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id, lane, target, payload, attempts, created_at, first_sent_at, COALESCE(retried_at, created_at) AS tried_since"
    };
    UPDATE_DONE = Sql::both("UPDATE outbox SET state = 'done', finished_at = $3, lease_until = NULL, last_error = $4 WHERE id = $1 AND lease_token = $2 AND state = 'leased'");
    UPDATE_RETRY = Sql::both("UPDATE outbox SET state = 'waiting', not_before = $3, lease_until = NULL, last_error = $4 WHERE id = $1 AND lease_token = $2 AND state = 'leased'");
    UPDATE_POSTPONED = Sql::both("UPDATE outbox SET state = 'waiting', attempts = attempts - 1, first_sent_at = CASE WHEN attempts > 1 THEN first_sent_at END, not_before = $3, lease_until = NULL, last_error = NULL WHERE id = $1 AND lease_token = $2 AND state = 'leased'");
    FIND_LAST_REPLY_MAIL = Sql::both("SELECT MAX(o.finished_at) FROM outbox o WHERE o.order_key = (SELECT p.order_key FROM outbox p WHERE p.id = $1) AND o.kind IN ('reply_posted', 'reply_followed') AND o.state = 'done' AND o.last_error IS NULL");
    UPDATE_JOINED = Sql::both("UPDATE outbox SET state = 'done', finished_at = $2, last_error = $3 WHERE order_key = (SELECT p.order_key FROM outbox p WHERE p.id = $1) AND id <> $1 AND kind IN ('reply_posted', 'reply_followed') AND state = 'waiting' AND not_before <= $2 RETURNING payload");
    UPDATE_PAYLOAD = Sql::both("UPDATE outbox SET payload = $2, cause = NULL WHERE id = $1 AND state = 'leased'");
    UPDATE_DEAD = Sql::both("UPDATE outbox SET state = 'dead', finished_at = $3, lease_until = NULL, last_error = $4 WHERE id = $1 AND lease_token = $2 AND state = 'leased'");
    CANCEL_BY_CAUSE = Sql::both("UPDATE outbox SET state = 'cancelled' WHERE cause = $1 AND state = 'waiting' RETURNING target");
    LIST_TRIED_TARGETS = Sql::both("SELECT DISTINCT target FROM outbox WHERE cause = $1 AND first_sent_at IS NOT NULL");
    CANCEL_BY_DEDUPE_KEY = Sql::both("UPDATE outbox SET state = 'cancelled' WHERE dedupe_key = $1 AND state = 'waiting'");
    FIND_STATE = Sql::both("SELECT state FROM outbox WHERE dedupe_key = $1");
    RELEASE_LEASES = Sql::both("UPDATE outbox SET state = 'waiting', lease_until = NULL WHERE state = 'leased'");
    LIST = Sql::both("SELECT id, kind, state, attempts, last_error FROM outbox ORDER BY id");
    DELETE_OLD = Sql::both("DELETE FROM outbox WHERE (state IN ('done', 'cancelled') AND created_at <= $1) OR (state = 'dead' AND finished_at <= $1)");
}

/// An effect to insert.
#[derive(Debug)]
pub struct NewRow<'a> {
    /// The row's id, which is also the effect's idempotency key.
    pub id: &'a str,
    /// The message's kind, for people.
    pub kind: &'a str,
    /// The target: those of one lane wait for each other, and for nobody else.
    pub lane: &'a str,
    /// Where it goes: the lane's name, and after a colon the address there if it has several.
    pub target: &'a str,
    /// The same for the same effect.
    pub dedupe_key: &'a str,
    /// Rows with the same key go one after the other.
    pub order_key: &'a str,
    /// The message, as JSON.
    pub payload: &'a str,
    /// The audit entry that caused it.
    pub cause: Option<&'a str>,
    /// When it may go.
    pub not_before: Millis,
}

/// An effect that this server has leased.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LeasedRow {
    /// The row's id.
    pub id: String,
    /// The target.
    pub lane: String,
    /// Where it goes: the lane's name, and after a colon the address there if it has several.
    pub target: String,
    /// The message, as JSON.
    pub payload: String,
    /// How often it was tried, this time included.
    pub attempts: i64,
    /// When it was caused.
    pub created_at: Millis,
    /// When it was tried first.
    pub first_sent_at: Millis,
    /// Since when it is tried: when it was caused, or when somebody had it tried again.
    pub tried_since: Millis,
}

/// An effect as people look at it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OutboxEntry {
    /// The row's id.
    pub id: String,
    /// The message's kind.
    pub kind: String,
    /// Where it is on its way.
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What went wrong last.
    pub last_error: Option<String>,
}

/// Inserts an effect; does nothing when the same one is there, unless that was cancelled: then it begins anew.
/// Where it is due, workers are woken once this is committed.
pub async fn insert_outbox(tx: &mut Tx, row: &NewRow<'_>, now: Millis) -> Result<(), StoreError> {
    let NewRow { id, kind, lane, target, dedupe_key, order_key, payload, cause, not_before } = *row;
    execute!(tx, INSERT, id, kind, lane, target, dedupe_key, order_key, payload, cause, not_before, now)?;
    if not_before <= now {
        tx.note(Change::Outbox);
    }
    Ok(())
}

/// Inserts an effect unless one of the same order waits for the same time.
///
/// Never waits for another unit of work: two at the same moment may both insert one, which
/// [`update_outbox_covered`] makes one again.
pub async fn insert_outbox_unless_waiting(tx: &mut Tx, row: &NewRow<'_>, now: Millis) -> Result<(), StoreError> {
    let NewRow { id, kind, lane, target, dedupe_key, order_key, payload, cause: _, not_before } = *row;
    execute!(tx, INSERT_UNLESS_WAITING, id, kind, lane, target, dedupe_key, order_key, payload, not_before, now)?;
    Ok(())
}

/// Ends the effects of a lane that wait and were due `at`, but for `id`, which did what they were for.
pub async fn update_outbox_covered(
    tx: &mut Tx,
    lane: &str,
    id: &str,
    at: Millis,
    remark: &str,
) -> Result<u64, StoreError> {
    execute!(tx, UPDATE_COVERED, lane, id, at, remark)
}

/// Leases the next effect that is due, until `lease_until`; none of the lanes in `full`.
pub async fn claim_outbox(
    tx: &mut Tx,
    now: Millis,
    lease_until: Millis,
    token: &str,
    full: &[String],
) -> Result<Option<LeasedRow>, StoreError> {
    let full = format!("|{}|", full.join("|"));
    fetch_optional!(tx, CLAIM, now, lease_until, token, full)
}

/// Ends an effect that was sent, or need not be any more (`remark` says why); false when the lease was lost.
pub async fn update_outbox_done(
    tx: &mut Tx,
    id: &str,
    token: &str,
    now: Millis,
    remark: Option<&str>,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, UPDATE_DONE, id, token, now, remark)? == 1)
}

/// Puts an effect back for another try; false when the lease was lost.
pub async fn update_outbox_retry(
    tx: &mut Tx,
    id: &str,
    token: &str,
    not_before: Millis,
    error: &str,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, UPDATE_RETRY, id, token, not_before, error)? == 1)
}

/// Puts an effect back until its time comes, without counting that as a try; false when the lease was lost.
pub async fn update_outbox_postponed(
    tx: &mut Tx,
    id: &str,
    token: &str,
    not_before: Millis,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, UPDATE_POSTPONED, id, token, not_before)? == 1)
}

/// When a mail about a reply last went out in the order of effect `id`.
pub async fn find_last_reply_mail(tx: &mut Tx, id: &str) -> Result<Option<Millis>, StoreError> {
    let row: Option<(Option<i64>,)> = fetch_optional!(tx, FIND_LAST_REPLY_MAIL, id)?;
    Ok(row.and_then(|(at,)| at))
}

/// Ends the mails about replies that wait in the order of effect `id` and are due, since that one tells them too;
/// gives their messages.
pub async fn update_outbox_joined(tx: &mut Tx, id: &str, now: Millis, remark: &str) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = fetch_all!(tx, UPDATE_JOINED, id, now, remark)?;
    Ok(rows.into_iter().map(|(payload,)| payload).collect())
}

/// Has a leased effect say what several acts caused, so that none of them takes it back alone.
pub async fn update_outbox_payload(tx: &mut Tx, id: &str, payload: &str) -> Result<(), StoreError> {
    execute!(tx, UPDATE_PAYLOAD, id, payload)?;
    Ok(())
}

/// Gives an effect up, where people see it; false when the lease was lost.
pub async fn update_outbox_dead(
    tx: &mut Tx,
    id: &str,
    token: &str,
    now: Millis,
    error: &str,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, UPDATE_DEAD, id, token, now, error)? == 1)
}

/// Cancels what an act caused and still waits; gives the targets that never heard of the act. One that was tried may
/// have heard of it, whatever came back.
pub async fn update_outbox_cancelled_by_cause(tx: &mut Tx, cause: &str) -> Result<Vec<String>, StoreError> {
    let tried: Vec<(String,)> = fetch_all!(tx, LIST_TRIED_TARGETS, cause)?;
    let mut cancelled: Vec<(String,)> = fetch_all!(tx, CANCEL_BY_CAUSE, cause)?;
    cancelled.retain(|target| !tried.contains(target));
    Ok(cancelled.into_iter().map(|(target,)| target).collect())
}

/// Cancels one effect that waits.
pub async fn update_outbox_cancelled(tx: &mut Tx, dedupe_key: &str) -> Result<(), StoreError> {
    execute!(tx, CANCEL_BY_DEDUPE_KEY, dedupe_key)?;
    Ok(())
}

/// Where the effect of this key is on its way.
pub async fn find_outbox_state(tx: &mut Tx, dedupe_key: &str) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = fetch_optional!(tx, FIND_STATE, dedupe_key)?;
    Ok(row.map(|(state,)| state))
}

/// Takes back all leases: only for a database that no other server uses.
pub async fn update_outbox_released(tx: &mut Tx) -> Result<u64, StoreError> {
    execute!(tx, RELEASE_LEASES)
}

/// Every effect, oldest first.
pub async fn list_outbox(tx: &mut Tx) -> Result<Vec<OutboxEntry>, StoreError> {
    fetch_all!(tx, LIST)
}

/// Forgets effects that ended and were caused until `at`, and those that were given up until then; gives how many.
pub async fn delete_old_outbox(tx: &mut Tx, at: Millis) -> Result<u64, StoreError> {
    execute!(tx, DELETE_OLD, at)
}
