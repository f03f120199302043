//! Overwriting what is personal where rows have to stay: accounts and posts that other rows refer to.
//!
//! Called by [`crate::service::erasure`] alone; what is deleted as a whole is in [`super::personal`].

use super::sql::{Sql, execute, fetch_all, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    LIST_DUE = Sql::both("SELECT id FROM accounts WHERE leaves_at <= $1 AND erased_at IS NULL ORDER BY leaves_at LIMIT $2");
    UPDATE_LEAVING = Sql::both("UPDATE accounts SET leaves_at = $2, leaves_posts = $3 WHERE id = $1 AND erased_at IS NULL");
    ERASE_ACCOUNT = Sql::both("UPDATE accounts SET address = 'erased:' || id, name = '', role = 'member', bio = '', link = '', leaves_at = NULL, leaves_posts = NULL, erased_at = $2 WHERE id = $1");
    ERASE_QUESTIONS = Sql::both("UPDATE questions SET title = $2, body = '', body_html = '', note = NULL, version = version + 1, state = CASE WHEN state = 'held' THEN 'rejected' WHEN state = 'published' AND NOT EXISTS (SELECT 1 FROM replies r WHERE r.question_id = questions.id AND r.state = 'published' AND r.account_id <> $1) THEN 'archived' ELSE state END WHERE account_id = $1");
    ERASE_UNPUBLISHED_QUESTIONS = Sql::both("UPDATE questions SET title = $2, body = '', body_html = '', note = NULL, state = CASE WHEN state = 'held' THEN 'rejected' ELSE state END WHERE account_id = $1 AND state <> 'published'");
    ERASE_REPLIES = Sql::both("UPDATE replies SET body = '', body_html = '', note = NULL, state = 'hidden' WHERE account_id = $1");
    ERASE_UNPUBLISHED_REPLIES = Sql::both("UPDATE replies SET body = '', body_html = '', note = NULL, state = 'hidden' WHERE account_id = $1 AND state <> 'published'");
    UPDATE_KEPT_QUESTIONS = Sql::both("UPDATE questions SET version = version + 1 WHERE account_id = $1 AND state = 'published'");
    UPDATE_KEPT_REPLIES = Sql::both("UPDATE replies SET version = version + 1 WHERE account_id = $1 AND state = 'published'");
    DELETE_VERSIONS = Sql::both("DELETE FROM post_versions WHERE post_id IN (SELECT id FROM questions WHERE account_id = $1) OR post_id IN (SELECT id FROM replies WHERE account_id = $1)");
    ERASE_FLAGS = Sql::both("UPDATE flags SET note = '', account_id = NULL WHERE account_id = $1");
    LIST_THREADS = Sql::both("SELECT id FROM questions WHERE account_id = $1 UNION SELECT question_id FROM replies WHERE account_id = $1");
    DELETE_EFFECTS = Sql::both("DELETE FROM outbox WHERE order_key LIKE ('%:' || $1) OR order_key IN (SELECT 'challenge:' || c.id FROM challenges c WHERE c.address = $2)");
    DELETE_COUNTERS = Sql::both("DELETE FROM counters WHERE counter LIKE ('%:' || $1) ESCAPE '!'");
    UPDATE_SUPPRESSION = Sql::both("UPDATE suppressions SET address = $2 WHERE address = $1 AND NOT EXISTS (SELECT 1 FROM suppressions s WHERE s.address = $2)");
}

/// Accounts whose time to leave has come, at most `most`.
pub async fn list_leaving_accounts(tx: &mut Tx, now: Millis, most: i64) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = fetch_all!(tx, LIST_DUE, now, most)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Notes when an account is erased and what becomes of its posts, by name; or that it stays.
pub async fn update_leaving(
    tx: &mut Tx,
    account: &str,
    leaving: Option<(Millis, &'static str)>,
) -> Result<(), StoreError> {
    let (at, posts) = leaving.unzip();
    execute!(tx, UPDATE_LEAVING, account, at, posts)?;
    Ok(())
}

/// Overwrites everything in the account but its id.
pub async fn update_account_erased(tx: &mut Tx, account: &str, now: Millis) -> Result<(), StoreError> {
    execute!(tx, ERASE_ACCOUNT, account, now)?;
    Ok(())
}

/// Overwrites the text of the account's posts: of all, or of those that nobody else sees; what they said before goes.
/// A question that somebody else has answered stays on its page as `title`; all others leave it.
/// What stays is another version of itself, since it is by nobody now.
pub async fn update_posts_erased(tx: &mut Tx, account: &str, published: bool, title: &str) -> Result<(), StoreError> {
    execute!(tx, DELETE_VERSIONS, account)?;
    if published {
        execute!(tx, ERASE_REPLIES, account)?;
        execute!(tx, ERASE_QUESTIONS, account, title)?;
    } else {
        execute!(tx, ERASE_UNPUBLISHED_REPLIES, account)?;
        execute!(tx, ERASE_UNPUBLISHED_QUESTIONS, account, title)?;
        execute!(tx, UPDATE_KEPT_REPLIES, account)?;
        execute!(tx, UPDATE_KEPT_QUESTIONS, account)?;
    }
    Ok(())
}

/// Overwrites what the account wrote to moderators with its reports; that something was reported stays.
pub async fn update_flags_erased(tx: &mut Tx, account: &str) -> Result<(), StoreError> {
    execute!(tx, ERASE_FLAGS, account)?;
    Ok(())
}

/// The questions that the account asked or replied to.
pub async fn list_threads_of_account(tx: &mut Tx, account: &str) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = fetch_all!(tx, LIST_THREADS, account)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Deletes what the outbox holds for the account and its address. Before the challenges go, which name some of it.
pub async fn delete_effects_of_account(tx: &mut Tx, account: &str, address: &str) -> Result<u64, StoreError> {
    execute!(tx, DELETE_EFFECTS, account, address)
}

/// Deletes counters of `subject`, an account or address.
pub async fn delete_counters_of(tx: &mut Tx, subject: &str) -> Result<u64, StoreError> {
    let pattern = subject.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    execute!(tx, DELETE_COUNTERS, pattern)
}

/// Keeps a suppression under another name; does nothing when there is none, or one of that name.
pub async fn update_suppression_address(tx: &mut Tx, from: &str, to: &str) -> Result<(), StoreError> {
    execute!(tx, UPDATE_SUPPRESSION, from, to)?;
    Ok(())
}
