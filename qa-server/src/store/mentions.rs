//! Whom posts mention, and when they were told.

use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    INSERT = Sql::both("INSERT INTO mentions (post_id, account_id, question_id, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (post_id, account_id) DO NOTHING");
    LIST = Sql::both("SELECT account_id FROM mentions WHERE post_id = $1 ORDER BY account_id");
    DELETE_UNTOLD = Sql::both("DELETE FROM mentions WHERE post_id = $1 AND told_at IS NULL");
    FIND_TOLD = Sql::both("SELECT post_id FROM mentions WHERE account_id = $1 AND question_id = $2 AND post_id <> $3 AND told_at > $4 LIMIT 1");
    UPDATE_TOLD = Sql::both("UPDATE mentions SET told_at = $3 WHERE post_id = $1 AND account_id = $2");
}

/// Notes that `post`, of the thread `question`, mentions an account.
pub async fn insert_mention(
    tx: &mut Tx,
    question: &str,
    post: &str,
    account: &str,
    now: Millis,
) -> Result<(), StoreError> {
    execute!(tx, INSERT, post, account, question, now)?;
    Ok(())
}

/// Forgets whom `post` mentions and who was not told yet.
pub async fn delete_untold_mentions(tx: &mut Tx, post: &str) -> Result<(), StoreError> {
    execute!(tx, DELETE_UNTOLD, post)?;
    Ok(())
}

/// The ids of the accounts that `post` mentions.
pub async fn list_mentions(tx: &mut Tx, post: &str) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = fetch_all!(tx, LIST, post)?;
    Ok(rows.into_iter().map(|(account,)| account).collect())
}

/// A post of the thread `question` other than `post` by whose mention an account was told after `since`.
pub async fn find_told_mention(
    tx: &mut Tx,
    account: &str,
    question: &str,
    post: &str,
    since: Millis,
) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = fetch_optional!(tx, FIND_TOLD, account, question, post, since)?;
    Ok(row.map(|(post,)| post))
}

/// Notes when an account was told that `post` mentions it.
pub async fn update_mention_told(tx: &mut Tx, post: &str, account: &str, now: Millis) -> Result<(), StoreError> {
    execute!(tx, UPDATE_TOLD, post, account, now)?;
    Ok(())
}
