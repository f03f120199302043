//! Where questions are at home: moved with their pages and sections, and waiting where a page is gone.

use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    MOVE_PAGE = Sql::both("UPDATE questions SET page_id = $2 WHERE page_id = $1");
    MOVE_DRAFTS = Sql::both("UPDATE drafts SET page_id = $2 WHERE page_id = $1");
    MOVE_SECTION = Sql::both("UPDATE questions SET page_id = $3, section_anchor = $4, section_title = $5 WHERE page_id = $1 AND section_anchor = $2");
    COUNT_ABOUT_SECTIONS = Sql::both("SELECT COUNT(*) FROM questions WHERE page_id = $1 AND section_anchor IS NOT NULL");
    LIST_LOST_QUESTIONS = Sql::both("SELECT q.id FROM questions q LEFT JOIN pages p ON p.id = q.page_id WHERE q.state = 'published' AND (p.id IS NULL OR p.gone_at IS NOT NULL) AND EXISTS (SELECT 1 FROM pages) AND (',' || $1 || ',') NOT LIKE ('%,' || q.page_id || ',%') ORDER BY q.id LIMIT $2");
    LIST_LOST = Sql::both("SELECT q.page_id, COALESCE(MAX(p.title), q.page_id) AS title, COUNT(*) AS questions, MIN(p.gone_at) AS gone_at FROM questions q LEFT JOIN pages p ON p.id = q.page_id WHERE q.state IN ('held', 'published') AND (p.id IS NULL OR p.gone_at IS NOT NULL) AND EXISTS (SELECT 1 FROM pages) AND (',' || $1 || ',') NOT LIKE ('%,' || q.page_id || ',%') GROUP BY q.page_id ORDER BY q.page_id");
}

/// A page that is gone while questions are still on it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LostPage {
    /// The page's id.
    pub page_id: String,
    /// Its title, or its id when it was never read.
    pub title: String,
    /// How many questions are on it, held or published.
    pub questions: i64,
    /// Since when it is gone, if that is known.
    pub gone_at: Option<Millis>,
}

/// Moves all questions and drafts of page `from` to page `to`; gives how many questions.
pub async fn update_questions_page(tx: &mut Tx, from: &str, to: &str) -> Result<u64, StoreError> {
    execute!(tx, MOVE_DRAFTS, from, to)?;
    execute!(tx, MOVE_PAGE, from, to)
}

/// Moves the questions about section `anchor` of page `from` to the section of page `to` called `title`;
/// gives how many.
pub async fn update_questions_section(
    tx: &mut Tx,
    (from, anchor): (&str, &str),
    (to, new_anchor): (&str, &str),
    title: &str,
) -> Result<u64, StoreError> {
    execute!(tx, MOVE_SECTION, from, anchor, to, new_anchor, title)
}

/// How many questions are about a section of `page`.
pub async fn count_questions_about_sections(tx: &mut Tx, page: &str) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = fetch_optional!(tx, COUNT_ABOUT_SECTIONS, page)?;
    Ok(row.map_or(0, |(count,)| count))
}

/// The ids of published questions whose page is gone, oldest first, at most `most`.
/// Those at one of `homes`, separated by commas, are on no page on purpose.
pub async fn list_lost_questions(tx: &mut Tx, homes: &str, most: i64) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = fetch_all!(tx, LIST_LOST_QUESTIONS, homes, most)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Pages that are gone while questions are still on them; none of `homes`, separated by commas, is one.
pub async fn list_lost_pages(tx: &mut Tx, homes: &str) -> Result<Vec<LostPage>, StoreError> {
    fetch_all!(tx, LIST_LOST, homes)
}
