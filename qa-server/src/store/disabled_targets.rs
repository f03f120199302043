//! Targets that nothing goes to any more, and why.

use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    INSERT = Sql::both("INSERT INTO disabled_targets (target, reason, at) VALUES ($1, $2, $3) ON CONFLICT (target) DO NOTHING");
    FIND = Sql::both("SELECT target, reason, at FROM disabled_targets WHERE target = $1");
    LIST = Sql::both("SELECT target, reason, at FROM disabled_targets ORDER BY target");
    DELETE = Sql::both("DELETE FROM disabled_targets WHERE target = $1");
}

/// A target that is off.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct DisabledTarget {
    /// The target, as rows of the outbox name it.
    pub target: String,
    /// What it said.
    pub reason: String,
    /// Since when.
    pub at: Millis,
}

/// Turns a target off; false when it was off before.
pub async fn insert_disabled_target(tx: &mut Tx, target: &str, reason: &str, now: Millis) -> Result<bool, StoreError> {
    Ok(execute!(tx, INSERT, target, reason, now)? == 1)
}

/// The target of this name, if it is off.
pub async fn find_disabled_target(tx: &mut Tx, target: &str) -> Result<Option<DisabledTarget>, StoreError> {
    fetch_optional!(tx, FIND, target)
}

/// Every target that is off, by name.
pub async fn list_disabled_targets(tx: &mut Tx) -> Result<Vec<DisabledTarget>, StoreError> {
    fetch_all!(tx, LIST)
}

/// Turns a target on again; false when it was on.
pub async fn delete_disabled_target(tx: &mut Tx, target: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, DELETE, target)? == 1)
}
