//! Versions: every text that an edited post had, or was meant to have.
//!
//! A post that was never edited has none; the first edit keeps what was posted as version one.
//! **Invariant:** of one post, at most one version is held, and a number is that of one shown version.

use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

/// The columns of a row, from where they are, and then `$rest`.
macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT v.id, v.post_id, v.account_id, a.name AS author, v.number, v.title, v.body, v.body_html, v.state, v.note, v.created_at FROM post_versions v JOIN accounts a ON a.id = v.account_id ", $rest)
    };
}

statements! {
    INSERT = Sql::both("INSERT INTO post_versions (id, post_id, account_id, number, title, body, body_html, state, note, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    FIND = Sql::both(select!("WHERE v.id = $1"));
    FIND_BY_NUMBER = Sql::both(select!("WHERE v.post_id = $1 AND v.number = $2"));
    FIND_HELD = Sql::both(select!("WHERE v.post_id = $1 AND v.state = 'held'"));
    FIND_LAST_NUMBER = Sql::both("SELECT COALESCE(MAX(number), 0) FROM post_versions WHERE post_id = $1");
    LIST = Sql::both(select!("WHERE v.post_id = $1 ORDER BY v.created_at DESC, v.number DESC, v.id DESC"));
    LIST_HELD_ON_PAGE = Sql::both(select!("WHERE v.state = 'held' AND (EXISTS (SELECT 1 FROM questions q WHERE q.id = v.post_id AND q.page_id = $1) OR EXISTS (SELECT 1 FROM replies r JOIN questions q ON q.id = r.question_id WHERE r.id = v.post_id AND q.page_id = $1)) ORDER BY v.id"));
    LIST_HELD_IN_THREAD = Sql::both(select!("WHERE v.state = 'held' AND (v.post_id = $1 OR EXISTS (SELECT 1 FROM replies r WHERE r.id = v.post_id AND r.question_id = $1)) ORDER BY v.id"));
    LIST_HELD = Sql::both(select!("WHERE v.state = 'held' AND (EXISTS (SELECT 1 FROM questions q WHERE q.id = v.post_id AND q.state = 'published') OR EXISTS (SELECT 1 FROM replies r WHERE r.id = v.post_id AND r.state = 'published')) ORDER BY v.id LIMIT $1"));
    UPDATE_STATE = Sql::both("UPDATE post_versions SET state = $3, number = $4, note = $5 WHERE id = $1 AND state = $2");
    DELETE_PURGED = Sql::both("DELETE FROM post_versions WHERE post_id IN (SELECT id FROM questions WHERE state = 'purged') OR post_id IN (SELECT id FROM replies WHERE state = 'purged')");
}

/// A version that is waited for a decision on.
pub const HELD: &str = "held";
/// A version that was, or is, what everybody sees.
pub const SHOWN: &str = "shown";
/// A version that was turned down, taken back, or replaced before anybody decided.
pub const DROPPED: &str = "dropped";

/// What a post says.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Text {
    /// The title; empty for a reply.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Sanitised HTML.
    pub body_html: String,
}

/// One version of a post's text.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Version {
    /// The version's id.
    pub id: String,
    /// The question's or reply's id.
    pub post_id: String,
    /// Who wrote it.
    pub account_id: String,
    /// Their display name; not stored with the version.
    pub author: String,
    /// Counted from one in the order in which they were shown; zero for one that was not.
    pub number: i64,
    /// What it says.
    #[sqlx(flatten)]
    pub text: Text,
    /// One of [`HELD`], [`SHOWN`], [`DROPPED`].
    pub state: String,
    /// Why it waits or was turned down.
    pub note: Option<String>,
    /// When it was written.
    pub created_at: Millis,
}

/// Inserts a version.
pub async fn insert_version(tx: &mut Tx, version: &Version) -> Result<(), StoreError> {
    let Version { id, post_id, account_id, number, text, state, note, created_at, .. } = version;
    let Text { title, body, body_html } = text;
    execute!(
        tx,
        INSERT,
        id,
        post_id,
        account_id,
        *number,
        title,
        body,
        body_html,
        state,
        note.as_deref(),
        *created_at
    )?;
    Ok(())
}

/// The version of this id.
pub async fn find_version(tx: &mut Tx, id: &str) -> Result<Option<Version>, StoreError> {
    fetch_optional!(tx, FIND, id)
}

/// The shown version of a post with this number.
pub async fn find_version_by_number(tx: &mut Tx, post: &str, number: i64) -> Result<Option<Version>, StoreError> {
    fetch_optional!(tx, FIND_BY_NUMBER, post, number)
}

/// The version of a post that waits for a decision.
pub async fn find_held_version(tx: &mut Tx, post: &str) -> Result<Option<Version>, StoreError> {
    fetch_optional!(tx, FIND_HELD, post)
}

/// The highest number that a version of the post has; zero when it was never edited.
pub async fn find_last_number(tx: &mut Tx, post: &str) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = fetch_optional!(tx, FIND_LAST_NUMBER, post)?;
    Ok(row.map_or(0, |(number,)| number))
}

/// Every version of a post, newest first.
pub async fn list_versions(tx: &mut Tx, post: &str) -> Result<Vec<Version>, StoreError> {
    fetch_all!(tx, LIST, post)
}

/// The held versions of posts on a page.
pub async fn list_held_versions_on_page(tx: &mut Tx, page: &str) -> Result<Vec<Version>, StoreError> {
    fetch_all!(tx, LIST_HELD_ON_PAGE, page)
}

/// The held versions of posts of one thread.
pub async fn list_held_versions_in_thread(tx: &mut Tx, question: &str) -> Result<Vec<Version>, StoreError> {
    fetch_all!(tx, LIST_HELD_IN_THREAD, question)
}

/// The held versions of published posts, oldest first, at most `most`.
pub async fn list_held_versions(tx: &mut Tx, most: i64) -> Result<Vec<Version>, StoreError> {
    fetch_all!(tx, LIST_HELD, most)
}

/// Changes a version's state from `expected` to `next`, with its number and note; false when it is no longer as expected.
pub async fn update_version_state(
    tx: &mut Tx,
    id: &str,
    expected: &str,
    next: &str,
    number: i64,
    note: Option<&str>,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, UPDATE_STATE, id, expected, next, number, note)? == 1)
}

/// Forgets the versions of posts whose text is gone; gives how many.
pub async fn delete_purged_versions(tx: &mut Tx) -> Result<u64, StoreError> {
    execute!(tx, DELETE_PURGED)
}
