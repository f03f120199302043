//! Isso's database, which is a SQLite file of its own: read once, when its comments are imported.
//!
//! Its tables are Isso's, so these statements are none of the store's own.

use std::path::Path;

use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use super::StoreError;

const LIST: &str = "SELECT t.uri, COALESCE(t.title, '') AS title, c.id, c.parent, CAST(c.created AS REAL) AS created, \
    CAST(COALESCE(c.mode, 1) AS INTEGER) AS mode, COALESCE(c.text, '') AS text, COALESCE(c.author, '') AS author, \
    COALESCE(c.email, '') AS email FROM comments c JOIN threads t ON t.id = c.tid ORDER BY c.created, c.id";

/// A comment with its thread.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct IssoComment {
    /// The page's path.
    pub uri: String,
    /// The page's title.
    pub title: String,
    /// The comment's number in the file.
    pub id: i64,
    /// The number of the comment that it replies to.
    pub parent: Option<i64>,
    /// When it was written, in seconds.
    pub created: f64,
    /// 1 published, 2 waiting, 4 deleted while others reply to it.
    pub mode: i64,
    /// Markdown.
    pub text: String,
    /// A name, perhaps empty.
    pub author: String,
    /// An address, perhaps empty.
    pub email: String,
}

/// Every comment in the file at `path`, oldest first.
///
/// # Errors
/// When the file is no database, is damaged, or has other tables than Isso's.
pub async fn list_isso_comments(path: &Path) -> Result<Vec<IssoComment>, StoreError> {
    let options = SqliteConnectOptions::new().filename(path).read_only(true);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let comments = sqlx::query_as(LIST).fetch_all(&mut connection).await?;
    connection.close().await?;
    Ok(comments)
}
