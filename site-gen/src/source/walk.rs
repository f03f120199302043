//! Which files of the content folder are pages, and which are copied.
//!
//! Hidden files, `_data`, `_components` and everything else that starts with `_` belong to the build and not to the site.
//! Links are followed only where they stay inside the folder.

use std::path::{Component, Path};

use walkdir::{DirEntry, WalkDir};

use super::{SourceError, StaticFile, defaults, site};

/// The files of a content folder.
pub(super) struct Files {
    /// Markdown files, relative, with `/`, sorted.
    pub pages: Vec<String>,
    /// `_index.md` of every folder that has one, sorted.
    pub defaults: Vec<String>,
    /// All others, sorted.
    pub others: Vec<StaticFile>,
}

/// Walks the folder in the order of its names.
pub(super) fn list(content: &Path) -> Result<Files, SourceError> {
    let root = content.canonicalize().map_err(|_| SourceError::NotAFolder(content.to_owned()))?;
    if !root.is_dir() {
        return Err(SourceError::NotAFolder(content.to_owned()));
    }
    let mut files = Files { pages: Vec::new(), defaults: Vec::new(), others: Vec::new() };
    let walk = WalkDir::new(content).follow_links(true).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|entry| is_visible(entry) && is_inside(entry, &root)) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if error.loop_ancestor().is_some() || error.path().is_some_and(Path::is_symlink) => continue,
            Err(error) => {
                let path = error.path().unwrap_or(content).to_owned();
                return Err(SourceError::Read { path, error: error.into() });
            }
        };
        if !entry.file_type().is_file() {
            continue;
        }
        let path = relative(content, entry.path());
        if path == site::FILE {
            continue;
        }
        if entry.file_name() == defaults::FILE {
            files.defaults.push(path);
        } else if entry.path().extension().is_some_and(|extension| extension == "md" || extension == "markdown") {
            files.pages.push(path);
        } else {
            files.others.push(StaticFile { path, from: entry.into_path() });
        }
    }
    files.pages.sort();
    files.defaults.sort();
    files.others.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The names of the files in `folder`, sorted; none when there is no such folder.
///
/// Links are left out, since they may lead anywhere.
pub(super) fn names(folder: &Path) -> Result<Vec<String>, SourceError> {
    let read_error = |error| SourceError::Read { path: folder.to_owned(), error };
    let entries = match std::fs::read_dir(folder) {
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

fn is_visible(entry: &DirEntry) -> bool {
    let is_defaults = entry.file_name() == defaults::FILE && !entry.file_type().is_dir();
    entry.depth() == 0 || is_defaults || !entry.file_name().to_string_lossy().starts_with(['.', '_'])
}

fn is_inside(entry: &DirEntry, root: &Path) -> bool {
    !entry.path_is_symlink() || entry.path().canonicalize().is_ok_and(|target| target.starts_with(root))
}

/// `path` below `content`, with `/` on every system.
fn relative(content: &Path, path: &Path) -> String {
    let path = path.strip_prefix(content).unwrap_or(path);
    let names = path.components().filter_map(|component| match component {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    names.collect::<Vec<_>>().join("/")
}
