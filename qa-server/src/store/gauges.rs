//! Counting what there is, for [`crate::metrics`].

use super::sql::{Sql, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    COUNT_POSTS = Sql::both("SELECT 'question' AS kind, state, COUNT(*) AS count FROM questions WHERE state NOT IN ('deleted', 'purged') GROUP BY state UNION ALL SELECT 'reply' AS kind, state, COUNT(*) AS count FROM replies WHERE state NOT IN ('deleted', 'purged') GROUP BY state ORDER BY 1, 2");
    COUNT_DRAFTS = Sql::both("SELECT COUNT(*) FROM drafts WHERE sent_as IS NULL");
    COUNT_OUTBOX = Sql::both("SELECT target, state, COUNT(*) AS count, MIN(created_at) AS oldest FROM outbox GROUP BY target, state ORDER BY target, state");
}

/// How many posts of one kind are in one state.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PostCount {
    /// `question` or `reply`.
    pub kind: String,
    /// The state's name.
    pub state: String,
    /// How many.
    pub count: i64,
}

/// How many effects for one target are in one state.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OutboxCount {
    /// The target's name.
    pub target: String,
    /// The state's name.
    pub state: String,
    /// How many.
    pub count: i64,
    /// When the first of them was caused.
    pub oldest: Millis,
}

/// Posts that are not deleted, by kind and state.
pub async fn count_posts(tx: &mut Tx) -> Result<Vec<PostCount>, StoreError> {
    fetch_all!(tx, COUNT_POSTS)
}

/// Posts whose author has not proven the address yet.
pub async fn count_unproven(tx: &mut Tx) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = fetch_optional!(tx, COUNT_DRAFTS)?;
    Ok(row.map(|(count,)| count).unwrap_or_default())
}

/// Outward effects, by target and state.
pub async fn count_outbox(tx: &mut Tx) -> Result<Vec<OutboxCount>, StoreError> {
    fetch_all!(tx, COUNT_OUTBOX)
}
