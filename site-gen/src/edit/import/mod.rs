//! `site-gen import`: the pages of a Hugo, Zola, Docusaurus or MkDocs tree as pages of a site.
//!
//! Front matter, callouts, links and the navigation are carried as far as they have a counterpart.
//! Everything else stays as it was written, and the report says where.

mod body;
mod config;
mod front;

use std::fs;
use std::path::{Path, PathBuf};

use super::EditError;

/// What was carried and what was not.
#[derive(Debug, Default)]
pub struct Report {
    /// Pages that were written.
    pub pages: usize,
    /// Other files that were copied.
    pub files: usize,
    /// What has no counterpart, and where it stands.
    pub left: Vec<Left>,
}

/// Something that has no counterpart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Left {
    /// The file in the tree that was read.
    pub path: String,
    /// The line; 0 for the file as a whole.
    pub line: usize,
    /// What it is, and what became of it.
    pub message: String,
}

/// Writes the pages below `from` as a content folder at `out`.
///
/// # Errors
/// When `out` has something in it already, or a file cannot be read or written.
pub fn import(from: &Path, out: &Path) -> Result<Report, EditError> {
    if !from.is_dir() {
        return Err(EditError::refused(format!("{} is not a folder", from.display())));
    }
    if fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(EditError::refused(format!("{} is not empty", out.display())));
    }
    let mut report = Report::default();
    let named = config::pages_folder(from).filter(|name| !name.split('/').any(|part| part == ".."));
    let names = named.iter().map(String::as_str).chain(["content", "docs"]);
    let content = names.map(|name| from.join(name)).find(|folder| folder.is_dir());
    let content = content.unwrap_or_else(|| from.to_owned());
    let out_folder = std::path::absolute(out).map_err(EditError::file(out))?;
    let walk = walkdir::WalkDir::new(&content).sort_by_file_name().into_iter();
    let is_visible = |entry: &walkdir::DirEntry| {
        let is_out = std::path::absolute(entry.path()).is_ok_and(|path| path == out_folder);
        entry.depth() == 0 || !is_out && !entry.file_name().to_string_lossy().starts_with('.')
    };
    for entry in walk.filter_entry(is_visible) {
        let entry = entry.map_err(|error| EditError::refused(error.to_string()))?;
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(&content).unwrap_or(entry.path());
            one(entry.path(), &path.to_string_lossy().replace('\\', "/"), out, &mut report)?;
        }
    }
    if let Some(text) = config::site_yaml(from, &mut report) {
        write(&out.join(crate::source::site::FILE), text.as_bytes())?;
    }
    report.left.sort();
    Ok(report)
}

/// Carries one file.
fn one(file: &Path, path: &str, out: &Path, report: &mut Report) -> Result<(), EditError> {
    let bytes = fs::read(file).map_err(EditError::file(file))?;
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let text = match String::from_utf8(bytes) {
        Ok(text) if matches!(extension, "md" | "mdx" | "markdown") => text,
        Ok(text) => {
            report.files += 1;
            return write(&out.join(path), text.as_bytes());
        }
        Err(error) => {
            report.files += 1;
            return write(&out.join(path), error.as_bytes());
        }
    };
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut leave = |line, message: String| report.left.push(Left { path: path.to_owned(), line, message });
    let (front, below, first_line) = front::convert(&text, &mut leave);
    let body = body::convert(below, extension == "mdx", first_line, &mut leave);
    report.pages += 1;
    let new: PathBuf = out.join(renamed(path));
    if new.exists() {
        leave(0, format!("`{}` is there already, so this file was left out", renamed(path)));
        return Ok(());
    }
    write(&new, format!("{front}{body}").as_bytes())
}

/// What a page's file is called here: a folder's page is `index.md`, and there is no MDX.
fn renamed(path: &str) -> String {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let stem = match stem.strip_suffix("_index") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("{folder}index"),
        _ => stem.to_owned(),
    };
    stem + ".md"
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), EditError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(EditError::file(folder))?;
    }
    fs::write(path, bytes).map_err(EditError::file(path))
}

/// `report` for people.
pub fn human(report: &Report) -> String {
    let mut text = String::new();
    for Left { path, line, message } in &report.left {
        let place = if *line == 0 { path.clone() } else { format!("{path}:{line}") };
        text.push_str(&format!("{place}: {message}\n"));
    }
    let (pages, files, left) = (report.pages, report.files, report.left.len());
    text + &format!("{pages} pages and {files} other files carried; {left} things to look at\n")
}
