//! Addresses that want no mail.

use super::sql::{Sql, execute, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    INSERT = Sql::both("INSERT INTO suppressions (address, created_at) VALUES ($1, $2) ON CONFLICT (address) DO NOTHING");
    FIND = Sql::both("SELECT created_at FROM suppressions WHERE address = $1");
}

/// Suppresses all mail to `address` but the codes it asks for.
pub async fn insert_suppression(tx: &mut Tx, address: &str, now: Millis) -> Result<(), StoreError> {
    execute!(tx, INSERT, address, now)?;
    Ok(())
}

/// Whether `address` wants no mail.
pub async fn is_suppressed(tx: &mut Tx, address: &str) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = fetch_optional!(tx, FIND, address)?;
    Ok(row.is_some())
}
