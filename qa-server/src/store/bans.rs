//! Bans: accounts that may not post for a while; and suspects, whose posts wait because an earlier one was spam.

use super::sql::{Sql, execute, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    INSERT = Sql::both("INSERT INTO bans (id, account_id, until, reason) VALUES ($1, $2, $3, $4)");
    FIND = Sql::both("SELECT id, account_id, until, reason, lifted_at FROM bans WHERE id = $1");
    FIND_ACTIVE = Sql::both("SELECT id, account_id, until, reason, lifted_at FROM bans WHERE account_id = $1 AND until > $2 AND lifted_at IS NULL ORDER BY until DESC LIMIT 1");
    UPDATE_LIFTED = Sql::both("UPDATE bans SET lifted_at = $2 WHERE id = $1 AND lifted_at IS NULL");
    UPDATE_LIFTED_OF_ACCOUNT = Sql::both("UPDATE bans SET lifted_at = $2 WHERE account_id = $1 AND until > $2 AND lifted_at IS NULL");
    INSERT_SUSPECT = Sql::both("INSERT INTO suspects (account_id, decision_id) VALUES ($1, $2) ON CONFLICT (account_id) DO NOTHING");
    FIND_SUSPECT = Sql::both("SELECT decision_id FROM suspects WHERE account_id = $1");
    DELETE_SUSPECT = Sql::both("DELETE FROM suspects WHERE decision_id = $1");
}

/// A ban.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Ban {
    /// That of the decision.
    pub id: String,
    /// Who may not post.
    pub account_id: String,
    /// Until when.
    pub until: Millis,
    /// Why; the account's owner reads it.
    pub reason: String,
    /// When it was taken back.
    pub lifted_at: Option<Millis>,
}

/// Inserts a ban.
pub async fn insert_ban(tx: &mut Tx, ban: &Ban) -> Result<(), StoreError> {
    execute!(tx, INSERT, &ban.id, &ban.account_id, ban.until, &ban.reason)?;
    Ok(())
}

/// The ban of this id.
pub async fn find_ban(tx: &mut Tx, id: &str) -> Result<Option<Ban>, StoreError> {
    fetch_optional!(tx, FIND, id)
}

/// The ban that keeps an account from posting at `now`, the longest of several.
pub async fn find_active_ban(tx: &mut Tx, account: &str, now: Millis) -> Result<Option<Ban>, StoreError> {
    fetch_optional!(tx, FIND_ACTIVE, account, now)
}

/// Takes a ban back; false when somebody did before.
pub async fn update_ban_lifted(tx: &mut Tx, id: &str, now: Millis) -> Result<bool, StoreError> {
    Ok(execute!(tx, UPDATE_LIFTED, id, now)? == 1)
}

/// Takes every ban of an account back that holds at `now`; gives how many.
pub async fn update_bans_lifted(tx: &mut Tx, account: &str, now: Millis) -> Result<u64, StoreError> {
    execute!(tx, UPDATE_LIFTED_OF_ACCOUNT, account, now)
}

/// Notes that one of the account's posts was called spam.
pub async fn insert_suspect(tx: &mut Tx, account: &str, decision: &str) -> Result<(), StoreError> {
    execute!(tx, INSERT_SUSPECT, account, decision)?;
    Ok(())
}

/// Whether one of the account's posts was called spam.
pub async fn is_suspect(tx: &mut Tx, account: &str) -> Result<bool, StoreError> {
    let row: Option<(String,)> = fetch_optional!(tx, FIND_SUSPECT, account)?;
    Ok(row.is_some())
}

/// Forgets the suspicion that a decision began.
pub async fn delete_suspect(tx: &mut Tx, decision: &str) -> Result<(), StoreError> {
    execute!(tx, DELETE_SUSPECT, decision)?;
    Ok(())
}
