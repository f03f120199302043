//! What can go wrong in the database, as the rest of the server needs to tell it apart.

use sqlx::error::ErrorKind;

/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A row with this key exists.
    #[error("a row with this key exists")]
    Duplicate,
    /// The database cannot take this now; later it may.
    #[error("the database is busy or away: {0}")]
    Unavailable(String),
    /// The database holds something that this release does not know.
    #[error("{column} holds {value:?}, which this release does not know")]
    Unknown {
        /// Table and column.
        column: &'static str,
        /// What it holds.
        value: String,
    },
    /// The database was written by a newer release.
    #[error(
        "the database was written by a newer release: change {0} of its tables is unknown to this one; run the newer release, or restore a backup from before"
    )]
    Newer(i64),
    /// The tables cannot be brought up to date.
    #[error("the tables cannot be brought up to date: {0}; the database's user has to be allowed to change them")]
    Migration(sqlx::migrate::MigrateError),
    /// The database's file is not as it was written.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// The address of the database cannot be read.
    #[error("{0:?} is not a database address; use a file for SQLite or postgres://user@host/name")]
    Address(String),
    /// A unit of work panicked; what it did was rolled back.
    #[error("a unit of work panicked")]
    Panicked,
    /// Anything else.
    #[error("the database refused: {0}")]
    Other(sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) if database.kind() == ErrorKind::UniqueViolation => Self::Duplicate,
            sqlx::Error::Database(database) if is_transient(database.code().as_deref().unwrap_or_default()) => {
                Self::Unavailable(error.to_string())
            }
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
                Self::Unavailable(error.to_string())
            }
            _ => Self::Other(error),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        match error {
            sqlx::migrate::MigrateError::VersionMissing(version) => Self::Newer(version),
            other => Self::Migration(other),
        }
    }
}

/// SQLite's result codes busy (5), locked (6), I/O (10) and full (13) with their extensions (<https://sqlite.org/rescode.html>);
/// PostgreSQL's classes 08 connection, 40 rollback, 53 resources, 57 operator (PostgreSQL manual, appendix A).
fn is_transient(code: &str) -> bool {
    if code.len() == 5 {
        return ["08", "40", "53", "57"].iter().any(|class| code.starts_with(class));
    }
    code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 10 | 13))
}
