//! Published questions that nobody has called resolved, counted and listed for writers.

use super::sql::{Sql, fetch_all, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    COUNT = Sql::both("SELECT q.page_id, COUNT(*) AS open, COUNT(CASE WHEN NOT EXISTS (SELECT 1 FROM replies r WHERE r.question_id = q.id AND r.state = 'published') THEN 1 END) AS unanswered FROM questions q WHERE q.state = 'published' AND q.resolved_at IS NULL AND ($1 = '' OR q.page_id = $1) GROUP BY q.page_id ORDER BY q.page_id");
    LIST = Sql::both("SELECT q.id, q.title, q.created_at, (SELECT COUNT(*) FROM replies r WHERE r.question_id = q.id AND r.state = 'published') AS replies FROM questions q WHERE q.state = 'published' AND q.resolved_at IS NULL AND q.page_id = $1 ORDER BY q.id LIMIT $2");
}

/// How many questions of a page are open.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OpenCount {
    /// The page's id.
    pub page_id: String,
    /// Questions that are not resolved.
    pub open: i64,
    /// Those among them without a published reply.
    pub unanswered: i64,
}

/// An open question.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OpenRow {
    /// The question's id.
    pub id: String,
    /// One line of plain text.
    pub title: String,
    /// When it was asked.
    pub created_at: Millis,
    /// How many published replies it has.
    pub replies: i64,
}

/// The open questions of each page that has any; of `page` alone unless it is empty.
pub async fn count_open_questions(tx: &mut Tx, page: &str) -> Result<Vec<OpenCount>, StoreError> {
    fetch_all!(tx, COUNT, page)
}

/// The open questions of a page, oldest first, at most `most`.
pub async fn list_open_questions(tx: &mut Tx, page: &str, most: i64) -> Result<Vec<OpenRow>, StoreError> {
    fetch_all!(tx, LIST, page, most)
}
