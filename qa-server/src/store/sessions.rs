//! Sessions: only the hash of a token is stored.

use super::accounts::AccountRow;
use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::account::Account;

statements! {
    INSERT = Sql::both("INSERT INTO sessions (token_hash, account_id, created_at, seen_at, expires_at, browser) VALUES ($1, $2, $3, $3, $4, $5)");
    FIND_ACCOUNT = Sql::both("SELECT a.id, a.address, a.name, a.role, s.seen_at FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE s.token_hash = $1 AND s.expires_at > $2 AND NOT EXISTS (SELECT 1 FROM bans b WHERE b.account_id = a.id AND b.until > $2 AND b.lifted_at IS NULL)");
    LIST_OF_ACCOUNT = Sql::both("SELECT token_hash, created_at, seen_at, browser FROM sessions WHERE account_id = $1 AND expires_at > $2 ORDER BY seen_at DESC, token_hash");
    UPDATE_SEEN = Sql::both("UPDATE sessions SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $2");
    DELETE = Sql::both("DELETE FROM sessions WHERE token_hash = $1");
    DELETE_OF_ACCOUNT = Sql::both("DELETE FROM sessions WHERE account_id = $1");
    DELETE_OTHERS = Sql::both("DELETE FROM sessions WHERE account_id = $1 AND token_hash <> $2");
    DELETE_EXPIRED = Sql::both("DELETE FROM sessions WHERE expires_at <= $1");
}

/// A session to insert.
#[derive(Debug)]
pub struct NewSession<'a> {
    /// The hash of its token.
    pub token_hash: &'a str,
    /// Whose it is.
    pub account: &'a str,
    /// When it ends by itself.
    pub expires_at: Millis,
    /// The browser's family.
    pub browser: &'a str,
}

/// Where an account is signed in.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SessionEntry {
    /// The hash of its token.
    pub token_hash: String,
    /// When it began.
    pub created_at: Millis,
    /// When it was last seen, to [`crate::service::sign_in::SEEN_STEP`].
    pub seen_at: Millis,
    /// The browser's family.
    pub browser: String,
}

#[derive(sqlx::FromRow)]
struct SeenRow {
    #[sqlx(flatten)]
    account: AccountRow,
    seen_at: i64,
}

/// Inserts a session that begins now.
pub async fn insert_session(tx: &mut Tx, session: &NewSession<'_>, now: Millis) -> Result<(), StoreError> {
    let NewSession { token_hash, account, expires_at, browser } = *session;
    execute!(tx, INSERT, token_hash, account, now, expires_at, browser)?;
    Ok(())
}

/// The account whose session this is, while it lasts and nobody has banned it, and when the session was last seen.
pub async fn find_session_account(
    tx: &mut Tx,
    token_hash: &str,
    now: Millis,
) -> Result<Option<(Account, Millis)>, StoreError> {
    let row: Option<SeenRow> = fetch_optional!(tx, FIND_ACCOUNT, token_hash, now)?;
    row.map(|row| Ok((Account::try_from(row.account)?, row.seen_at))).transpose()
}

/// Where the account is signed in, the last seen first.
pub async fn list_sessions(tx: &mut Tx, account: &str, now: Millis) -> Result<Vec<SessionEntry>, StoreError> {
    fetch_all!(tx, LIST_OF_ACCOUNT, account, now)
}

/// Notes that the session was seen.
pub async fn update_session_seen(tx: &mut Tx, token_hash: &str, now: Millis) -> Result<(), StoreError> {
    execute!(tx, UPDATE_SEEN, token_hash, now)?;
    Ok(())
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

/// Ends every session of an account but one.
pub async fn delete_other_sessions(tx: &mut Tx, account: &str, token_hash: &str) -> Result<(), StoreError> {
    execute!(tx, DELETE_OTHERS, account, token_hash)?;
    Ok(())
}

/// Forgets sessions that expired before `now`; gives how many.
pub async fn delete_expired_sessions(tx: &mut Tx, now: Millis) -> Result<u64, StoreError> {
    execute!(tx, DELETE_EXPIRED, now)
}
