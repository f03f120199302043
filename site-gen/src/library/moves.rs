//! Old URLs that lead to pages: aliases, checked, and what the previous build knew.

use std::collections::{BTreeMap, HashMap, HashSet};

use qa_api::manifest::{Manifest, Move};
use qa_api::paths::RESERVED_SLUGS;

use super::Page;
use crate::check::{Code, Diagnostic, Problem};
use crate::markdown::heading::Former;
use crate::source::StaticFile;

/// Longest path of an old URL.
const LONGEST_PATH: usize = 1024;
/// File systems take names of 255 bytes.
const LONGEST_SEGMENT: usize = 200;

/// Every alias as a move, and the URLs from which the previous build knew pages by the same id.
///
/// A move is of a page, or of one of its sections, which has `#` and the section's anchor behind the path.
pub(super) fn collect(
    pages: &[Page],
    files: &[StaticFile],
    previous: Option<&Manifest>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Move> {
    let urls = pages.iter().map(|page| (page.url.as_str(), page)).collect();
    let files = files.iter().map(|file| format!("/{}", file.path)).collect();
    let mut collector = Collector { urls, files, moves: BTreeMap::new() };
    for page in pages {
        for alias in page.front.aliases.iter().filter(|alias| !alias.contains('#')) {
            let from = normalise(alias);
            if let Err(mistake) = collector.add_page(alias, from, page) {
                diagnostics.push(at_alias(page, alias, mistake));
            }
        }
    }
    let by_id: HashMap<&str, &Page> = pages.iter().map(|page| (page.id.as_str(), page)).collect();
    for old in previous.map(|manifest| manifest.pages.as_slice()).unwrap_or_default() {
        if let Some(page) = by_id.get(old.id.as_str())
            && collector.is_free(&old.path)
        {
            collector.moves.insert(old.path.clone(), page.url.clone());
        }
    }
    // Sections come last, since they need to know what answers at the address of their page.
    for page in pages {
        for alias in page.front.aliases.iter().filter(|alias| alias.contains('#')) {
            if let Err(mistake) = collector.add_section(alias, page.url.clone()) {
                diagnostics.push(at_alias(page, alias, mistake));
            }
        }
        for Former { from, id, span } in &page.document.former {
            let to = format!("{}#{id}", page.url);
            let added = if from.contains(['/', '#']) {
                collector.add_section(from, to)
            } else {
                collector.moves.insert(format!("{}#{from}", page.url), to);
                Ok(())
            };
            if let Err(Mistake { message, hint }) = added {
                let problem = Problem::new(Code::BadAlias, span.clone(), message).maybe_hint(hint);
                diagnostics.push(page.text.diagnostic(&page.source, problem));
            }
        }
    }
    collector.moves.into_iter().map(|(from, to)| Move { from, to }).collect()
}

fn at_alias(page: &Page, alias: &str, Mistake { message, hint }: Mistake) -> Diagnostic {
    let span = page.front.place_in_list(&page.text, "aliases", alias);
    Diagnostic::at(&page.source, &page.text, Problem::new(Code::BadAlias, span, message).maybe_hint(hint))
}

/// What is wrong with an alias.
struct Mistake {
    message: String,
    hint: Option<String>,
}

impl From<String> for Mistake {
    fn from(message: String) -> Self {
        Self { message, hint: None }
    }
}

struct Collector<'a> {
    urls: HashMap<&'a str, &'a Page>,
    /// Files of the site, with a slash in front.
    files: HashSet<String>,
    moves: BTreeMap<String, String>,
}

impl Collector<'_> {
    fn add_page(&mut self, alias: &str, from: String, page: &Page) -> Result<(), Mistake> {
        check_path(alias, &from)?;
        if let Some(other) = self.urls.get(from.as_str()) {
            return Err(format!("the alias `{alias}` is the URL of `{}`", other.source).into());
        }
        if is_taken(&from, &self.files) {
            return Err(format!("the alias `{alias}` is a file of the site").into());
        }
        self.add(alias, from, page.url.clone())
    }

    fn add_section(&mut self, alias: &str, to: String) -> Result<(), Mistake> {
        let (path, anchor) = alias.split_once('#').unwrap_or((alias, ""));
        let path = normalise(path);
        check_path(alias, &path)?;
        if anchor.is_empty() || anchor.contains(|c: char| c.is_whitespace() || c == '#') {
            return Err(format!("the alias `{alias}` has no anchor such as `/old/place/#section`").into());
        }
        match self.urls.get(path.as_str()) {
            Some(page) if page.document.anchors.contains(anchor) => {
                return Err(format!("`{}` still has the anchor `#{anchor}`", page.source).into());
            }
            None if !self.moves.contains_key(&path) => {
                let message = format!("nothing answers at `{path}`, so the alias `{alias}` never leads on");
                let hint = Some(format!("add `{path}` to the aliases of the page that replaces it"));
                return Err(Mistake { message, hint });
            }
            _ => {}
        }
        self.add(alias, format!("{path}#{anchor}"), to)
    }

    fn add(&mut self, alias: &str, from: String, to: String) -> Result<(), Mistake> {
        if let Some(other) = self.moves.get(&from).filter(|other| **other != to) {
            return Err(format!("the alias `{alias}` leads to `{other}` already").into());
        }
        self.moves.insert(from, to);
        Ok(())
    }

    fn is_free(&self, path: &str) -> bool {
        !self.urls.contains_key(path) && !self.moves.contains_key(path) && is_path(path) && !is_taken(path, &self.files)
    }
}

fn check_path(alias: &str, path: &str) -> Result<(), Mistake> {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    if !is_path(path) {
        return Err(format!("the alias `{alias}` is no path such as `/old/place/`").into());
    }
    if RESERVED_SLUGS.contains(&first) {
        return Err(format!("the alias `{alias}` belongs to the server").into());
    }
    Ok(())
}

/// Whether `path` names a folder below the output folder and nothing else, however it is decoded.
fn is_path(path: &str) -> bool {
    let is_odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\\' | '?' | '#');
    let inner = path.strip_prefix('/').and_then(|path| path.strip_suffix('/'));
    inner.is_some_and(|inner| {
        path.len() <= LONGEST_PATH
            && !path.contains(is_odd)
            && inner.split('/').all(|segment| {
                let decoded = super::index::decode(segment);
                !matches!(decoded.as_str(), "" | "." | "..")
                    && segment.len() <= LONGEST_SEGMENT
                    && !decoded.contains(|c: char| c.is_control() || matches!(c, '/' | '\\'))
            })
    })
}

/// Whether a file of the site stands where the redirect at `from` would be written.
fn is_taken(from: &str, files: &HashSet<String>) -> bool {
    files.contains(&format!("{from}index.html"))
        || from.match_indices('/').skip(1).any(|(slash, _)| files.contains(&from[..slash]))
}

/// An alias with a slash at its end, as pages have.
pub(super) fn normalise(alias: &str) -> String {
    if alias.ends_with('/') { alias.to_owned() } else { format!("{alias}/") }
}
