//! Questions.

use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::versions::Text;
use super::{StoreError, Tx, names};
use crate::clock::Millis;
use crate::domain::account::PostAuthor;
use crate::domain::post::{Published, Question, Section};
use crate::domain::status::{Claim, QuestionStatus};
use crate::domain::trace::Place;

/// The columns of a row.
macro_rules! columns {
    () => {
        "q.id, q.page_id, q.section_anchor, q.section_title, q.section_hash, q.title, q.body_html, q.state, q.note, q.resolved_at, q.solution_id, q.merged_into, q.deleted_at, q.stub, q.pinned, q.locked, q.waiting, q.claimed_by, q.claimed_until, q.edited_at, q.version, q.votes, q.created_at, a.id AS account_id, a.name, a.role, (SELECT c.name FROM accounts c WHERE c.id = q.claimed_by) AS claimant"
    };
}

/// The columns of a row, from where they are, and then `$rest`.
macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT ", columns!(), " FROM questions q JOIN accounts a ON a.id = q.account_id ", $rest)
    };
}

/// A row as in [`select!`] with the number of published replies.
macro_rules! listed {
    ($rest:expr) => {
        $crate::store::questions::listed!(from "questions q JOIN accounts a ON a.id = q.account_id ", $rest)
    };
    (from $($from_and_rest:expr),+) => {
        concat!("SELECT ", $crate::store::questions::columns!(), ", (SELECT COUNT(*) FROM replies r WHERE r.question_id = q.id AND r.state = 'published') AS replies FROM ", $($from_and_rest),+)
    };
}

pub(super) use {columns, listed};

statements! {
    INSERT = Sql::both("INSERT INTO questions (id, repeat_key, page_id, account_id, section_anchor, section_title, section_hash, title, body, body_html, state, note, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
    FIND = Sql::both(select!("WHERE q.id = $1"));
    FIND_BY_REPEAT_KEY = Sql::both(select!("WHERE q.repeat_key = $1"));
    LIST_OF_PAGE = Sql::both(select!("WHERE q.page_id = $1 ORDER BY q.pinned DESC, q.id"));
    LIST_SHOWN_OF_PAGE = Sql::both(select!("WHERE q.page_id = $1 AND (q.state = 'published' OR (q.state IN ('deleted', 'purged') AND q.stub AND EXISTS (SELECT 1 FROM replies r WHERE r.question_id = q.id AND r.state = 'published' AND r.account_id <> q.account_id))) ORDER BY q.pinned DESC, q.id"));
    LIST_TO_LOCK = Sql::both("SELECT q.id FROM questions q WHERE q.state = 'published' AND NOT q.locked AND q.created_at <= $1 AND NOT EXISTS (SELECT 1 FROM replies r WHERE r.question_id = q.id AND r.created_at > $1) AND NOT EXISTS (SELECT 1 FROM audit u WHERE u.question_id = q.id AND u.act = 'lock' AND u.actor_id IS NULL) ORDER BY q.id LIMIT $2");
    FIND_TEXT = Sql::both("SELECT title, body, body_html FROM questions WHERE id = $1");
    LIST_HELD = Sql::both(select!("WHERE q.state = 'held' ORDER BY q.id LIMIT $1"));
    LIST_PUBLISHED = Sql::both(listed!("WHERE q.state = 'published' AND ($1 = '' OR q.id < $1) AND ($2 = '' OR (',' || $2 || ',') LIKE ('%,' || q.page_id || ',%')) ORDER BY q.id DESC LIMIT $3"));
    LIST_SOLVED = Sql::both(listed!("WHERE q.state = 'published' AND ($1 = '' OR q.id < $1) AND ($2 = '' OR (',' || $2 || ',') LIKE ('%,' || q.page_id || ',%')) AND q.resolved_at IS NOT NULL ORDER BY q.id DESC LIMIT $3"));
    LIST_UNANSWERED = Sql::both(listed!("WHERE q.state = 'published' AND ($1 = '' OR q.id < $1) AND ($2 = '' OR (',' || $2 || ',') LIKE ('%,' || q.page_id || ',%')) AND NOT EXISTS (SELECT 1 FROM replies r WHERE r.question_id = q.id AND r.state = 'published') ORDER BY q.id DESC LIMIT $3"));
    UPDATE_STATUS = Sql::both("UPDATE questions SET state = $2, note = $3, resolved_at = $4, solution_id = $5, merged_into = $6, deleted_at = $7, stub = $8, pinned = $9, locked = $10, waiting = $11, claimed_by = $12, claimed_until = $13 WHERE id = $1 AND state = $14 AND COALESCE(resolved_at, 0) = $15 AND COALESCE(solution_id, '') = $16 AND COALESCE(merged_into, '') = $17 AND COALESCE(deleted_at, 0) = $18 AND pinned = $19 AND locked = $20 AND waiting = $21 AND COALESCE(claimed_by, '') = $22 AND COALESCE(claimed_until, 0) = $23");
    UPDATE_TEXT = Sql::both("UPDATE questions SET title = $3, body = $4, body_html = $5, version = $6, edited_at = $7 WHERE id = $1 AND version = $2");
    UPDATE_PLACE = Sql::both("UPDATE questions SET page_id = $3, section_anchor = $4, section_title = $5, section_hash = $6 WHERE id = $1 AND page_id = $2");
    UPDATE_VOTES = Sql::both("UPDATE questions SET votes = votes + $2 WHERE id = $1");
    PURGE = Sql::both("UPDATE questions SET state = 'purged', title = '', body = '', body_html = '', note = NULL WHERE state = 'deleted' AND deleted_at <= $1");
}

/// A question to insert, with what only the database keeps.
#[derive(Debug)]
pub struct NewQuestion<'a> {
    /// The question.
    pub question: &'a Question,
    /// The same for a repeat of the same post.
    pub repeat_key: &'a str,
    /// Markdown.
    pub body: &'a str,
}

