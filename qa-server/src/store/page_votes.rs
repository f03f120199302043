//! Whether readers found pages and sections useful: one vote of each reader on each text, and nobody's name.

use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    UPSERT = Sql::both("INSERT INTO page_votes (id, voter, page_id, anchor, hash, useful, reason, note, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (voter) DO UPDATE SET useful = excluded.useful, reason = COALESCE(excluded.reason, CASE WHEN page_votes.useful = excluded.useful THEN page_votes.reason END), note = CASE WHEN excluded.note = '' AND page_votes.useful = excluded.useful THEN page_votes.note ELSE excluded.note END");
    COUNT = Sql::both("SELECT page_id, anchor, hash, useful, COUNT(*) AS count FROM page_votes WHERE created_at > $1 AND ($2 = '' OR page_id = $2) GROUP BY page_id, anchor, hash, useful ORDER BY page_id, anchor, hash, useful");
    COUNT_BETWEEN = Sql::both("SELECT COALESCE(SUM(CASE WHEN useful THEN 1 ELSE 0 END), 0), COUNT(*) FROM page_votes WHERE created_at >= $1 AND created_at < $2");
    LIST_NOTES = Sql::both("SELECT anchor, hash, useful, reason, note, created_at FROM page_votes WHERE page_id = $1 AND created_at > $2 AND (note <> '' OR reason IS NOT NULL) ORDER BY created_at DESC, id LIMIT $3");
    FORGET_VOTERS = Sql::both("UPDATE page_votes SET voter = NULL WHERE voter IS NOT NULL AND created_at <= $1");
    DELETE_OLD = Sql::both("DELETE FROM page_votes WHERE created_at <= $1");
}

/// A vote to insert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewVote {
    /// The vote's id.
    pub id: String,
    /// The same for the same reader, text and window of time.
    pub voter: String,
    /// The page's id.
    pub page: String,
    /// The section's anchor; empty for the page.
    pub anchor: String,
    /// The hash of the text it is about.
    pub hash: String,
    /// What was voted.
    pub useful: bool,
    /// The name of a reason.
    pub reason: Option<&'static str>,
    /// Plain text, perhaps empty.
    pub note: String,
}

/// How many voted the same on the same text.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct VoteCount {
    /// The page's id.
    pub page_id: String,
    /// The section's anchor; empty for the page.
    pub anchor: String,
    /// The hash of the text.
    pub hash: String,
    /// What was voted.
    pub useful: bool,
    /// How many did.
    pub count: i64,
}

/// What somebody said with a vote.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct NoteRow {
    /// The section's anchor; empty for the page.
    pub anchor: String,
    /// The hash of the text it is about.
    pub hash: String,
    /// What was voted.
    pub useful: bool,
    /// The name of a reason.
    pub reason: Option<String>,
    /// Plain text, perhaps empty.
    pub note: String,
    /// When.
    pub created_at: Millis,
}

/// Stores a vote; another one of the same voter takes its place, and keeps what was said unless it says something else.
pub async fn update_page_vote(tx: &mut Tx, vote: &NewVote, now: Millis) -> Result<(), StoreError> {
    let NewVote { id, voter, page, anchor, hash, useful, reason, note } = vote;
    execute!(tx, UPSERT, id, voter, page, anchor, hash, *useful, *reason, note, now)?;
    Ok(())
}

/// Votes after `since` on `page`, or on all pages when it is empty, counted.
pub async fn count_page_votes(tx: &mut Tx, since: Millis, page: &str) -> Result<Vec<VoteCount>, StoreError> {
    fetch_all!(tx, COUNT, since, page)
}

/// How many votes from `from` until just before `until` found something useful, and how many did not.
pub async fn count_votes_between(tx: &mut Tx, from: Millis, until: Millis) -> Result<(i64, i64), StoreError> {
    let row: Option<(i64, i64)> = fetch_optional!(tx, COUNT_BETWEEN, from, until)?;
    let (useful, all) = row.unwrap_or_default();
    Ok((useful, all - useful))
}

/// What was said with votes on `page` after `since`, newest first, at most `most`.
pub async fn list_vote_notes(tx: &mut Tx, page: &str, since: Millis, most: i64) -> Result<Vec<NoteRow>, StoreError> {
    fetch_all!(tx, LIST_NOTES, page, since, most)
}

/// Forgets whose votes those before `voted` are; gives how many.
pub async fn update_voters_forgotten(tx: &mut Tx, voted: Millis) -> Result<u64, StoreError> {
    execute!(tx, FORGET_VOTERS, voted)
}

/// Forgets votes before `voted`; gives how many.
pub async fn delete_old_page_votes(tx: &mut Tx, voted: Millis) -> Result<u64, StoreError> {
    execute!(tx, DELETE_OLD, voted)
}
