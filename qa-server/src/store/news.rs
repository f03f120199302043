//! What came onto a page, and when: what digests are made of.

use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    INSERT = Sql::both("INSERT INTO news (kind, post_id, question_id, topic, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (kind, post_id) DO UPDATE SET at = excluded.at");
    LIST = Sql::both("SELECT kind, post_id, question_id FROM news WHERE at >= $1 AND at < $2 ORDER BY at, post_id");
    LIST_READERS = Sql::both("SELECT DISTINCT f.account_id FROM follows f WHERE f.often = $1 AND EXISTS (SELECT 1 FROM news n JOIN questions q ON q.id = n.question_id WHERE n.at >= $2 AND n.at < $3 AND ((f.kind = 'question' AND f.subject = n.question_id) OR (f.kind = 'page' AND f.subject = q.page_id) OR (f.kind = 'topic' AND f.subject = n.topic))) ORDER BY f.account_id");
    FIND_PERIOD = Sql::both("SELECT until FROM digest_periods WHERE often = $1");
    INSERT_PERIOD = Sql::both("INSERT INTO digest_periods (often, until) VALUES ($1, $2) ON CONFLICT (often) DO NOTHING");
    UPDATE_PERIOD = Sql::both("UPDATE digest_periods SET until = $3 WHERE often = $1 AND until = $2");
    DELETE_OLD = Sql::both("DELETE FROM news WHERE at <= $1");
}

/// Something that came onto a page.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct News {
    /// `question`, `reply` or `resolved`.
    pub kind: String,
    /// The id of the question or reply.
    pub post_id: String,
    /// The question's id.
    pub question_id: String,
}

/// Notes something new; the same thing again is as new as the last time.
pub async fn insert_news(tx: &mut Tx, news: &News, topic: Option<&str>, now: Millis) -> Result<(), StoreError> {
    execute!(tx, INSERT, &news.kind, &news.post_id, &news.question_id, topic, now)?;
    Ok(())
}

/// What was new from `from` until just before `until`, oldest first.
pub async fn list_news(tx: &mut Tx, from: Millis, until: Millis) -> Result<Vec<News>, StoreError> {
    fetch_all!(tx, LIST, from, until)
}

/// The ids of accounts that follow, as often as `often` says, something of what was new then.
pub async fn list_news_readers(
    tx: &mut Tx,
    often: &str,
    from: Millis,
    until: Millis,
) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = fetch_all!(tx, LIST_READERS, often, from, until)?;
    Ok(rows.into_iter().map(|(account,)| account).collect())
}

/// Until when digests of a kind have been put into the outbox.
pub async fn find_digest_period(tx: &mut Tx, often: &str) -> Result<Option<Millis>, StoreError> {
    let row: Option<(i64,)> = fetch_optional!(tx, FIND_PERIOD, often)?;
    Ok(row.map(|(until,)| until))
}

/// Begins counting the periods of a kind of digest at `until`.
pub async fn insert_digest_period(tx: &mut Tx, often: &str, until: Millis) -> Result<(), StoreError> {
    execute!(tx, INSERT_PERIOD, often, until)?;
    Ok(())
}

/// Goes on from `from` to `until`; false when somebody else has.
pub async fn update_digest_period(tx: &mut Tx, often: &str, from: Millis, until: Millis) -> Result<bool, StoreError> {
    Ok(execute!(tx, UPDATE_PERIOD, often, from, until)? == 1)
}

/// Forgets what was new before `at`; gives how many.
pub async fn delete_old_news(tx: &mut Tx, at: Millis) -> Result<u64, StoreError> {
    execute!(tx, DELETE_OLD, at)
}
