//! Who accounts are at the providers that they sign in by.

use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    INSERT = Sql::both("INSERT INTO identities (provider, subject, account_id, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (provider, subject) DO NOTHING");
    LIST = Sql::both("SELECT provider, MIN(created_at) FROM identities WHERE account_id = $1 GROUP BY provider ORDER BY provider");
    DELETE = Sql::both("DELETE FROM identities WHERE account_id = $1 AND provider = $2");
    FIND_ACCOUNT = Sql::both("SELECT i.account_id FROM identities i JOIN accounts a ON a.id = i.account_id WHERE i.provider = $1 AND i.subject = $2 AND a.erased_at IS NULL");
}

/// Joins who somebody is at a provider to an account; false when it is joined to one already, which stays as it is.
pub async fn insert_identity(
    tx: &mut Tx,
    provider: &str,
    subject: &str,
    account: &str,
    now: Millis,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, INSERT, provider, subject, account, now)? == 1)
}

/// The id of the account of whoever this is at a provider.
pub async fn find_identity_account(tx: &mut Tx, provider: &str, subject: &str) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = fetch_optional!(tx, FIND_ACCOUNT, provider, subject)?;
    Ok(row.map(|(account,)| account))
}

/// The providers that an account is joined to, by name, and since when.
pub async fn list_identities(tx: &mut Tx, account: &str) -> Result<Vec<(String, Millis)>, StoreError> {
    fetch_all!(tx, LIST, account)
}

/// Parts an account from a provider; false when it was not joined to it.
pub async fn delete_identities(tx: &mut Tx, account: &str, provider: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, DELETE, account, provider)? > 0)
}
