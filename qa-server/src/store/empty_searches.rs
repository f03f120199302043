//! What was searched for and not found: plain words with a count, kept for writers and bounded in number.

use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    COUNT_UP = Sql::both("INSERT INTO empty_searches (words, hits, last_at) VALUES ($1, 1, $2) ON CONFLICT (words) DO UPDATE SET hits = empty_searches.hits + 1, last_at = excluded.last_at");
    COUNT_ALL = Sql::both("SELECT COUNT(*) FROM empty_searches");
    LIST = Sql::both("SELECT words, hits, last_at FROM empty_searches ORDER BY hits DESC, last_at DESC, words LIMIT $1");
    DELETE_OLD = Sql::both("DELETE FROM empty_searches WHERE last_at <= $1");
}

/// Words that nothing said.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct EmptySearch {
    /// In one plain form, with a space between.
    pub words: String,
    /// How often they were searched for.
    pub hits: i64,
    /// When last.
    pub last_at: Millis,
}

/// Counts one search for `words` that found nothing.
pub async fn update_empty_search(tx: &mut Tx, words: &str, now: Millis) -> Result<(), StoreError> {
    execute!(tx, COUNT_UP, words, now)?;
    Ok(())
}

/// How many different ones are kept.
pub async fn count_empty_searches(tx: &mut Tx) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = fetch_optional!(tx, COUNT_ALL)?;
    Ok(row.map_or(0, |(count,)| count))
}

/// The most frequent ones, at most `most`.
pub async fn list_empty_searches(tx: &mut Tx, most: i64) -> Result<Vec<EmptySearch>, StoreError> {
    fetch_all!(tx, LIST, most)
}

/// Forgets those that nobody searched for since `searched`; gives how many.
pub async fn delete_old_empty_searches(tx: &mut Tx, searched: Millis) -> Result<u64, StoreError> {
    execute!(tx, DELETE_OLD, searched)
}
