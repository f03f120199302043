//! The content folder, read: the only stage that reads the writers' files.
//!
//! [`read`] walks the folder once and hands everything on in memory, with what was wrong with it.
//! Pages are read and parsed in parallel, since both are independent of every other page.

pub mod data;
pub mod day;
pub mod defaults;
pub mod front_matter;
pub mod git;
pub mod image;
pub mod previous;
pub mod server;
pub mod site;
pub mod teams;
pub mod testimonials;

mod emptiness;
mod include;
mod text;
mod walk;
mod yaml;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::check::{Code, Diagnostic, Problem};
use crate::markdown::include::Inclusions;
use crate::markdown::packed::{Packed, Room};
use crate::markdown::{self, Document, Settings};
use defaults::{Cascade, DefaultsSource};
use front_matter::FrontMatter;
use server::ServerFiles;
use site::SiteConfig;
use teams::Teams;
use testimonials::Testimonial;
pub use text::{Part, Place, Text};

/// Why the content folder cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The folder is not there, or is not a folder.
    #[error("{} is not a folder", .0.display())]
    NotAFolder(PathBuf),
    /// A file or folder cannot be read.
    #[error("cannot read {}: {error}", path.display())]
    Read {
        /// What cannot be read.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
}

/// Everything that the writers made.
#[derive(Debug)]
pub struct Source {
    /// `site.yaml`, or its defaults.
    pub config: SiteConfig,
    /// Every Markdown file, ordered by path.
    pub pages: Vec<PageSource>,
    /// Every `_index.md`, ordered by path.
    pub defaults: Vec<DefaultsSource>,
    /// Files that are copied as they are, ordered by path, with `/`.
    pub files: Vec<StaticFile>,
    /// `_data/testimonials.yaml`.
    pub testimonials: Vec<Testimonial>,
    /// The text of that file.
    pub testimonials_text: String,
    /// What components may show: name → value.
    pub data: BTreeMap<String, serde_json::Value>,
    /// `_components/*.html`: path and text.
    pub components: Vec<(String, String)>,
    /// `_strings/*.yaml`: path and text.
    pub strings: Vec<(String, String)>,
    /// `_data/teams.yaml`, if there is one.
    pub teams: Option<Teams>,
    /// What else the server alone is told.
    pub server: ServerFiles,
    /// What was wrong with all of it.
    pub diagnostics: Vec<Diagnostic>,
}

/// A Markdown file, parsed.
#[derive(Debug)]
pub struct PageSource {
    /// Relative to the content folder, with `/`.
    pub path: String,
    /// The whole file.
    pub text: Text,
    /// What stands between the two `---`.
    pub front: FrontMatter,
    /// What stands below.
    pub document: Document,
    /// Its HTML.
    pub content: Packed,
}

/// A file that is copied as it is.
#[derive(Debug)]
pub struct StaticFile {
    /// Relative to the content folder, with `/`.
    pub path: String,
    /// On disk.
    pub from: PathBuf,
}

/// The folder of the site's own words, one file per language, below the content folder.
pub const STRINGS: &str = "_strings";

/// The folder of the site's own components, below the content folder.
pub const COMPONENTS: &str = "_components";

/// Larger files are no text that anyone wrote.
const MOST_BYTES: u64 = 32 * 1024 * 1024;

/// Reads the content folder, without the folder `except` if that lies inside.
///
/// # Errors
/// When the folder itself cannot be read; what is wrong inside is a diagnostic.
pub fn read(content: &Path, except: Option<&Path>) -> Result<Source, SourceError> {
    let files = walk::list(content, except)?;
    let mut diagnostics = files.diagnostics;
    let mut unreadable = Vec::new();
    let mut text_of = |path: &str| {
        let text = read_text(content, path);
        text.and_then(|text| text.map_err(|diagnostic| unreadable.push(diagnostic)).ok())
    };
    let config = text_of(site::FILE);
    let testimonials_text = text_of(testimonials::FILE).unwrap_or_default();
    let teams_text = text_of(teams::FILE);
    let config = config.map(|text| site::read(&text, &mut diagnostics)).unwrap_or_default();
    let testimonials = testimonials::read(&testimonials_text, &mut diagnostics);
    let teams = teams_text.map(|text| teams::read(text, &mut diagnostics));
    let server = ServerFiles::read(&mut text_of, &mut diagnostics);
    diagnostics.extend(unreadable);
    let data = data::read(content, &mut diagnostics)?;
    let site_components = read_all(content, COMPONENTS, ".html", &mut diagnostics)?;
    let strings = read_all(content, STRINGS, ".yaml", &mut diagnostics)?;
    let mut defaults = Vec::with_capacity(files.defaults.len());
    for path in files.defaults {
        match read_text(content, &path) {
            Some(Ok(text)) => {
                let (source, problems) = DefaultsSource::read(path, text);
                defaults.push(source);
                diagnostics.extend(problems);
            }
            Some(Err(diagnostic)) => diagnostics.push(diagnostic),
            None => {}
        }
    }
    let cascade = Cascade::new(&defaults);
    let room = Room::default();
    let read: Vec<_> =
        files.pages.into_par_iter().map(|path| read_page(content, path, &config, &cascade, &room)).collect();
    let mut pages = Vec::with_capacity(read.len());
    for (page, problems) in read {
        pages.extend(page);
        diagnostics.extend(problems);
    }
    Ok(Source {
        config,
        pages,
        defaults,
        files: files.others,
        testimonials,
        testimonials_text,
        data,
        components: site_components,
        strings,
        teams,
        server,
        diagnostics,
    })
}

