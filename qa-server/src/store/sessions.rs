//! Sessions: only the hash of a token is stored.

use super::accounts::AccountRow;
use super::sql::{Sql, execute, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::account::Account;

statements! {
    INSERT = Sql::both("INSERT INTO sessions (token_hash, account_id, created_at, expires_at) VALUES ($1, $2, $3, $4)");
    FIND_ACCOUNT = Sql::both("SELECT a.id, a.address, a.name, a.role FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE s.token_hash = $1 AND s.expires_at > $2");
    DELETE = Sql::both("DELETE FROM sessions WHERE token_hash = $1");
    DELETE_OF_ACCOUNT = Sql::both("DELETE FROM sessions WHERE account_id = $1");
    DELETE_EXPIRED = Sql::both("DELETE FROM sessions WHERE expires_at <= $1");
}

/// Inserts a session that lasts until `expires_at`.
pub async fn insert_session(
    tx: &mut Tx,
    token_hash: &str,
    account: &str,
    now: Millis,
    expires_at: Millis,
) -> Result<(), StoreError> {
    execute!(tx, INSERT, token_hash, account, now, expires_at)?;
    Ok(())
}

/// The account whose session this is, while it lasts.
pub async fn find_session_account(tx: &mut Tx, token_hash: &str, now: Millis) -> Result<Option<Account>, StoreError> {
    let row: Option<AccountRow> = fetch_optional!(tx, FIND_ACCOUNT, token_hash, now)?;
    row.map(Account::try_from).transpose()
}

/// Ends one session.
pub async fn delete_session(tx: &mut Tx, token_hash: &str) -> Result<(), StoreError> {
    execute!(tx, DELETE, token_hash)?;
    Ok(())
}

/// Ends every session of an account, as when its role changes.
pub async fn delete_sessions_of_account(tx: &mut Tx, account: &str) -> Result<(), StoreError> {
    execute!(tx, DELETE_OF_ACCOUNT, account)?;
    Ok(())
}

/// Forgets sessions that have expired; gives how many.
pub async fn delete_expired_sessions(tx: &mut Tx, now: Millis) -> Result<u64, StoreError> {
    execute!(tx, DELETE_EXPIRED, now)
}
