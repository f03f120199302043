//! Putting a backup in place, where no server's data is.

use std::fs;
use std::path::Path;

use super::{BackupError, DUMP, KEY, Manifest, SQLITE, at, copy_private, dump, sync};
use crate::config::DataConfig;
use crate::store::sqlite_file;

/// Puts the backup in the folder `from` where `config` says that the data is to be.
///
/// # Errors
/// When the backup is not whole, or something is in its place already: a database, what is left of one, or a key.
pub async fn restore(from: &Path, config: &DataConfig) -> Result<Manifest, BackupError> {
    let manifest = Manifest::read(from)?;
    // SQLite would take an old database's log for that of the restored one, and write its pages over it.
    let logs = ["-wal", "-shm"].map(|end| format!("{SQLITE}{end}"));
    for name in [KEY, SQLITE].into_iter().chain(logs.iter().map(String::as_str)) {
        let path = config.data.join(name);
        if path.exists() {
            return Err(BackupError::Exists(path));
        }
    }
    match (manifest.files.contains_key(SQLITE), &config.database) {
        (true, Some(_)) => {
            return Err(BackupError::WrongDatabase(
                "the backup is of SQLite: restore it without --database, then `qa-server copy --to` PostgreSQL",
            ));
        }
        (false, None) => {
            return Err(BackupError::WrongDatabase(
                "the backup is of PostgreSQL: name an empty database by --database",
            ));
        }
        _ => {}
    }
    fs::create_dir_all(&config.data).map_err(at(&config.data))?;
    match &config.database {
        None => {
            sqlite_file::check_file(&from.join(SQLITE)).await?;
            copy_private(&from.join(SQLITE), &config.data.join(SQLITE))?;
        }
        Some(url) => dump::read(url, &from.join(DUMP))?,
    }
    // The key comes last: with it the data is complete.
    copy_private(&from.join(KEY), &config.data.join(KEY))?;
    sync(&config.data)?;
    Ok(manifest)
}