#[derive(sqlx::FromRow)]
pub(super) struct QuestionRow {
    id: String,
    page_id: String,
    section_anchor: Option<String>,
    section_title: Option<String>,
    section_hash: Option<String>,
    title: String,
    body_html: String,
    state: String,
    note: Option<String>,
    resolved_at: Option<i64>,
    solution_id: Option<String>,
    merged_into: Option<String>,
    deleted_at: Option<i64>,
    stub: bool,
    pinned: bool,
    locked: bool,
    waiting: bool,
    claimed_by: Option<String>,
    claimed_until: Option<i64>,
    edited_at: Option<i64>,
    version: i64,
    votes: i64,
    created_at: i64,
    account_id: String,
    name: String,
    role: String,
    claimant: Option<String>,
}

#[derive(sqlx::FromRow)]
pub(super) struct ListedRow {
    #[sqlx(flatten)]
    question: QuestionRow,
    replies: i64,
}

impl TryFrom<QuestionRow> for Question {
    type Error = StoreError;

    fn try_from(row: QuestionRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            page: row.page_id,
            section: section(row.section_anchor, row.section_title, row.section_hash),
            author: PostAuthor { id: row.account_id, name: row.name, role: names::role(&row.role)? },
            title: row.title,
            body_html: row.body_html,
            status: QuestionStatus {
                state: names::question_state(&row.state)?,
                note: row.note,
                resolved_at: row.resolved_at,
                solution: row.solution_id,
                merged_into: row.merged_into,
                deleted_at: row.deleted_at,
                stub: row.stub,
                pinned: row.pinned,
                locked: row.locked,
                waiting: row.waiting,
                claim: row.claimed_by.zip(row.claimed_until).map(|(by, until)| Claim { by, until }),
            },
            created_at: row.created_at,
            edited_at: row.edited_at,
            version: row.version,
            votes: row.votes,
            claimant: row.claimant,
        })
    }
}

pub(super) fn section(anchor: Option<String>, title: Option<String>, hash: Option<String>) -> Option<Section> {
    Some(Section { anchor: anchor?, title: title?, hash: hash? })
}

/// Inserts a question.
///
/// # Errors
/// [`StoreError::Duplicate`] when one with the same repeat key exists.
pub async fn insert_question(tx: &mut Tx, new: &NewQuestion<'_>) -> Result<(), StoreError> {
    let question = new.question;
    let section = question.section.as_ref();
    execute!(
        tx,
        INSERT,
        &question.id,
        new.repeat_key,
        &question.page,
        &question.author.id,
        section.map(|section| section.anchor.as_str()),
        section.map(|section| section.title.as_str()),
        section.map(|section| section.hash.as_str()),
        &question.title,
        new.body,
        &question.body_html,
        question.status.state.name(),
        question.status.note.as_deref(),
        question.created_at,
    )?;
    Ok(())
}

/// The question of this id, in any state.
pub async fn find_question(tx: &mut Tx, id: &str) -> Result<Option<Question>, StoreError> {
    let row: Option<QuestionRow> = fetch_optional!(tx, FIND, id)?;
    row.map(Question::try_from).transpose()
}

/// The question that is repeated by a post with this key.
pub async fn find_question_by_repeat_key(tx: &mut Tx, repeat_key: &str) -> Result<Option<Question>, StoreError> {
    let row: Option<QuestionRow> = fetch_optional!(tx, FIND_BY_REPEAT_KEY, repeat_key)?;
    row.map(Question::try_from).transpose()
}

/// Every question of a page, in any state, oldest first: for personal views.
pub async fn list_questions(tx: &mut Tx, page: &str) -> Result<Vec<Question>, StoreError> {
    let rows: Vec<QuestionRow> = fetch_all!(tx, LIST_OF_PAGE, page)?;
    rows.into_iter().map(Question::try_from).collect()
}

