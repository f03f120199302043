//! Replies.

use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx, names};
use crate::domain::account::PostAuthor;
use crate::domain::post::{Published, Question, Reply};
use crate::domain::status::{ReplyStatus, reply_state_name};

/// The columns of a row, from where they are, and then `$rest`.
macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT r.id, r.question_id, r.body_html, r.state, r.note, r.created_at, a.id AS account_id, a.name, a.role FROM replies r JOIN accounts a ON a.id = r.account_id ", $rest)
    };
}

pub(super) use select;

statements! {
    INSERT = Sql::both("INSERT INTO replies (id, repeat_key, question_id, account_id, body, body_html, state, note, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
    FIND = Sql::both(select!("WHERE r.id = $1"));
    FIND_BY_REPEAT_KEY = Sql::both(select!("WHERE r.repeat_key = $1"));
    FIND_TEXT = Sql::both("SELECT body FROM replies WHERE id = $1");
    LIST_OF_QUESTION = Sql::both(select!("WHERE r.question_id = $1 ORDER BY r.id"));
    LIST_OF_PAGE = Sql::both(select!("JOIN questions q ON q.id = r.question_id WHERE q.page_id = $1 ORDER BY r.id"));
    LIST_PUBLISHED_OF_PAGE = Sql::both(select!("JOIN questions q ON q.id = r.question_id WHERE q.page_id = $1 AND q.state = 'published' AND r.state = 'published' ORDER BY r.id"));
    LIST_HELD = Sql::both(select!("WHERE r.state = 'held' ORDER BY r.id LIMIT $1"));
    UPDATE_STATUS = Sql::both("UPDATE replies SET state = $2, note = $3 WHERE id = $1 AND state = $4");
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
    created_at: i64,
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
            status: ReplyStatus { state: names::reply_state(&row.state)?, note: row.note },
            created_at: row.created_at,
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
        reply_state_name(reply.status.state),
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

/// The Markdown of a reply.
pub async fn find_reply_text(tx: &mut Tx, id: &str) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = fetch_optional!(tx, FIND_TEXT, id)?;
    Ok(row.map(|(text,)| text))
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
        reply_state_name(next.state),
        next.note.as_deref(),
        reply_state_name(expected.state)
    )?;
    Ok(changed == 1)
}
