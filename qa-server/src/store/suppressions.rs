//! Addresses that get no mail but codes, and the refusals of mail servers that lead there.

use qa_api::follow::Stopped;

use super::names::unknown;
use super::sql::{Sql, execute, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    INSERT = Sql::both("INSERT INTO suppressions (address, created_at, reason) VALUES ($1, $2, $3) ON CONFLICT (address) DO NOTHING");
    FIND = Sql::both("SELECT reason FROM suppressions WHERE address = $1");
    DELETE = Sql::both("DELETE FROM suppressions WHERE address = $1");
    INSERT_BOUNCE = Sql::both("INSERT INTO bounces (id, address, hard, error, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING");
    COUNT_BOUNCES = Sql::both("SELECT COUNT(*) FROM bounces WHERE address = $1 AND at > $2");
    DELETE_BOUNCES = Sql::both("DELETE FROM bounces WHERE address = $1");
    DELETE_OLD_BOUNCES = Sql::both("DELETE FROM bounces WHERE at <= $1");
}

/// A mail that was not taken because of whom it is for.
#[derive(Clone, Debug)]
pub struct Bounce {
    /// The mail's row in the outbox.
    pub id: String,
    /// Whom it was for.
    pub address: String,
    /// Whether it will never be taken.
    pub hard: bool,
    /// What the mail server said.
    pub error: String,
}

/// Suppresses all mail to `address` but the codes it asks for; false when that was so before.
pub async fn insert_suppression(tx: &mut Tx, address: &str, reason: Stopped, now: Millis) -> Result<bool, StoreError> {
    Ok(execute!(tx, INSERT, address, now, reason.name())? == 1)
}

/// Why `address` gets no mail, if it gets none.
pub async fn find_suppression(tx: &mut Tx, address: &str) -> Result<Option<Stopped>, StoreError> {
    let row: Option<(String,)> = fetch_optional!(tx, FIND, address)?;
    row.map(|(name,)| Stopped::from_name(&name).ok_or_else(|| unknown("suppressions.reason", &name))).transpose()
}

/// Lets mail go to `address` again; false when it did.
pub async fn delete_suppression(tx: &mut Tx, address: &str) -> Result<bool, StoreError> {
    execute!(tx, DELETE_BOUNCES, address)?;
    Ok(execute!(tx, DELETE, address)? == 1)
}

/// Notes that a mail was not taken; the same mail again is the same bounce.
pub async fn insert_bounce(tx: &mut Tx, bounce: &Bounce, now: Millis) -> Result<(), StoreError> {
    let Bounce { id, address, hard, error } = bounce;
    execute!(tx, INSERT_BOUNCE, id, address, *hard, error, now)?;
    Ok(())
}

/// Forgets what was not taken at `address`, since something was.
pub async fn delete_bounces(tx: &mut Tx, address: &str) -> Result<(), StoreError> {
    execute!(tx, DELETE_BOUNCES, address)?;
    Ok(())
}

/// How many mails to `address` were not taken since `from`.
pub async fn count_bounces(tx: &mut Tx, address: &str, from: Millis) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = fetch_optional!(tx, COUNT_BOUNCES, address, from)?;
    Ok(row.map_or(0, |(count,)| count))
}

/// Forgets what was not taken before `at`; gives how many.
pub async fn delete_old_bounces(tx: &mut Tx, at: Millis) -> Result<u64, StoreError> {
    execute!(tx, DELETE_OLD_BOUNCES, at)
}
