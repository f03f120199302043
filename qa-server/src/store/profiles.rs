//! What people say about themselves, in their accounts' rows.

use qa_api::people::LeftPosts;

use super::names::unknown;
use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::domain::profile::{Leaving, Profile};

statements! {
    FIND = Sql::both("SELECT bio, link, leaves_at, leaves_posts FROM accounts WHERE id = $1 AND erased_at IS NULL");
    UPDATE = Sql::both("UPDATE accounts SET name = $2, bio = $3, link = $4 WHERE id = $1 AND erased_at IS NULL");
    LIST_PAGES = Sql::both("SELECT q.page_id FROM questions q WHERE q.account_id = $1 AND q.state = 'published' UNION SELECT q.page_id FROM replies r JOIN questions q ON q.id = r.question_id WHERE r.account_id = $1 AND r.state = 'published' AND q.state = 'published'");
    COUNT_POSTS = Sql::both("SELECT (SELECT COUNT(*) FROM questions q WHERE q.account_id = $1 AND q.state = 'published') + (SELECT COUNT(*) FROM replies r JOIN questions q ON q.id = r.question_id WHERE r.account_id = $1 AND r.state = 'published' AND q.state = 'published')");
}

#[derive(sqlx::FromRow)]
struct ProfileRow {
    bio: String,
    link: String,
    leaves_at: Option<i64>,
    leaves_posts: Option<String>,
}

impl TryFrom<ProfileRow> for Profile {
    type Error = StoreError;

    fn try_from(row: ProfileRow) -> Result<Self, StoreError> {
        let leaving = match (row.leaves_at, row.leaves_posts) {
            (Some(at), Some(name)) => {
                let posts = LeftPosts::from_name(&name).ok_or_else(|| unknown("accounts.leaves_posts", &name))?;
                Some(Leaving { at, posts })
            }
            _ => None,
        };
        Ok(Self { bio: row.bio, link: row.link, leaving })
    }
}

/// The profile of an account that was not erased.
pub async fn find_profile(tx: &mut Tx, account: &str) -> Result<Option<Profile>, StoreError> {
    let row: Option<ProfileRow> = fetch_optional!(tx, FIND, account)?;
    row.map(Profile::try_from).transpose()
}

/// Changes what an account says about itself.
pub async fn update_profile(tx: &mut Tx, account: &str, name: &str, bio: &str, link: &str) -> Result<(), StoreError> {
    execute!(tx, UPDATE, account, name, bio, link)?;
    Ok(())
}

/// The pages on which everybody sees something of the account.
pub async fn list_pages_of_author(tx: &mut Tx, account: &str) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = fetch_all!(tx, LIST_PAGES, account)?;
    Ok(rows.into_iter().map(|(page,)| page).collect())
}

/// How many published questions and replies the account wrote.
pub async fn count_posts_of_author(tx: &mut Tx, account: &str) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = fetch_optional!(tx, COUNT_POSTS, account)?;
    Ok(row.map_or(0, |(count,)| count))
}
