//! Old URLs that lead to pages: aliases, checked, and what the previous build knew.

use std::collections::{BTreeMap, HashMap, HashSet};

use qa_api::manifest::{Manifest, Move};
use qa_api::paths::RESERVED_SLUGS;

use super::Page;
use crate::check::{Code, Diagnostic, Problem};
use crate::source::StaticFile;

/// Longest path of an old URL.
const LONGEST_PATH: usize = 1024;
/// File systems take names of 255 bytes.
const LONGEST_SEGMENT: usize = 200;

/// Every alias as a move, and the URLs from which the previous build knew pages by the same id.
pub(super) fn collect(
    pages: &[Page],
    files: &[StaticFile],
    previous: Option<&Manifest>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Move> {
    let urls: HashMap<&str, &Page> = pages.iter().map(|page| (page.url.as_str(), page)).collect();
    let taken: HashSet<String> = files.iter().map(|file| format!("/{}", file.path)).collect();
    let mut moves: BTreeMap<String, String> = BTreeMap::new();
    for page in pages {
        for alias in &page.front.aliases {
            let from = normalise(alias);
            let first = from.trim_start_matches('/').split('/').next().unwrap_or_default();
            let mistake = if !is_path(&from) {
                Some(format!("the alias `{alias}` is no path such as `/old/place/`"))
            } else if RESERVED_SLUGS.contains(&first) {
                Some(format!("the alias `{alias}` belongs to the server"))
            } else if let Some(other) = urls.get(from.as_str()) {
                Some(format!("the alias `{alias}` is the URL of `{}`", other.source))
            } else if is_taken(&from, &taken) {
                Some(format!("the alias `{alias}` is a file of the site"))
            } else {
                moves
                    .get(&from)
                    .filter(|to| **to != page.url)
                    .map(|to| format!("the alias `{alias}` leads to `{to}` already"))
            };
            match mistake {
                Some(message) => {
                    let span = page.front.place_in_list(&page.text, "aliases", alias);
                    let problem = Problem::new(Code::BadAlias, span, message);
                    diagnostics.push(Diagnostic::at(&page.source, &page.text, problem));
                }
                None => {
                    moves.insert(from, page.url.clone());
                }
            }
        }
    }
    let by_id: HashMap<&str, &Page> = pages.iter().map(|page| (page.id.as_str(), page)).collect();
    for old in previous.map(|manifest| manifest.pages.as_slice()).unwrap_or_default() {
        let is_free = !urls.contains_key(old.path.as_str()) && !moves.contains_key(&old.path);
        if !is_free || !is_path(&old.path) || is_taken(&old.path, &taken) {
            continue;
        }
        if let Some(page) = by_id.get(old.id.as_str()) {
            moves.insert(old.path.clone(), page.url.clone());
        }
    }
    moves.into_iter().map(|(from, to)| Move { from, to }).collect()
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
