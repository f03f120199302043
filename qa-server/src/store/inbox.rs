//! What only the inbox asks for: unanswered questions, an author's posts, and how long people waited.

use super::questions::{ListedRow, listed, listed_questions};
use super::sql::{Sql, fetch_all, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::post::{Published, Question};

statements! {
    LIST_UNANSWERED = Sql::both(listed!("WHERE q.state = 'published' AND q.resolved_at IS NULL AND NOT EXISTS (SELECT 1 FROM replies r WHERE r.question_id = q.id AND r.state = 'published' AND r.account_id <> q.account_id) ORDER BY q.id LIMIT $1"));
    LIST_AUTHORED_QUESTIONS = Sql::both("SELECT id, state FROM questions WHERE account_id = $1 AND state IN ('held', 'published') ORDER BY id");
    LIST_AUTHORED_REPLIES = Sql::both("SELECT id, state FROM replies WHERE account_id = $1 AND state IN ('held', 'published') ORDER BY id");
    LIST_WAITS = Sql::both("SELECT q.page_id, q.created_at, q.resolved_at, (SELECT MIN(r.created_at) FROM replies r WHERE r.question_id = q.id AND r.state = 'published' AND r.account_id <> q.account_id) AS replied_at FROM questions q WHERE q.state = 'published' AND q.created_at >= $1 ORDER BY q.id DESC LIMIT $2");
}

/// How long one question's asker waited.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct WaitRow {
    /// The page's id.
    pub page_id: String,
    /// When it was asked.
    pub created_at: Millis,
    /// When it was resolved.
    pub resolved_at: Option<Millis>,
    /// When somebody else replied first.
    pub replied_at: Option<Millis>,
}

/// Published questions that nobody but the asker has replied to, oldest first, at most `most`.
pub async fn list_unanswered(tx: &mut Tx, most: i64) -> Result<Vec<Published<Question>>, StoreError> {
    let rows: Vec<ListedRow> = fetch_all!(tx, LIST_UNANSWERED, most)?;
    Ok(listed_questions(rows)?.into_iter().map(|(question, _)| question).collect())
}

/// The ids of an account's held and published questions, each with whether it is published.
pub async fn list_authored_questions(tx: &mut Tx, account: &str) -> Result<Vec<(String, bool)>, StoreError> {
    let rows: Vec<(String, String)> = fetch_all!(tx, LIST_AUTHORED_QUESTIONS, account)?;
    Ok(rows.into_iter().map(|(id, state)| (id, state == "published")).collect())
}

/// The ids of an account's held and published replies, each with whether it is published.
pub async fn list_authored_replies(tx: &mut Tx, account: &str) -> Result<Vec<(String, bool)>, StoreError> {
    let rows: Vec<(String, String)> = fetch_all!(tx, LIST_AUTHORED_REPLIES, account)?;
    Ok(rows.into_iter().map(|(id, state)| (id, state == "published")).collect())
}

/// How long the askers of published questions waited since `since`, newest first, at most `most`.
pub async fn list_waits(tx: &mut Tx, since: Millis, most: i64) -> Result<Vec<WaitRow>, StoreError> {
    fetch_all!(tx, LIST_WAITS, since, most)
}
