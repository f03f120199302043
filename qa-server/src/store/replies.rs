//! Replies.

use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::versions::Text;
use super::{StoreError, Tx, names};
use crate::clock::Millis;
use crate::domain::account::PostAuthor;
use crate::domain::post::{Published, Question, Reply};
use crate::domain::status::ReplyStatus;

/// The columns of a row, from where they are, and then `$rest`.
macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT r.id, r.question_id, r.body_html, r.state, r.note, r.deleted_at, r.edited_at, r.version, r.votes, r.created_at, r.section_hash, (SELECT COALESCE(s.hash, '') FROM questions sq JOIN pages p ON p.id = sq.page_id AND p.gone_at IS NULL LEFT JOIN sections s ON s.page_id = sq.page_id AND s.anchor = sq.section_anchor WHERE sq.id = r.question_id AND sq.section_anchor IS NOT NULL) AS section_now, a.id AS account_id, a.name, a.role FROM replies r JOIN accounts a ON a.id = r.account_id ", $rest)
    };
}

pub(super) use select;

statements! {
    INSERT = Sql::both("INSERT INTO replies (id, repeat_key, question_id, account_id, body, body_html, state, note, created_at, section_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, (SELECT s.hash FROM questions q JOIN sections s ON s.page_id = q.page_id AND s.anchor = q.section_anchor WHERE q.id = $3))");
    FIND = Sql::both(select!("WHERE r.id = $1"));
    FIND_BY_REPEAT_KEY = Sql::both(select!("WHERE r.repeat_key = $1"));
    FIND_TEXT = Sql::both("SELECT '' AS title, body, body_html FROM replies WHERE id = $1");
    LIST_OF_QUESTION = Sql::both(select!("WHERE r.question_id = $1 ORDER BY r.id"));
    LIST_OF_PAGE = Sql::both(select!("JOIN questions q ON q.id = r.question_id WHERE q.page_id = $1 ORDER BY r.id"));
    LIST_PUBLISHED_OF_PAGE = Sql::both(select!("JOIN questions q ON q.id = r.question_id WHERE q.page_id = $1 AND (q.state = 'published' OR q.stub) AND r.state = 'published' ORDER BY r.id"));
    LIST_HELD = Sql::both(select!("WHERE r.state = 'held' ORDER BY r.id LIMIT $1"));
    UPDATE_STATUS = Sql::both("UPDATE replies SET state = $2, note = $3, deleted_at = $4, section_hash = $7 WHERE id = $1 AND state = $5 AND COALESCE(deleted_at, 0) = $6 AND COALESCE(section_hash, '') = $8");
    UPDATE_TEXT = Sql::both("UPDATE replies SET body = $3, body_html = $4, version = $5, edited_at = $6 WHERE id = $1 AND version = $2");
    UPDATE_QUESTION = Sql::both("UPDATE replies SET question_id = $3 WHERE id = $1 AND question_id = $2");
    UPDATE_VOTES = Sql::both("UPDATE replies SET votes = votes + $2 WHERE id = $1");
    PURGE = Sql::both("UPDATE replies SET state = 'purged', body = '', body_html = '', note = NULL WHERE state = 'deleted' AND deleted_at <= $1");
    COUNT_PUBLISHED = Sql::both("SELECT COUNT(*) FROM replies WHERE question_id = $1 AND state = 'published'");
    COUNT_OF_OTHERS = Sql::both("SELECT COUNT(*) FROM replies WHERE question_id = $1 AND state = 'published' AND account_id <> $2");
}

/// A reply to insert, with what only the database keeps.
#[derive(Debug)]
pub struct NewReply<'a> {
    /// The reply.
    pub reply: &'a Reply,
    /// The same for a repeat of the same post.
    pub repeat_key: &'a str,
    /// Markdown.
    pub body: &'a str,
}

#[derive(sqlx::FromRow)]
pub(super) struct ReplyRow {
    id: String,
    question_id: String,
    body_html: String,
    state: String,
    note: Option<String>,
    deleted_at: Option<i64>,
    edited_at: Option<i64>,
    version: i64,
    votes: i64,
    created_at: i64,
    section_hash: Option<String>,
    section_now: Option<String>,
    account_id: String,
    name: String,
    role: String,
}

impl TryFrom<ReplyRow> for Reply {
    type Error = StoreError;

    fn try_from(row: ReplyRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            question: row.question_id,
            author: PostAuthor { id: row.account_id, name: row.name, role: names::role(&row.role)? },
            body_html: row.body_html,
            status: ReplyStatus {
                state: names::reply_state(&row.state)?,
                note: row.note,
                deleted_at: row.deleted_at,
                section_hash: row.section_hash,
            },
            section_now: row.section_now,
            created_at: row.created_at,
            edited_at: row.edited_at,
            version: row.version,
            votes: row.votes,
        })
    }
}

fn replies(rows: Vec<ReplyRow>) -> Result<Vec<Reply>, StoreError> {
    rows.into_iter().map(Reply::try_from).collect()
}