/// What everybody sees of a page, pinned questions first and then the oldest: the published questions, and what keeps
/// the place of deleted ones that others have replied to.
pub async fn list_shown_questions(tx: &mut Tx, page: &str) -> Result<Vec<Published<Question>>, StoreError> {
    let rows: Vec<QuestionRow> = fetch_all!(tx, LIST_SHOWN_OF_PAGE, page)?;
    let questions: Result<Vec<_>, _> = rows.into_iter().map(Question::try_from).collect();
    Ok(questions?
        .into_iter()
        .filter_map(|question| Published::stub(&question).or_else(|| Published::question(question)))
        .collect())
}

/// Which published questions a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// All of them.
    All,
    /// Those without a published reply.
    Unanswered,
    /// Those that were resolved.
    Solved,
}

/// Published questions, newest first, at most `most`, each with its number of published replies:
/// those before the question `before`, and about one of `pages`; all when these are empty.
pub async fn list_published(
    tx: &mut Tx,
    listing: Listing,
    before: &str,
    pages: &[&str],
    most: i64,
) -> Result<Vec<(Published<Question>, i64)>, StoreError> {
    let pages = pages.join(",");
    let statement = match listing {
        Listing::All => LIST_PUBLISHED,
        Listing::Unanswered => LIST_UNANSWERED,
        Listing::Solved => LIST_SOLVED,
    };
    listed_questions(fetch_all!(tx, statement, before, pages, most)?)
}

pub(super) fn listed_questions(rows: Vec<ListedRow>) -> Result<Vec<(Published<Question>, i64)>, StoreError> {
    let mut listed = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(question) = Published::question(Question::try_from(row.question)?) {
            listed.push((question, row.replies));
        }
    }
    Ok(listed)
}

/// The held questions of all pages, oldest first, at most `most`.
pub async fn list_held_questions(tx: &mut Tx, most: i64) -> Result<Vec<Question>, StoreError> {
    let rows: Vec<QuestionRow> = fetch_all!(tx, LIST_HELD, most)?;
    rows.into_iter().map(Question::try_from).collect()
}

/// Changes a question's status from `expected` to `next`; false when it is no longer as expected.
pub async fn update_question_status(
    tx: &mut Tx,
    id: &str,
    expected: &QuestionStatus,
    next: &QuestionStatus,
) -> Result<bool, StoreError> {
    let changed = execute!(
        tx,
        UPDATE_STATUS,
        id,
        next.state.name(),
        next.note.as_deref(),
        next.resolved_at,
        next.solution.as_deref(),
        next.merged_into.as_deref(),
        next.deleted_at,
        next.stub,
        next.pinned,
        next.locked,
        next.waiting,
        next.claim.as_ref().map(|claim| claim.by.as_str()),
        next.claim.as_ref().map(|claim| claim.until),
        expected.state.name(),
        expected.resolved_at.unwrap_or(0),
        expected.solution.as_deref().unwrap_or_default(),
        expected.merged_into.as_deref().unwrap_or_default(),
        expected.deleted_at.unwrap_or(0),
        expected.pinned,
        expected.locked,
        expected.waiting,
        expected.claim.as_ref().map_or("", |claim| claim.by.as_str()),
        expected.claim.as_ref().map_or(0, |claim| claim.until),
    )?;
    Ok(changed == 1)
}

/// The present text of a question.
pub async fn find_question_text(tx: &mut Tx, id: &str) -> Result<Option<Text>, StoreError> {
    fetch_optional!(tx, FIND_TEXT, id)
}

/// Gives a question another text; false when its version is no longer `expected`.
pub async fn update_question_text(
    tx: &mut Tx,
    id: &str,
    expected: i64,
    text: &Text,
    version: i64,
    edited_at: Option<Millis>,
) -> Result<bool, StoreError> {
    let Text { title, body, body_html } = text;
    Ok(execute!(tx, UPDATE_TEXT, id, expected, title, body, body_html, version, edited_at)? == 1)
}

/// Moves a question; false when it is no longer on page `expected`.
pub async fn update_question_place(tx: &mut Tx, id: &str, expected: &str, place: &Place) -> Result<bool, StoreError> {
    let section = place.section.as_ref();
    let moved = execute!(
        tx,
        UPDATE_PLACE,
        id,
        expected,
        &place.page,
        section.map(|section| section.anchor.as_str()),
        section.map(|section| section.title.as_str()),
        section.map(|section| section.hash.as_str()),
    )?;
    Ok(moved == 1)
}

/// Adds `change` to a question's votes.
pub async fn update_question_votes(tx: &mut Tx, id: &str, change: i64) -> Result<(), StoreError> {
    execute!(tx, UPDATE_VOTES, id, change)?;
    Ok(())
}

/// The ids of open questions with no word since `before`, which the server has not locked yet, at most `most`.
pub async fn list_questions_to_lock(tx: &mut Tx, before: Millis, most: i64) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = fetch_all!(tx, LIST_TO_LOCK, before, most)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Erases the text of questions deleted before `deleted`; gives how many.
pub async fn update_questions_purged(tx: &mut Tx, deleted: Millis) -> Result<u64, StoreError> {
    execute!(tx, PURGE, deleted)
}
