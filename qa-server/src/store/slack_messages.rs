//! What was written in Slack about which post.

use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    INSERT = Sql::both("INSERT INTO slack_messages (target, post_id, question_id, channel, ts, gone, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (target, post_id) DO UPDATE SET question_id = excluded.question_id, channel = excluded.channel, ts = excluded.ts, gone = excluded.gone");
    FIND = Sql::both("SELECT target, post_id, question_id, channel, ts, gone FROM slack_messages WHERE target = $1 AND post_id = $2");
    FIND_BY_TS = Sql::both("SELECT target, post_id, question_id, channel, ts, gone FROM slack_messages WHERE channel = $1 AND ts = $2");
    LIST_OF_QUESTION = Sql::both("SELECT target, post_id, question_id, channel, ts, gone FROM slack_messages WHERE target = $1 AND question_id = $2 ORDER BY created_at, post_id");
    DELETE = Sql::both("DELETE FROM slack_messages WHERE target = $1 AND post_id = $2");
}

/// What stands before the id of the post by which a note says that a question is answered, or open again.
const NOTES: [&str; 2] = ["resolved:", "reopened:"];

/// A message in Slack.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SlackMessage {
    /// The target that it was written for.
    pub target: String,
    /// The id of the question or reply; of a note, what [`SlackMessage::note_id`] gives.
    pub post_id: String,
    /// The id of the question.
    pub question_id: String,
    /// The channel's id.
    pub channel: String,
    /// The message's id in the channel.
    pub ts: String,
    /// Whether its words were taken out, since what it is about left its page.
    pub gone: bool,
}

impl SlackMessage {
    /// What the note goes by that says that a question is answered, or open again, by `post`.
    pub fn note_id(resolved: bool, post: &str) -> String {
        format!("{}{post}", NOTES[usize::from(!resolved)])
    }

    /// Whether it is such a note, and no message about a post.
    pub fn is_note(&self) -> bool {
        NOTES.iter().any(|note| self.post_id.starts_with(note))
    }
}

/// Remembers a message; the later one of a post counts.
pub async fn insert_slack_message(tx: &mut Tx, message: &SlackMessage, now: Millis) -> Result<(), StoreError> {
    let SlackMessage { target, post_id, question_id, channel, ts, gone } = message;
    execute!(tx, INSERT, target, post_id, question_id, channel, ts, gone, now)?;
    Ok(())
}

/// The message about a post.
pub async fn find_slack_message(tx: &mut Tx, target: &str, post: &str) -> Result<Option<SlackMessage>, StoreError> {
    fetch_optional!(tx, FIND, target, post)
}

/// The message of this id in a channel.
pub async fn find_slack_message_by_ts(
    tx: &mut Tx,
    channel: &str,
    ts: &str,
) -> Result<Option<SlackMessage>, StoreError> {
    fetch_optional!(tx, FIND_BY_TS, channel, ts)
}

/// The messages about a question, the replies to it and its resolutions, in the order they were written.
pub async fn list_slack_messages(tx: &mut Tx, target: &str, question: &str) -> Result<Vec<SlackMessage>, StoreError> {
    fetch_all!(tx, LIST_OF_QUESTION, target, question)
}

/// Forgets the message about a post, since it is gone.
pub async fn delete_slack_message(tx: &mut Tx, target: &str, post: &str) -> Result<(), StoreError> {
    execute!(tx, DELETE, target, post)?;
    Ok(())
}
