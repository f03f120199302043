//! Counters behind the limits: they outlive a restart and hold for all servers of one database together.

use super::sql::{Sql, execute, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::limit::Limit;

statements! {
    COUNT = Sql::both("INSERT INTO counters (counter, window_start, hits) VALUES ($1, $2, 1) ON CONFLICT (counter, window_start) DO UPDATE SET hits = counters.hits + 1 RETURNING hits");
    FIND = Sql::both("SELECT hits FROM counters WHERE counter = $1 AND window_start = $2");
    DELETE_OLD = Sql::both("DELETE FROM counters WHERE window_start <= $1");
}

fn counter(limit: &Limit, subject: &str) -> String {
    format!("{}:{subject}", limit.name)
}

/// Whether `limit` is used up for `subject`.
pub async fn is_used_up(tx: &mut Tx, limit: &Limit, subject: &str, now: Millis) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = fetch_optional!(tx, FIND, counter(limit, subject), limit.window_start(now))?;
    Ok(row.is_some_and(|(hits,)| hits >= limit.max))
}

/// Counts once against `limit` for `subject`; gives how often that was in this window.
pub async fn update_counter(tx: &mut Tx, limit: &Limit, subject: &str, now: Millis) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = fetch_optional!(tx, COUNT, counter(limit, subject), limit.window_start(now))?;
    Ok(row.map_or(0, |(hits,)| hits))
}

/// Forgets windows that began before `started`; gives how many.
pub async fn delete_old_counters(tx: &mut Tx, started: Millis) -> Result<u64, StoreError> {
    execute!(tx, DELETE_OLD, started)
}
