//! A folder that holds all that a server would be lost without: its database, its key, its configuration without secrets.
//!
//! `qa-server backup` makes one while the server runs ([`take`]), `qa-server restore` puts one in place ([`restore`]).
//!
//! **Invariants:** a backup that is there under its name is whole: it was opened, checked and synced before it got the name.
//! Restoring overwrites nothing.

pub mod restore;
pub mod take;

mod dump;
mod manifest;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

pub use self::manifest::Manifest;

use crate::store::StoreError;

/// The name of a SQLite database, in a data folder and in a backup.
pub const SQLITE: &str = "qa.sqlite";
/// The name of the server's key, in a data folder and in a backup.
pub const KEY: &str = "key";
/// The name of a PostgreSQL database in a backup, as `pg_dump` writes it.
const DUMP: &str = "database.dump";
/// The name of the configuration in a backup.
const SETTINGS: &str = "qa.yaml";

/// Why there is no backup, or it is not restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which one.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// Nothing is overwritten.
    #[error("{0} is there already; name another folder, or move it away")]
    Exists(PathBuf),
    /// There is nothing to back up.
    #[error("there is no server's data in {0}: it has no {KEY}; name the folder that the server was given by --data")]
    NoData(PathBuf),
    /// It is not a backup, or of another time.
    #[error("{path} is not a backup that this release can read: {reason}")]
    NotABackup {
        /// The folder.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// A file is not what it was when the backup was made.
    #[error("{0} has changed since the backup was made; restore another one")]
    Changed(PathBuf),
    /// The other kind of database is needed.
    #[error("{0}")]
    WrongDatabase(&'static str),
    /// A program of PostgreSQL did not do its part.
    #[error("{0}")]
    Program(String),
    /// The database cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.to_owned();
    move |source| BackupError::File { path, source }
}

/// Copies a file so that it outlasts a loss of power, readable by this user alone.
fn copy_private(from: &Path, to: &Path) -> Result<(), BackupError> {
    fs::copy(from, to).map_err(at(from))?;
    make_private(to)?;
    sync(to)
}

fn make_private(path: &Path) -> Result<(), BackupError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = if path.is_dir() { 0o700 } else { 0o600 };
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(at(path))?;
    }
    Ok(())
}

fn sync(path: &Path) -> Result<(), BackupError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(at(path))
}
