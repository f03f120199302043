//! Which files of the content folder are pages, and which are copied.
//!
//! Hidden files, `_data`, `_components` and everything else that starts with `_` belong to the build and not to the site.
//! Links are followed only where they stay inside the folder, and a folder is entered by a link at most once, so that
//! links which lead round in circles end.
//! **Invariant:** what is neither walked nor hidden is told as a diagnostic.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, FileType};
use std::path::{Path, PathBuf};

use rayon::slice::ParallelSliceMut as _;

use super::{SourceError, StaticFile, defaults, site};
use crate::check::{Code, Diagnostic};

/// Longer paths below the content folder could not be written below every output folder.
const LONGEST_PATH: usize = 1024;
/// Folders within folders: templates go into themselves at most twenty times, as they do for a sidebar.
const DEEPEST: usize = 16;

/// The files of a content folder.
#[derive(Default)]
pub(super) struct Files {
    /// Markdown files, relative, with `/`, sorted.
    pub pages: Vec<String>,
    /// `_index.md` of every folder that has one, sorted.
    pub defaults: Vec<String>,
    /// All others, sorted.
    pub others: Vec<StaticFile>,
    /// What cannot be used.
    pub diagnostics: Vec<Diagnostic>,
}

/// Walks the folder; `except` is left out if it lies inside, as an output folder may.
pub(super) fn list(content: &Path, except: Option<&Path>) -> Result<Files, SourceError> {
    let root = content.canonicalize().map_err(|_| SourceError::NotAFolder(content.to_owned()))?;
    if !root.is_dir() {
        return Err(SourceError::NotAFolder(content.to_owned()));
    }
    fs::read_dir(&root).map_err(|error| SourceError::Read { path: content.to_owned(), error })?;
    let except = except.and_then(|folder| folder.canonicalize().ok()).filter(|folder| *folder != root);
    let mut walk = Walk { root, except, linked: HashSet::new(), files: Files::default() };
    walk.folder(&walk.root.clone(), "", 0, false);
    let mut files = walk.files;
    files.pages.par_sort_unstable();
    files.defaults.sort_unstable();
    files.others.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The names of the files in `folder`, sorted; none when there is no such folder.
///
/// Links are left out, since they may lead anywhere.
pub(super) fn names(folder: &Path) -> Result<Vec<String>, SourceError> {
    let read_error = |error| SourceError::Read { path: folder.to_owned(), error };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(read_error(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(read_error)?;
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if let Some(name) = entry.file_name().to_str().filter(|name| is_file && !name.starts_with('.')) {
            names.push(name.to_owned());
        }
    }
    names.sort();
    Ok(names)
}

struct Walk {
    root: PathBuf,
    except: Option<PathBuf>,
    /// Folders that a link has led into.
    linked: HashSet<PathBuf>,
    files: Files,
}

impl Walk {
    /// Takes everything in `folder`, which is called `path` on the site.
    fn folder(&mut self, folder: &Path, path: &str, depth: usize, by_link: bool) {
        if self.except.as_deref() == Some(folder) {
            return;
        }
        if depth > DEEPEST || path.len() > LONGEST_PATH {
            return self.refuse(path, "is too deep in folders to be published", "move it nearer to the content folder");
        }
        let entries = match fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
            Ok(entries) => entries,
            // It was there a moment ago; that it is gone is no mistake.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
            Err(error) => return self.refuse(path, &format!("cannot be read: {error}"), "see who may read it"),
        };
        let mut entries: Vec<_> =
            entries.into_iter().map(|entry| (entry.file_name(), entry.file_type(), entry.path())).collect();
        // Which of several links enters a folder first must not depend on the disk.
        entries.sort_unstable_by(|(a, ..), (b, ..)| a.cmp(b));
        for (name, kind, from) in entries {
            let is_defaults = name == defaults::FILE && kind.as_ref().is_ok_and(|kind| !kind.is_dir());
            if is_hidden(&name) && !is_defaults {
                continue;
            }
            let lossy = name.to_string_lossy();
            let path = if path.is_empty() { lossy.to_string() } else { format!("{path}/{lossy}") };
            if name.to_str().is_none_or(|name| name.contains(|c: char| c.is_control() || c == '\\')) {
                self.refuse(&path, "has a name that no URL can have", "rename it, in UTF-8 and without `\\`");
            } else if let Ok(kind) = kind {
                self.entry(from, path, kind, depth, by_link);
            }
        }
    }

    fn entry(&mut self, from: PathBuf, path: String, kind: FileType, depth: usize, by_link: bool) {
        if kind.is_symlink() {
            self.link(&from, path, depth, by_link);
        } else if kind.is_dir() {
            self.folder(&from, &path, depth + 1, by_link);
        } else if kind.is_file() {
            self.file(from, path);
        } else {
            self.refuse(&path, "is neither a file nor a folder", "remove it, or let its name begin with `_`");
        }
    }

    fn link(&mut self, from: &Path, path: String, depth: usize, by_link: bool) {
        let Ok(target) = from.canonicalize() else {
            return self.refuse(&path, "is a link that leads nowhere", "remove it, or link to a file that is there");
        };
        if !target.starts_with(&self.root) {
            return self.refuse(&path, "is a link out of the content folder", "copy what it leads to");
        }
        let Ok(kind) = fs::metadata(&target).map(|metadata| metadata.file_type()) else { return };
        if !kind.is_dir() {
            return self.entry(target, path, kind, depth, by_link);
        }
        let leads_up = from.parent().is_some_and(|parent| parent.starts_with(&target));
        if leads_up || by_link || !self.linked.insert(target.clone()) {
            return self.refuse(
                &path,
                "is a link that leads round in a circle, or a second one to its folder",
                "remove it",
            );
        }
        self.folder(&target, &path, depth + 1, true);
    }

    fn file(&mut self, from: PathBuf, path: String) {
        if path == site::FILE {
            return;
        }
        if path.len() > LONGEST_PATH {
            return self.refuse(&path, "has too long a name to be published", "give it a shorter one");
        }
        let name = path.rsplit('/').next().unwrap_or(&path);
        if name == defaults::FILE {
            self.files.defaults.push(path);
        } else if Path::new(name).extension().is_some_and(|extension| extension == "md" || extension == "markdown") {
            self.files.pages.push(path);
        } else {
            self.files.others.push(StaticFile { path, from });
        }
    }

    fn refuse(&mut self, path: &str, why: &str, hint: &str) {
        let message = format!("this {why}");
        self.files.diagnostics.push(Diagnostic::about(path, Code::UnusableFile, message, Some(hint.to_owned())));
    }
}

fn is_hidden(name: &OsStr) -> bool {
    matches!(name.as_encoded_bytes().first(), Some(b'.' | b'_'))
}
