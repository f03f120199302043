//! What a backup says of itself, in `backup.json`.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{BackupError, at};
use crate::hex;
use crate::store::sqlite_file::Counts;

const NAME: &str = "backup.json";
/// Changes when an older release could not restore what a newer one backed up.
const FORMAT: u32 = 1;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    format: u32,
    /// The release that made it.
    pub release: String,
    /// When it was made.
    pub made_at: String,
    /// What its database holds; not counted in a dump of PostgreSQL.
    pub holds: Option<Counts>,
    /// SHA-256 of each file, in hexadecimal.
    pub files: BTreeMap<String, String>,
}

impl Manifest {
    /// Of the `files` in `folder`.
    pub(super) fn of(
        folder: &Path,
        files: &[&str],
        made_at: String,
        holds: Option<Counts>,
    ) -> Result<Self, BackupError> {
        let digest = |name: &&str| Ok(((*name).to_owned(), sha256(&folder.join(name))?));
        let files = files.iter().map(digest).collect::<Result<_, BackupError>>()?;
        Ok(Self { format: FORMAT, release: env!("CARGO_PKG_VERSION").to_owned(), made_at, holds, files })
    }

    pub(super) fn write(&self, folder: &Path) -> Result<(), BackupError> {
        let path = folder.join(NAME);
        let text = serde_json::to_string_pretty(self).expect("a manifest is JSON") + "\n";
        fs::write(&path, text).map_err(at(&path))?;
        super::sync(&path)
    }

    /// Reads that of the backup in `folder` and compares every file with it.
    pub(super) fn read(folder: &Path) -> Result<Self, BackupError> {
        let not = |reason: String| BackupError::NotABackup { path: folder.to_owned(), reason };
        let text = fs::read_to_string(folder.join(NAME)).map_err(|error| not(format!("{NAME}: {error}")))?;
        let manifest: Self = serde_json::from_str(&text).map_err(|error| not(format!("{NAME}: {error}")))?;
        if manifest.format != FORMAT {
            return Err(not(format!("its format is {}, this release knows {FORMAT}", manifest.format)));
        }
        for (name, digest) in &manifest.files {
            let path = folder.join(name);
            if sha256(&path)? != *digest {
                return Err(BackupError::Changed(path));
            }
        }
        Ok(manifest)
    }
}

fn sha256(path: &Path) -> Result<String, BackupError> {
    let mut hasher = Hasher(Sha256::new());
    io::copy(&mut File::open(path).map_err(at(path))?, &mut hasher).map_err(at(path))?;
    Ok(hex::encode(hasher.0.finalize()))
}

struct Hasher(Sha256);

impl io::Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
