//! Who is told of replies to a question beside its asker.

use super::sql::{Sql, execute, fetch_all, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    INSERT = Sql::both("INSERT INTO question_followers (question_id, account_id, created_at) VALUES ($1, $2, $3) ON CONFLICT (question_id, account_id) DO NOTHING");
    DELETE = Sql::both("DELETE FROM question_followers WHERE question_id = $1 AND account_id = $2");
    LIST = Sql::both("SELECT account_id FROM question_followers WHERE question_id = $1 ORDER BY account_id");
}

/// Makes an account follow a question; false when it does already.
pub async fn insert_follower(tx: &mut Tx, question: &str, account: &str, now: Millis) -> Result<bool, StoreError> {
    Ok(execute!(tx, INSERT, question, account, now)? == 1)
}

/// Ends that.
pub async fn delete_follower(tx: &mut Tx, question: &str, account: &str) -> Result<(), StoreError> {
    execute!(tx, DELETE, question, account)?;
    Ok(())
}

/// The ids of the accounts that follow a question.
pub async fn list_followers(tx: &mut Tx, question: &str) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = fetch_all!(tx, LIST, question)?;
    Ok(rows.into_iter().map(|(account,)| account).collect())
}