/// Path and text of every file in `folder` whose name has this ending, in the order of their names.
fn read_all(
    content: &Path,
    folder: &str,
    ending: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<(String, String)>, SourceError> {
    let mut files = Vec::new();
    for name in walk::names(&content.join(folder))?.into_iter().filter(|name| name.ends_with(ending)) {
        let path = format!("{folder}/{name}");
        match read_text(content, &path) {
            Some(Ok(text)) => files.push((path, text)),
            Some(Err(diagnostic)) => diagnostics.push(diagnostic),
            None => {}
        }
    }
    Ok(files)
}

/// Reads one page again, with the defaults of its folder, and says what is wrong with it; `None` when it is no page now.
pub(crate) fn read_again(
    content: &Path,
    path: &str,
    config: &SiteConfig,
    defaults: &[DefaultsSource],
) -> Option<(PageSource, Vec<Diagnostic>)> {
    let (page, diagnostics) = read_page(content, path.to_owned(), config, &Cascade::new(defaults), &Room::default());
    page.map(|page| (page, diagnostics))
}

fn read_page(
    content: &Path,
    path: String,
    config: &SiteConfig,
    cascade: &Cascade,
    room: &Room,
) -> (Option<PageSource>, Vec<Diagnostic>) {
    let text = match read_text(content, &path) {
        Some(Ok(text)) => text,
        Some(Err(diagnostic)) => return (None, vec![diagnostic]),
        None => return (None, Vec::new()),
    };
    let (mut front, body, mut problems) = front_matter::read(&text);
    if let Some(yaml) = front_matter::yaml_range(&text) {
        let name = path.rsplit('/').next().unwrap_or(&path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        problems.extend(emptiness::check(&text, yaml, stem));
    }
    front.inherit(cascade.for_file(&path));
    let mut diagnostics = Diagnostic::all(&path, &text, problems);
    let settings = Settings {
        title: front.title.as_deref(),
        show_title: front.show_title.unwrap_or(true),
        smart_punctuation: config.smart_punctuation,
        inclusions: &Inclusions::default(),
    };
    let (kept, document, html) = if include::may_include(&text) {
        let include::Gathered { text: all, inclusions, parts } = include::gather(content, &path, &text);
        let (mut document, html) = markdown::parse_with(&all, body, &Settings { inclusions: &inclusions, ..settings });
        let kept = Text::new(content.join(&path), &text).including(parts);
        diagnostics.extend(kept.diagnostics(&path, std::mem::take(&mut document.problems)));
        (kept, document, html)
    } else {
        let (mut document, html) = markdown::parse_with(&text, body, &settings);
        diagnostics.extend(Diagnostic::all(&path, &text, std::mem::take(&mut document.problems)));
        (Text::new(content.join(&path), &text), document, html)
    };
    (Some(PageSource { path, text: kept, front, document, content: Packed::new(html, room) }), diagnostics)
}

/// Whether `path` leads to a place inside the content folder, as everything that the walk found does.
fn is_inside(content: &Path, path: &str) -> bool {
    let Ok(file) = content.join(path).canonicalize() else { return true };
    content.canonicalize().is_ok_and(|content| file.starts_with(content))
}

/// The text of the file at `path`, `None` when there is no such file, or what keeps it from being text.
fn read_text(content: &Path, path: &str) -> Option<Result<String, Diagnostic>> {
    // The walk took only what is inside; configuration and data are read by their names.
    if (path == site::FILE || path.starts_with('_')) && !is_inside(content, path) {
        let hint = "copy what it leads to".to_owned();
        let message = "this is a link out of the content folder";
        return Some(Err(Diagnostic::about(path, Code::UnusableFile, message, Some(hint))));
    }
    let bytes = match read_bytes(&content.join(path)) {
        Ok(bytes) => bytes,
        // Between the walk and the reading a file may vanish; then there is none.
        Err(error) if error.kind() == ErrorKind::NotFound => return None,
        Err(error) => {
            let hint = "see what it is, and who may read it".to_owned();
            let message = format!("this cannot be read: {error}");
            return Some(Err(Diagnostic::about(path, Code::UnusableFile, message, Some(hint))));
        }
    };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let problem = Problem::new(Code::NotUtf8, valid..valid + 3, "the file is not UTF-8")
                .hint("save it as UTF-8 and build again");
            return Some(Err(Diagnostic::at(path, &text, problem)));
        }
    };
    if let Some(at) = text.find('\0') {
        let problem = Problem::new(Code::Nul, at..at + 1, "the file contains NUL, which no text may")
            .hint("remove the character; a file that was cut short by a crash often ends in such");
        return Some(Err(Diagnostic::at(path, &text, problem)));
    }
    Some(Ok(text))
}

/// Reads a regular file of bearable size.
fn read_bytes(file: &Path) -> std::io::Result<Vec<u8>> {
    let metadata = file.metadata()?;
    // Opening a pipe would wait for whoever writes into it.
    if !metadata.is_file() {
        return Err(std::io::Error::other("it is no regular file"));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len().min(MOST_BYTES)).unwrap_or_default() + 1);
    File::open(file)?.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(std::io::Error::other(format!("it is larger than {} MiB", MOST_BYTES / 1024 / 1024)));
    }
    Ok(bytes)
}