/// Inserts a reply.
///
/// # Errors
/// [`StoreError::Duplicate`] when one with the same repeat key exists.
pub async fn insert_reply(tx: &mut Tx, new: &NewReply<'_>) -> Result<(), StoreError> {
    let reply = new.reply;
    execute!(
        tx,
        INSERT,
        &reply.id,
        new.repeat_key,
        &reply.question,
        &reply.author.id,
        new.body,
        &reply.body_html,
        reply.status.state.name(),
        reply.status.note.as_deref(),
        reply.created_at,
    )?;
    Ok(())
}

/// The reply of this id, in any state.
pub async fn find_reply(tx: &mut Tx, id: &str) -> Result<Option<Reply>, StoreError> {
    let row: Option<ReplyRow> = fetch_optional!(tx, FIND, id)?;
    row.map(Reply::try_from).transpose()
}

/// The present text of a reply.
pub async fn find_reply_text(tx: &mut Tx, id: &str) -> Result<Option<Text>, StoreError> {
    fetch_optional!(tx, FIND_TEXT, id)
}

/// The reply that is repeated by a post with this key.
pub async fn find_reply_by_repeat_key(tx: &mut Tx, repeat_key: &str) -> Result<Option<Reply>, StoreError> {
    let row: Option<ReplyRow> = fetch_optional!(tx, FIND_BY_REPEAT_KEY, repeat_key)?;
    row.map(Reply::try_from).transpose()
}

/// Every reply to a question, in any state, oldest first.
pub async fn list_replies(tx: &mut Tx, question: &str) -> Result<Vec<Reply>, StoreError> {
    replies(fetch_all!(tx, LIST_OF_QUESTION, question)?)
}

/// Every reply to any question of a page, in any state, oldest first: for personal views.
pub async fn list_replies_of_page(tx: &mut Tx, page: &str) -> Result<Vec<Reply>, StoreError> {
    replies(fetch_all!(tx, LIST_OF_PAGE, page)?)
}

/// The published replies to `questions`, which are those of `page`, each beside its question.
pub async fn list_published_replies<'q>(
    tx: &mut Tx,
    page: &str,
    questions: &'q [Published<Question>],
) -> Result<Vec<(&'q Published<Question>, Published<Reply>)>, StoreError> {
    let replies = replies(fetch_all!(tx, LIST_PUBLISHED_OF_PAGE, page)?)?;
    Ok(replies
        .into_iter()
        .filter_map(|reply| {
            let question = questions.iter().find(|question| question.get().id == reply.question)?;
            Some((question, Published::reply(reply, question)?))
        })
        .collect())
}

/// The held replies of all pages, oldest first, at most `most`.
pub async fn list_held_replies(tx: &mut Tx, most: i64) -> Result<Vec<Reply>, StoreError> {
    replies(fetch_all!(tx, LIST_HELD, most)?)
}

/// Changes a reply's status from `expected` to `next`; false when it is no longer as expected.
pub async fn update_reply_status(
    tx: &mut Tx,
    id: &str,
    expected: &ReplyStatus,
    next: &ReplyStatus,
) -> Result<bool, StoreError> {
    let changed = execute!(
        tx,
        UPDATE_STATUS,
        id,
        next.state.name(),
        next.note.as_deref(),
        next.deleted_at,
        expected.state.name(),
        expected.deleted_at.unwrap_or(0),
        next.section_hash.as_deref(),
        expected.section_hash.as_deref().unwrap_or_default(),
    )?;
    Ok(changed == 1)
}

/// Gives a reply another text; false when its version is no longer `expected`.
pub async fn update_reply_text(
    tx: &mut Tx,
    id: &str,
    expected: i64,
    text: &Text,
    version: i64,
    edited_at: Option<Millis>,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, UPDATE_TEXT, id, expected, &text.body, &text.body_html, version, edited_at)? == 1)
}

/// Puts a reply below another question; false when it is no longer below question `expected`.
pub async fn update_reply_question(tx: &mut Tx, id: &str, expected: &str, next: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, UPDATE_QUESTION, id, expected, next)? == 1)
}

/// Adds `change` to a reply's votes.
pub async fn update_reply_votes(tx: &mut Tx, id: &str, change: i64) -> Result<(), StoreError> {
    execute!(tx, UPDATE_VOTES, id, change)?;
    Ok(())
}

/// Erases the text of replies deleted before `deleted`; gives how many.
pub async fn update_replies_purged(tx: &mut Tx, deleted: Millis) -> Result<u64, StoreError> {
    execute!(tx, PURGE, deleted)
}

/// How many replies to `question` are published.
pub async fn count_published_replies(tx: &mut Tx, question: &str) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = fetch_optional!(tx, COUNT_PUBLISHED, question)?;
    Ok(row.map_or(0, |(count,)| count))
}

/// How many published replies to `question` are not by `account`.
pub async fn count_replies_of_others(tx: &mut Tx, question: &str, account: &str) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = fetch_optional!(tx, COUNT_OF_OTHERS, question, account)?;
    Ok(row.map_or(0, |(count,)| count))
}
