//! Who wants mail about a question, a page or a topic, and how often.
//!
//! Who follows by posting is inserted once; what people choose themselves replaces it and outlasts it.

use qa_api::follow::{Often, Scope};

use super::names::unknown;
use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::follow::Follow;

statements! {
    INSERT = Sql::both("INSERT INTO follows (account_id, kind, subject, often, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account_id, kind, subject) DO NOTHING");
    UPDATE = Sql::both("INSERT INTO follows (account_id, kind, subject, often, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account_id, kind, subject) DO UPDATE SET often = excluded.often, created_at = excluded.created_at");
    DELETE = Sql::both("DELETE FROM follows WHERE account_id = $1 AND kind = $2 AND subject = $3");
    UPDATE_QUIET = Sql::both("UPDATE follows SET often = 'never' WHERE account_id = $1 AND often = $2");
    MOVE_PAGE = Sql::both("UPDATE follows SET subject = $2 WHERE kind = 'page' AND subject = $1 AND NOT EXISTS (SELECT 1 FROM follows f WHERE f.account_id = follows.account_id AND f.kind = 'page' AND f.subject = $2)");
    DELETE_OF_PAGE = Sql::both("DELETE FROM follows WHERE kind = 'page' AND subject = $1");
    FIND = Sql::both("SELECT account_id, kind, subject, often FROM follows WHERE account_id = $1 AND kind = $2 AND subject = $3");
    LIST = Sql::both("SELECT account_id, kind, subject, often FROM follows WHERE account_id = $1 ORDER BY created_at DESC, subject LIMIT 500");
    LIST_ALL = Sql::both("SELECT account_id, kind, subject, often FROM follows WHERE account_id = $1");
    LIST_ON_PAGE = Sql::both("SELECT f.account_id, f.kind, f.subject, f.often FROM follows f JOIN questions q ON q.id = f.subject WHERE f.account_id = $1 AND f.kind = 'question' AND q.page_id = $2");
    LIST_FOLLOWERS = Sql::both("SELECT account_id, kind, subject, often FROM follows WHERE (kind = 'question' AND subject = $1) OR (kind = 'page' AND subject = $2) OR (kind = 'topic' AND subject = $3)");
}

#[derive(sqlx::FromRow)]
struct FollowRow {
    account_id: String,
    kind: String,
    subject: String,
    often: String,
}

impl TryFrom<FollowRow> for Follow {
    type Error = StoreError;

    fn try_from(row: FollowRow) -> Result<Self, StoreError> {
        Ok(Self {
            scope: Scope::from_name(&row.kind).ok_or_else(|| unknown("follows.kind", &row.kind))?,
            often: Often::from_name(&row.often).ok_or_else(|| unknown("follows.often", &row.often))?,
            account: row.account_id,
            subject: row.subject,
        })
    }
}

/// Makes an account follow a question at once; false when it has chosen, or follows it already.
pub async fn insert_follow(tx: &mut Tx, question: &str, account: &str, now: Millis) -> Result<bool, StoreError> {
    let (scope, often) = (Scope::Question.name(), Often::AtOnce.name());
    Ok(execute!(tx, INSERT, account, scope, question, often, now)? == 1)
}

/// Keeps what an account chose.
pub async fn update_follow(tx: &mut Tx, follow: &Follow, now: Millis) -> Result<(), StoreError> {
    let (scope, often) = (follow.scope.name(), follow.often.name());
    execute!(tx, UPDATE, &follow.account, scope, &follow.subject, often, now)?;
    Ok(())
}

/// Ends everything that an account follows as often as `often` says.
pub async fn update_follows_quiet(tx: &mut Tx, account: &str, often: Often) -> Result<(), StoreError> {
    execute!(tx, UPDATE_QUIET, account, often.name())?;
    Ok(())
}

/// Has those who follow page `from` follow page `to` as often; what they chose about that one stays.
pub async fn update_follows_page(tx: &mut Tx, from: &str, to: &str) -> Result<(), StoreError> {
    execute!(tx, MOVE_PAGE, from, to)?;
    execute!(tx, DELETE_OF_PAGE, from)?;
    Ok(())
}

/// Forgets that an account ever chose.
pub async fn delete_follow(tx: &mut Tx, scope: Scope, subject: &str, account: &str) -> Result<(), StoreError> {
    execute!(tx, DELETE, account, scope.name(), subject)?;
    Ok(())
}

/// What an account chose about one thing.
pub async fn find_follow(
    tx: &mut Tx,
    scope: Scope,
    subject: &str,
    account: &str,
) -> Result<Option<Follow>, StoreError> {
    let row: Option<FollowRow> = fetch_optional!(tx, FIND, account, scope.name(), subject)?;
    row.map(Follow::try_from).transpose()
}

/// Everything that an account chose, the last first; the last five hundred.
pub async fn list_follows(tx: &mut Tx, account: &str) -> Result<Vec<Follow>, StoreError> {
    let rows: Vec<FollowRow> = fetch_all!(tx, LIST, account)?;
    rows.into_iter().map(Follow::try_from).collect()
}

/// Everything that an account ever chose.
pub async fn list_every_follow(tx: &mut Tx, account: &str) -> Result<Vec<Follow>, StoreError> {
    let rows: Vec<FollowRow> = fetch_all!(tx, LIST_ALL, account)?;
    rows.into_iter().map(Follow::try_from).collect()
}

/// What an account chose about single questions of a page.
pub async fn list_follows_on_page(tx: &mut Tx, account: &str, page: &str) -> Result<Vec<Follow>, StoreError> {
    let rows: Vec<FollowRow> = fetch_all!(tx, LIST_ON_PAGE, account, page)?;
    rows.into_iter().map(Follow::try_from).collect()
}

/// What anybody chose about a question, its page or that page's topic.
pub async fn list_followers(
    tx: &mut Tx,
    question: &str,
    page: &str,
    topic: Option<&str>,
) -> Result<Vec<Follow>, StoreError> {
    let rows: Vec<FollowRow> = fetch_all!(tx, LIST_FOLLOWERS, question, page, topic)?;
    rows.into_iter().map(Follow::try_from).collect()
}
