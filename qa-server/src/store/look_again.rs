//! Answers about sections that have changed since: what moderators should look at again.

use super::sql::{Sql, fetch_all, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    LIST = Sql::both("SELECT q.id AS question_id, r.id AS reply_id, q.title, q.page_id, COALESCE(q.section_title, '') AS section, r.created_at FROM replies r JOIN questions q ON q.id = r.question_id JOIN pages p ON p.id = q.page_id AND p.gone_at IS NULL LEFT JOIN sections s ON s.page_id = q.page_id AND s.anchor = q.section_anchor WHERE q.state = 'published' AND r.state = 'published' AND q.section_anchor IS NOT NULL AND r.section_hash <> COALESCE(s.hash, '') AND (r.id = q.solution_id OR (q.solution_id IS NULL AND r.id = (SELECT MAX(o.id) FROM replies o WHERE o.question_id = q.id AND o.state = 'published' AND o.account_id <> q.account_id))) AND ($1 = '' OR q.page_id = $1) ORDER BY r.id LIMIT $2");
}

/// An answer about a section that has changed since.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AnswerToLookAt {
    /// The question's id.
    pub question_id: String,
    /// The answer's id.
    pub reply_id: String,
    /// The question's title.
    pub title: String,
    /// The page's id.
    pub page_id: String,
    /// The heading's text when the question was asked.
    pub section: String,
    /// When the answer was written.
    pub created_at: Millis,
}

/// Answers to look at again on `page`, or on all pages when it is empty; oldest first, at most `most`.
pub async fn list_look_again(tx: &mut Tx, page: &str, most: i64) -> Result<Vec<AnswerToLookAt>, StoreError> {
    fetch_all!(tx, LIST, page, most)
}
