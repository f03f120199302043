//! Votes: one per account and post. Their number is kept with the post, and changed in the same unit of work.

use std::collections::HashSet;

use super::sql::{Sql, execute, fetch_all, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    INSERT = Sql::both("INSERT INTO votes (post_id, account_id, created_at) VALUES ($1, $2, $3) ON CONFLICT (post_id, account_id) DO NOTHING");
    DELETE = Sql::both("DELETE FROM votes WHERE post_id = $1 AND account_id = $2");
    LIST_ON_PAGE = Sql::both("SELECT v.post_id FROM votes v WHERE v.account_id = $1 AND (EXISTS (SELECT 1 FROM questions q WHERE q.id = v.post_id AND q.page_id = $2) OR EXISTS (SELECT 1 FROM replies r JOIN questions q ON q.id = r.question_id WHERE r.id = v.post_id AND q.page_id = $2))");
    LIST_IN_THREAD = Sql::both("SELECT v.post_id FROM votes v WHERE v.account_id = $1 AND (v.post_id = $2 OR EXISTS (SELECT 1 FROM replies r WHERE r.id = v.post_id AND r.question_id = $2))");
}

/// Inserts a vote; false when the account voted for the post before.
pub async fn insert_vote(tx: &mut Tx, post: &str, account: &str, now: Millis) -> Result<bool, StoreError> {
    Ok(execute!(tx, INSERT, post, account, now)? == 1)
}

/// Takes a vote back; false when there was none.
pub async fn delete_vote(tx: &mut Tx, post: &str, account: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, DELETE, post, account)? == 1)
}

/// The ids of the posts on a page that the account voted for.
pub async fn list_votes_on_page(tx: &mut Tx, account: &str, page: &str) -> Result<HashSet<String>, StoreError> {
    let rows: Vec<(String,)> = fetch_all!(tx, LIST_ON_PAGE, account, page)?;
    Ok(rows.into_iter().map(|(post,)| post).collect())
}

/// The ids of the posts of one thread that the account voted for.
pub async fn list_votes_in_thread(tx: &mut Tx, account: &str, question: &str) -> Result<HashSet<String>, StoreError> {
    let rows: Vec<(String,)> = fetch_all!(tx, LIST_IN_THREAD, account, question)?;
    Ok(rows.into_iter().map(|(post,)| post).collect())
}
