//! What was written in Slack about which post.

use super::sql::{Sql, execute, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    INSERT = Sql::both("INSERT INTO slack_messages (target, post_id, question_id, channel, ts, created_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (target, post_id) DO UPDATE SET channel = excluded.channel, ts = excluded.ts");
    FIND = Sql::both("SELECT target, post_id, question_id, channel, ts FROM slack_messages WHERE target = $1 AND post_id = $2");
    FIND_BY_TS = Sql::both("SELECT target, post_id, question_id, channel, ts FROM slack_messages WHERE channel = $1 AND ts = $2");
    DELETE = Sql::both("DELETE FROM slack_messages WHERE target = $1 AND post_id = $2");
}

/// A message in Slack.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SlackMessage {
    /// The target that it was written for.
    pub target: String,
    /// The id of the question or reply.
    pub post_id: String,
    /// The id of the question.
    pub question_id: String,
    /// The channel's id.
    pub channel: String,
    /// The message's id in the channel.
    pub ts: String,
}

/// Remembers a message; the later one of a post counts.
pub async fn insert_slack_message(tx: &mut Tx, message: &SlackMessage, now: Millis) -> Result<(), StoreError> {
    let SlackMessage { target, post_id, question_id, channel, ts } = message;
    execute!(tx, INSERT, target, post_id, question_id, channel, ts, now)?;
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

/// Forgets the message about a post, since it is gone.
pub async fn delete_slack_message(tx: &mut Tx, target: &str, post: &str) -> Result<(), StoreError> {
    execute!(tx, DELETE, target, post)?;
    Ok(())
}
