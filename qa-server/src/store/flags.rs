//! Flags: what readers reported, and what moderators passed on to the staff.

use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    INSERT = Sql::both("INSERT INTO flags (id, kind, question_id, reply_id, account_id, reporter, reason, note, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
    FIND_OPEN = Sql::both("SELECT id FROM flags WHERE question_id = $1 AND COALESCE(reply_id, '') = $2 AND kind = $3 AND reporter = $4 AND settled_at IS NULL");
    FIND = Sql::both("SELECT id, kind, question_id, reply_id, reason, note, created_at, settled_at FROM flags WHERE id = $1");
    LIST_OPEN = Sql::both("SELECT id, kind, question_id, reply_id, reason, note, created_at, settled_at FROM flags WHERE settled_at IS NULL ORDER BY id LIMIT $1");
    LIST_OF_QUESTION = Sql::both("SELECT id, kind, question_id, reply_id, reason, note, created_at, settled_at FROM flags WHERE question_id = $1 ORDER BY id");
    UPDATE_SETTLED = Sql::both("UPDATE flags SET settled_by = $3, settled_at = $4 WHERE question_id = $1 AND COALESCE(reply_id, '') = $2 AND settled_at IS NULL");
    UPDATE_UNSETTLED = Sql::both("UPDATE flags SET settled_by = NULL, settled_at = NULL WHERE settled_by = $1");
    DELETE = Sql::both("DELETE FROM flags WHERE id = $1");
}

/// A reader's report.
pub const REPORT: &str = "report";
/// A moderator's question to the staff.
pub const ESCALATION: &str = "escalation";

/// A flag to insert.
#[derive(Debug)]
pub struct NewFlag<'a> {
    /// The flag's id.
    pub id: &'a str,
    /// [`REPORT`] or [`ESCALATION`].
    pub kind: &'a str,
    /// The question, or that of the reply.
    pub question: &'a str,
    /// The reply, if it is about one.
    pub reply: Option<&'a str>,
    /// Who raised it, if they were signed in.
    pub account: Option<&'a str>,
    /// The same for the same person: the account's id, or a digest of the machine's address.
    pub reporter: &'a str,
    /// Of a report the name of its reason, of an escalation nothing.
    pub reason: &'a str,
    /// In the words of whoever raised it.
    pub note: &'a str,
}

/// A flag.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Flag {
    /// The flag's id.
    pub id: String,
    /// [`REPORT`] or [`ESCALATION`].
    pub kind: String,
    /// The question, or that of the reply.
    pub question_id: String,
    /// The reply, if it is about one.
    pub reply_id: Option<String>,
    /// Of a report the name of its reason.
    pub reason: String,
    /// In the words of whoever raised it.
    pub note: String,
    /// When it was raised.
    pub created_at: Millis,
    /// When it was settled.
    pub settled_at: Option<Millis>,
}

/// Inserts a flag; false when the same person has an open one of that kind on the post already.
pub async fn insert_flag(tx: &mut Tx, new: &NewFlag<'_>, now: Millis) -> Result<bool, StoreError> {
    let NewFlag { id, kind, question, reply, account, reporter, reason, note } = *new;
    let open: Option<(String,)> = fetch_optional!(tx, FIND_OPEN, question, reply.unwrap_or_default(), kind, reporter)?;
    if open.is_some() {
        return Ok(false);
    }
    execute!(tx, INSERT, id, kind, question, reply, account, reporter, reason, note, now)?;
    Ok(true)
}

/// The flag of this id.
pub async fn find_flag(tx: &mut Tx, id: &str) -> Result<Option<Flag>, StoreError> {
    fetch_optional!(tx, FIND, id)
}

/// Flags that nobody has settled, oldest first, at most `most`.
pub async fn list_open_flags(tx: &mut Tx, most: i64) -> Result<Vec<Flag>, StoreError> {
    fetch_all!(tx, LIST_OPEN, most)
}

/// Every flag of a question and its replies, oldest first.
pub async fn list_flags(tx: &mut Tx, question: &str) -> Result<Vec<Flag>, StoreError> {
    fetch_all!(tx, LIST_OF_QUESTION, question)
}

/// Settles the open flags of one post by a decision; gives how many.
pub async fn update_flags_settled(
    tx: &mut Tx,
    question: &str,
    reply: Option<&str>,
    decision: &str,
    now: Millis,
) -> Result<u64, StoreError> {
    execute!(tx, UPDATE_SETTLED, question, reply.unwrap_or_default(), decision, now)
}

/// Opens the flags again that a decision settled; gives how many.
pub async fn update_flags_unsettled(tx: &mut Tx, decision: &str) -> Result<u64, StoreError> {
    execute!(tx, UPDATE_UNSETTLED, decision)
}

/// Removes a flag that was taken back.
pub async fn delete_flag(tx: &mut Tx, id: &str) -> Result<(), StoreError> {
    execute!(tx, DELETE, id)?;
    Ok(())
}
