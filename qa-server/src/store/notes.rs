//! Notes that only moderators read, and the priorities that the staff gave single questions.

use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    INSERT = Sql::both("INSERT INTO notes (id, question_id, subject_id, account_id, body, created_at) VALUES ($1, $2, $3, $4, $5, $6)");
    LIST = Sql::both("SELECT n.subject_id IS NOT NULL AS about_author, p.name, n.body, n.created_at FROM notes n JOIN accounts p ON p.id = n.account_id WHERE (n.question_id = $1 AND n.subject_id IS NULL) OR n.subject_id = $2 ORDER BY n.id");
    DELETE = Sql::both("DELETE FROM notes WHERE id = $1");
    FIND_PRIORITY = Sql::both("SELECT priority FROM priorities WHERE question_id = $1");
    LIST_PRIORITIES = Sql::both("SELECT question_id, priority FROM priorities");
    UPDATE_PRIORITY = Sql::both("INSERT INTO priorities (question_id, priority) VALUES ($1, $2) ON CONFLICT (question_id) DO UPDATE SET priority = excluded.priority");
    DELETE_PRIORITY = Sql::both("DELETE FROM priorities WHERE question_id = $1");
}

/// A note as moderators read it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct NoteRow {
    /// Whether it is about the author and not about the thread.
    pub about_author: bool,
    /// Who wrote it.
    pub name: String,
    /// Plain text.
    pub body: String,
    /// When.
    pub created_at: Millis,
}

/// Inserts a note by account `by` on a question, or on person `subject` whose post it is about.
pub async fn insert_note(
    tx: &mut Tx,
    id: &str,
    question: &str,
    subject: Option<&str>,
    by: &str,
    body: &str,
    now: Millis,
) -> Result<(), StoreError> {
    execute!(tx, INSERT, id, question, subject, by, body, now)?;
    Ok(())
}

/// The notes on a question and on a person, oldest first.
pub async fn list_notes(tx: &mut Tx, question: &str, subject: &str) -> Result<Vec<NoteRow>, StoreError> {
    fetch_all!(tx, LIST, question, subject)
}

/// Removes a note that was taken back.
pub async fn delete_note(tx: &mut Tx, id: &str) -> Result<(), StoreError> {
    execute!(tx, DELETE, id)?;
    Ok(())
}

/// The name of a question's own priority, if it has one.
pub async fn find_priority(tx: &mut Tx, question: &str) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = fetch_optional!(tx, FIND_PRIORITY, question)?;
    Ok(row.map(|(name,)| name))
}

/// Every question that has a priority of its own, with its name.
pub async fn list_priorities(tx: &mut Tx) -> Result<Vec<(String, String)>, StoreError> {
    fetch_all!(tx, LIST_PRIORITIES)
}

/// Gives a question the priority of this name, or its topic's.
pub async fn update_priority(tx: &mut Tx, question: &str, priority: Option<&str>) -> Result<(), StoreError> {
    match priority {
        Some(name) => execute!(tx, UPDATE_PRIORITY, question, name)?,
        None => execute!(tx, DELETE_PRIORITY, question)?,
    };
    Ok(())
}
