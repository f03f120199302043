//! Making a backup, while the server runs.

use std::fs;
use std::path::{Path, PathBuf};

use super::{BackupError, DUMP, KEY, Manifest, SETTINGS, SQLITE, at, copy_private, dump, make_private, sync};
use crate::clock::{Millis, rfc3339};
use crate::config::DataConfig;
use crate::store::sqlite_file;

/// Backs up what `config` names into the new folder `to`; `settings` is the configuration without its secrets.
///
/// # Errors
/// When something cannot be read, written or verified; then there is no folder `to`.
pub async fn take(config: &DataConfig, settings: &str, to: &Path, now: Millis) -> Result<Manifest, BackupError> {
    if to.exists() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let key = config.data.join(KEY);
    if !key.exists() {
        return Err(BackupError::NoData(config.data.clone()));
    }
    let unfinished = unfinished(to);
    if unfinished.exists() {
        // What an earlier try left behind.
        fs::remove_dir_all(&unfinished).map_err(at(&unfinished))?;
    }
    fs::create_dir_all(&unfinished).map_err(at(&unfinished))?;
    make_private(&unfinished)?;
    let manifest = fill(config, settings, &unfinished, now).await;
    if manifest.is_err() {
        // The reason is what matters, not whether the rest could be cleared away.
        let _ = fs::remove_dir_all(&unfinished);
    }
    let manifest = manifest?;
    fs::rename(&unfinished, to).map_err(at(to))?;
    if let Some(parent) = to.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        sync(parent)?;
    }
    Ok(manifest)
}

async fn fill(config: &DataConfig, settings: &str, folder: &Path, now: Millis) -> Result<Manifest, BackupError> {
    copy_private(&config.data.join(KEY), &folder.join(KEY))?;
    let file = folder.join(SETTINGS);
    fs::write(&file, settings).map_err(at(&file))?;
    sync(&file)?;
    let (database, holds) = match &config.database {
        None => {
            let file = folder.join(SQLITE);
            sqlite_file::copy_file(&config.data.join(SQLITE), &file).await?;
            make_private(&file)?;
            (SQLITE, Some(sqlite_file::check_file(&file).await?))
        }
        Some(url) => {
            dump::write(url, &folder.join(DUMP))?;
            make_private(&folder.join(DUMP))?;
            (DUMP, None)
        }
    };
    sync(&folder.join(database))?;
    let manifest = Manifest::of(folder, &[KEY, SETTINGS, database], rfc3339(now), holds)?;
    manifest.write(folder)?;
    sync(folder)?;
    Ok(manifest)
}

/// The folder's name for as long as it is not whole.
fn unfinished(to: &Path) -> PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".unfinished");
    to.with_file_name(name)
}
