//! A folder beside the output folder in which the new site grows until it is whole.
//!
//! [`Stage::swap`] then puts it in the old one's place in one step; [`Stage::merge`] replaces file by file, for a server
//! that watches the folder. A stage that is dropped before either leaves nothing behind.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufWriter, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use qa_api::paths;
use walkdir::WalkDir;

use super::Sink;

/// No build takes this long.
const ABANDONED_AFTER: Duration = Duration::from_secs(60 * 60);

/// Why a site cannot be published.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// The output folder holds something that this program did not write.
    #[error("{} is not empty and holds no site that site-gen built, so it is not replaced", .0.display())]
    NotOurs(PathBuf),
    /// A file cannot be written.
    #[error("cannot write {}: {error}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

/// The new site.
#[derive(Debug)]
pub struct Stage {
    folder: PathBuf,
    out: PathBuf,
}

impl Stage {
    /// Makes an empty stage beside `out`.
    ///
    /// # Errors
    /// When `out` holds something else than a site, or its parent cannot be written to.
    pub fn beside(out: &Path) -> Result<Self, StageError> {
        // A link to the site stays a link: what it leads to is replaced.
        let absolute = out.canonicalize().or_else(|_| std::path::absolute(out));
        let out = &absolute.map_err(|error| StageError::Write { path: out.to_owned(), error })?;
        let is_site = out.join(paths::MANIFEST_FILE).is_file();
        if !is_site && fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(StageError::NotOurs(out.to_owned()));
        }
        let Some(name) = out.file_name().map(|name| name.to_string_lossy()) else {
            return Err(StageError::NotOurs(out.to_owned()));
        };
        let folder = out.with_file_name(format!(".{name}.new-{}", std::process::id()));
        let stage = Self { folder, out: out.to_owned() };
        stage.remove_abandoned(&format!(".{name}.new-"));
        if stage.folder.exists() {
            fs::remove_dir_all(&stage.folder).map_err(|error| stage.failed(error))?;
        }
        fs::create_dir_all(&stage.folder).map_err(|error| stage.failed(error))?;
        Ok(stage)
    }

    /// Removes the stages of builds that were killed, known by their age.
    fn remove_abandoned(&self, prefix: &str) {
        let parent = self.folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let Ok(entries) = fs::read_dir(parent) else { return };
        for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix)) {
            let age =
                entry.metadata().and_then(|metadata| metadata.modified()).ok().and_then(|time| time.elapsed().ok());
            if age.is_some_and(|age| age > ABANDONED_AFTER) {
                // The next build tries again.
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }

    /// Puts the stage in the output folder's place.
    ///
    /// # Errors
    /// When the folders cannot be exchanged; the old site is then still there.
    pub fn swap(self) -> Result<(), StageError> {
        if !self.out.exists() {
            return fs::rename(&self.folder, &self.out).map_err(|error| self.failed(error));
        }
        // After the exchange the old site lies in the stage, and goes with it when `self` is dropped.
        exchange(&self.folder, &self.out).map_err(|error| self.failed(error))
    }

    /// Brings the output folder to the stage's state file by file: changed ones first, vanished ones after them,
    /// the manifest last.
    ///
    /// # Errors
    /// When a file cannot be replaced or removed.
    pub fn merge(self) -> Result<usize, StageError> {
        let new = files_below(&self.folder);
        let mut changed = 0;
        for path in new.iter().filter(|path| *path != paths::MANIFEST_FILE) {
            changed += usize::from(self.replace(path)?);
        }
        for path in files_below(&self.out).difference(&new) {
            let path = self.out.join(path);
            match fs::remove_file(&path) {
                // It made room for a new file or folder already.
                Err(error)
                    if matches!(
                        error.kind(),
                        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory
                    ) => {}
                outcome => outcome.map_err(|error| StageError::Write { path: path.clone(), error })?,
            }
            changed += 1;
            remove_empty_parents(&path, &self.out);
        }
        if new.contains(paths::MANIFEST_FILE) {
            changed += usize::from(self.replace(paths::MANIFEST_FILE)?);
        }
        Ok(changed)
    }

    /// Brings the files of the stage into the output folder and leaves all others there, the manifest last.
    ///
    /// # Errors
    /// When a file cannot be replaced.
    pub fn patch(self) -> Result<(), StageError> {
        let new = files_below(&self.folder);
        for path in new.iter().filter(|path| *path != paths::MANIFEST_FILE) {
            self.replace(path)?;
        }
        if new.contains(paths::MANIFEST_FILE) {
            self.replace(paths::MANIFEST_FILE)?;
        }
        Ok(())
    }

    /// Moves one file into the output folder unless it is there already, byte for byte.
    fn replace(&self, path: &str) -> Result<bool, StageError> {
        let (from, to) = (self.folder.join(path), self.out.join(path));
        let failed = |error| StageError::Write { path: to.clone(), error };
        if fs::read(&to).is_ok_and(|old| fs::read(&from).is_ok_and(|new| new == old)) {
            return Ok(false);
        }
        if let Some(parent) = to.parent() {
            // A file may stand where a folder belongs now.
            if let Some(file) = parent.ancestors().take_while(|at| *at != self.out).find(|at| at.is_file()) {
                fs::remove_file(file).map_err(failed)?;
            }
            fs::create_dir_all(parent).map_err(failed)?;
        }
        if to.is_dir() {
            fs::remove_dir_all(&to).map_err(failed)?;
        }
        fs::rename(&from, &to).map_err(failed)?;
        Ok(true)
    }

    fn failed(&self, error: io::Error) -> StageError {
        StageError::Write { path: self.out.clone(), error }
    }
}

impl Sink for Stage {
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let file = self.folder.join(path);
        match fs::write(&file, bytes) {
            // Most files are not the first of their folder, and asking for the folder each time costs as much as a file.
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(file.parent().unwrap_or(&self.folder))?;
                fs::write(&file, bytes)
            }
            written => written,
        }
    }

    fn put_with(&self, path: &str, write: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>) -> io::Result<()> {
        let file = self.folder.join(path);
        fs::create_dir_all(file.parent().unwrap_or(&self.folder))?;
        let mut file = BufWriter::new(fs::File::create(file)?);
        write(&mut file)?;
        file.flush()
    }

    fn copy(&self, path: &str, from: &Path) -> io::Result<()> {
        let file = self.folder.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::copy(from, file).map(drop)
    }

    fn get(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.folder.join(path)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            outcome => outcome.map(Some),
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // Nothing depends on it: the next stage of this name is emptied before use.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Exchanges two folders in one step where the system can, else in two renames.
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    let aside = a.with_extension("old");
    fs::rename(b, &aside)?;
    if let Err(error) = fs::rename(a, b) {
        fs::rename(&aside, b)?;
        return Err(error);
    }
    fs::rename(&aside, a)
}

fn files_below(folder: &Path) -> BTreeSet<String> {
    let entries = WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    entries
        .filter_map(|entry| Some(entry.path().strip_prefix(folder).ok()?.to_string_lossy().replace('\\', "/")))
        .collect()
}

fn remove_empty_parents(file: &Path, root: &Path) {
    let mut folder = file.parent();
    while let Some(current) = folder.filter(|current| *current != root) {
        // Fails as soon as a folder has something left in it.
        if fs::remove_dir(current).is_err() {
            return;
        }
        folder = current.parent();
    }
}
