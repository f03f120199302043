//! A SQLite database as a file: copied while a server writes, and looked over.
//!
//! Called by [`crate::backup`] and [`crate::doctor`]; neither changes the database, nor brings its tables up to date.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, Executor};

use super::StoreError;
use super::sql::{Sql, statements};

/// How long to wait for a server that writes.
const PATIENCE: Duration = Duration::from_secs(30);

statements! {
    // The answers of what SQLite alone knows; but each statement is prepared on both.
    INTEGRITY = Sql { sqlite: "SELECT integrity_check FROM pragma_integrity_check LIMIT 1", postgres: "SELECT 'ok'" };
    ORPHANS = Sql { sqlite: "SELECT COUNT(*) FROM pragma_foreign_key_check", postgres: "SELECT 0::bigint" };
    COUNTS = Sql::both("SELECT (SELECT COUNT(*) FROM accounts), (SELECT COUNT(*) FROM questions), (SELECT COUNT(*) FROM replies)");
}

/// What a database holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Accounts.
    pub accounts: i64,
    /// Questions, in whatever state.
    pub questions: i64,
    /// Replies, in whatever state.
    pub replies: i64,
}

/// Copies the database at `from`, as it is at this moment, into the new file `to`.
///
/// # Errors
/// When either cannot be used.
pub async fn copy_file(from: &Path, to: &Path) -> Result<(), StoreError> {
    let mut connection = open(from).await?;
    let to = to.to_str().ok_or_else(|| StoreError::Address(to.display().to_string()))?;
    sqlx::query("VACUUM INTO $1").bind(to).execute(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

/// Reads all of the database at `path`, compares it with its indexes, and counts.
///
/// # Errors
/// When it cannot be read, or is damaged: says where.
pub async fn check_file(path: &Path) -> Result<Counts, StoreError> {
    let mut connection = open(path).await?;
    let integrity: String = sqlx::query_scalar(INTEGRITY.sqlite).fetch_one(&mut connection).await?;
    let orphans: i64 = sqlx::query_scalar(ORPHANS.sqlite).fetch_one(&mut connection).await?;
    let (accounts, questions, replies) = sqlx::query_as(COUNTS.sqlite).fetch_one(&mut connection).await?;
    connection.close().await?;
    if integrity != "ok" {
        return Err(StoreError::Damaged(integrity));
    }
    if orphans > 0 {
        return Err(StoreError::Damaged(format!("{orphans} rows refer to rows that are not there")));
    }
    Ok(Counts { accounts, questions, replies })
}

/// Whether the file can be written to, by beginning a write and taking it back.
///
/// # Errors
/// Says why not.
pub async fn try_writing(path: &Path) -> Result<(), StoreError> {
    let options = SqliteConnectOptions::new().filename(path).busy_timeout(PATIENCE);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    connection.execute("BEGIN IMMEDIATE").await?;
    connection.execute("ROLLBACK").await?;
    connection.close().await?;
    Ok(())
}

async fn open(path: &Path) -> Result<SqliteConnection, StoreError> {
    let options = SqliteConnectOptions::new().filename(path).read_only(true).busy_timeout(PATIENCE);
    Ok(SqliteConnection::connect_with(&options).await?)
}
