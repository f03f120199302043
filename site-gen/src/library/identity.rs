//! What a page is called: its URL from its place in the folder, and its id, which outlives moves.

use std::collections::{HashMap, HashSet};

use qa_api::manifest::Manifest;
use qa_api::paths::RESERVED_SLUGS;

use super::Page;
use crate::check::{Code, Diagnostic, Problem};
use crate::markdown::heading;
use crate::source::{PageSource, StaticFile};

/// Files that stand for their folder, the first that is there.
const INDEX_NAMES: [&str; 2] = ["index", "readme"];

/// Files that are written at fixed places.
const FIXED_FILES: [&str; 3] = ["404.html", "robots.txt", "sitemap.xml"];

/// Makes pages of files, ordered by URL, without those whose URL is taken.
pub(super) fn identify(sources: Vec<PageSource>, files: &[StaticFile], diagnostics: &mut Vec<Diagnostic>) -> Vec<Page> {
    let indexes = folders_with_index(sources.iter().map(|page| page.path.as_str()));
    let mut pages: Vec<Page> =
        sources.into_iter().map(|source| page(source, |folder| indexes.contains(folder), diagnostics)).collect();
    pages.sort_by(|a, b| (&a.url, &a.source).cmp(&(&b.url, &b.source)));
    let mut taken: HashMap<String, String> =
        files.iter().map(|file| (format!("/{}", file.path), file.path.clone())).collect();
    for name in FIXED_FILES {
        taken.entry(format!("/{name}")).or_insert_with(|| name.to_owned());
    }
    pages.retain(|page| {
        let file = format!("{}index.html", page.url);
        // A file cannot be a folder of pages as well.
        let in_the_way = page.url.match_indices('/').skip(1).find_map(|(slash, _)| taken.get(&page.url[..slash]));
        let other = taken.get(&file).or(in_the_way).cloned();
        if let Some(other) = &other {
            let message = format!("`{other}` has the URL `{}` already", page.url);
            let hint = "rename one of the files, or give one a `slug`".to_owned();
            diagnostics.push(page.front_matter_diagnostic(Code::DuplicatePath, "slug", message, Some(hint)));
        }
        taken.insert(file, page.source.clone());
        other.is_none()
    });
    for file in files {
        let first = file.path.split('/').next().unwrap_or_default();
        if RESERVED_SLUGS.contains(&first) {
            let message = format!("`/{first}/` belongs to the server");
            let hint = "put the file into another folder".to_owned();
            diagnostics.push(Diagnostic::about(&file.path, Code::ReservedPath, message, Some(hint)));
        }
    }
    for page in &pages {
        let first = page.url.trim_start_matches('/').split('/').next().unwrap_or_default();
        if RESERVED_SLUGS.contains(&first) {
            let message = format!("`/{first}/` belongs to the server");
            let hint = "rename the file or folder, or give the page another `slug`".to_owned();
            diagnostics.push(page.front_matter_diagnostic(Code::ReservedPath, "slug", message, Some(hint)));
        }
    }
    pages
}

/// The folders that have an `index.md` among `paths`, so that a README there is a page beside it.
pub(crate) fn folders_with_index<'a>(paths: impl Iterator<Item = &'a str>) -> HashSet<String> {
    let indexes = paths.filter(|path| stem(path).eq_ignore_ascii_case(INDEX_NAMES[0]));
    indexes.map(|path| folder(path).to_owned()).collect()
}

fn page(source: PageSource, has_index: impl Fn(&str) -> bool, diagnostics: &mut Vec<Diagnostic>) -> Page {
    let PageSource { path, text, front, document, content } = source;
    let url = url_of(&path, front.slug.as_deref(), has_index);
    let heading = document.first_heading.clone().filter(|heading| !heading.is_empty());
    let title = front.title.clone().or(heading);
    if title.is_none() && !front.damaged {
        let line = 0..text.lines().next().unwrap_or_default().len();
        let problem = Problem::new(Code::MissingTitle, line, "the page has no title")
            .hint("add `title: …` to the front matter, or begin with a heading");
        diagnostics.push(Diagnostic::at(&path, &text, problem));
    }
    let title = title.unwrap_or_else(|| from_name(if is_index(&path) { folder(&path) } else { stem(&path) }));
    Page {
        id: String::new(),
        url,
        title,
        source: path,
        text,
        front,
        document,
        content,
        sidebar: 0,
        next: None,
        updated: None,
        authors: Vec::new(),
    }
}

