//! Members who ask to become moderators, until staff decide.

use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    INSERT = Sql::both("INSERT INTO role_requests (account_id, reason, created_at) VALUES ($1, $2, $3) ON CONFLICT (account_id) DO NOTHING");
    FIND = Sql::both("SELECT account_id, reason, created_at FROM role_requests WHERE account_id = $1");
    LIST = Sql::both("SELECT account_id, reason, created_at FROM role_requests ORDER BY created_at, account_id LIMIT $1");
    DELETE = Sql::both("DELETE FROM role_requests WHERE account_id = $1");
}

/// A wish that waits.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct RoleRequestEntry {
    /// Whose it is.
    pub account_id: String,
    /// Why, perhaps empty.
    pub reason: String,
    /// Since when it waits.
    pub created_at: Millis,
}

/// Inserts a wish; false when one waits already, which stays as it is.
pub async fn insert_role_request(tx: &mut Tx, account: &str, reason: &str, now: Millis) -> Result<bool, StoreError> {
    Ok(execute!(tx, INSERT, account, reason, now)? == 1)
}

/// The wish of an account, if one waits.
pub async fn find_role_request(tx: &mut Tx, account: &str) -> Result<Option<RoleRequestEntry>, StoreError> {
    fetch_optional!(tx, FIND, account)
}

/// The wishes that wait, oldest first, at most `most`.
pub async fn list_role_requests(tx: &mut Tx, most: i64) -> Result<Vec<RoleRequestEntry>, StoreError> {
    fetch_all!(tx, LIST, most)
}

/// Ends a wish; false when none waits.
pub async fn delete_role_request(tx: &mut Tx, account: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, DELETE, account)? == 1)
}