/// `a/b.md` → `/a/b/`, `a/index.md` → `/a/`; a `slug` replaces the last segment.
///
/// A README stands for its folder where there is no index.
pub(crate) fn url_of(path: &str, slug: Option<&str>, has_index: impl Fn(&str) -> bool) -> String {
    let folder = folder(path);
    let mut segments: Vec<String> = folder.split('/').filter(|name| !name.is_empty()).map(segment).collect();
    let stem = stem(path);
    let is_index =
        stem.eq_ignore_ascii_case(INDEX_NAMES[0]) || stem.eq_ignore_ascii_case(INDEX_NAMES[1]) && !has_index(folder);
    match slug {
        Some(slug) if is_index => {
            segments.pop();
            segments.push(slug.to_owned());
        }
        Some(slug) => segments.push(slug.to_owned()),
        None if is_index => {}
        None => segments.push(segment(stem)),
    }
    segments.iter().fold("/".to_owned(), |url, segment| url + segment + "/")
}

/// Gives every page its id: its own, the one it was published with, or one from its path.
pub(super) fn assign_ids(pages: &mut [Page], previous: Option<&Manifest>, diagnostics: &mut Vec<Diagnostic>) {
    let published: HashMap<&str, &str> = previous
        .map(|manifest| manifest.pages.iter().map(|page| (page.path.as_str(), page.id.as_str())).collect())
        .unwrap_or_default();
    let urls: HashSet<String> = pages.iter().map(|page| page.url.clone()).collect();
    let mut owners: HashMap<String, String> = HashMap::new();
    for page in pages {
        let by_alias = || {
            let mut old = page.front.aliases.iter().map(|alias| super::moves::normalise(alias));
            old.find_map(|alias| published.get(alias.as_str()).filter(|_| !urls.contains(&alias)).copied())
        };
        let id = match &page.front.id {
            Some(id) if is_id(id) => id.clone(),
            Some(id) => {
                let message = format!("`{id}` is no id");
                let hint = "use a-z, 0-9 and `-`".to_owned();
                diagnostics.push(page.front_matter_diagnostic(Code::FrontMatterType, "id", message, Some(hint)));
                id_of(&page.url)
            }
            None => published
                .get(page.url.as_str())
                .copied()
                .or_else(by_alias)
                .map_or_else(|| id_of(&page.url), str::to_owned),
        };
        if let Some(other) = owners.insert(id.clone(), page.source.clone()) {
            let message = format!("`{other}` has the id `{id}` already");
            let hint = "give one of the pages another `id`".to_owned();
            diagnostics.push(page.front_matter_diagnostic(Code::DuplicateId, "id", message, Some(hint)));
        }
        page.id = id;
    }
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// The id of a page that was first published at `url`.
fn id_of(url: &str) -> String {
    let mut id = String::with_capacity(url.len());
    for character in url.trim_matches('/').chars() {
        if character.is_ascii_alphanumeric() {
            id.push(character.to_ascii_lowercase());
        } else if !id.ends_with('-') && !id.is_empty() {
            id.push('-');
        }
    }
    let id = id.trim_end_matches('-');
    if url == "/" {
        "index".to_owned()
    } else if url.is_ascii() && !id.is_empty() {
        id.to_owned()
    } else {
        // Letters outside ASCII would all become hyphens, and two pages the same id.
        format!("{id}{}page-{}", if id.is_empty() { "" } else { "-" }, &heading::hash(url.as_bytes())[..8])
    }
}

/// A file's or folder's name as a segment of a URL.
fn segment(name: &str) -> String {
    let is_odd = |c: char| c.is_whitespace() || matches!(c, '?' | '#' | '%');
    name.chars().map(|c| if is_odd(c) { '-' } else { c }).flat_map(char::to_lowercase).collect()
}

/// A title from a file's or folder's name: `user-feedback` → `User feedback`.
pub(crate) fn from_name(name: &str) -> String {
    let name = name.rsplit('/').next().unwrap_or(name).replace(['-', '_'], " ");
    let mut characters = name.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => "Home".to_owned(),
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Whether a file stands for its folder.
pub(super) fn is_index(path: &str) -> bool {
    INDEX_NAMES.iter().any(|name| stem(path).eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_follow_files() {
        let url = |path, slug| url_of(path, slug, |folder| folder == "both");
        assert_eq!(url("index.md", None), "/");
        assert_eq!(url("a/Index.md", None), "/a/");
        assert_eq!(url("a/My Page.md", None), "/a/my-page/");
        assert_eq!(url("a/b.md", Some("c")), "/a/c/");
        assert_eq!(url("a/b/index.md", Some("c")), "/a/c/");
        assert_eq!(url("alone/README.md", None), "/alone/");
        assert_eq!(url("both/README.md", None), "/both/readme/");
    }

    #[test]
    fn ids_follow_urls() {
        assert_eq!(id_of("/"), "index");
        assert_eq!(id_of("/handbook/user-feedback/"), "handbook-user-feedback");
        assert!(id_of("/über/").starts_with("ber-page-"));
        assert_ne!(id_of("/手册/"), id_of("/指南/"));
    }
}
