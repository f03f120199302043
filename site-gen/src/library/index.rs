//! Where a link leads: from what a writer wrote to a page or file of the site.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use qa_api::manifest::Move;

use super::Page;
use super::tags::{self, Tag};
use crate::check::suggestion::nearest;
use crate::source::{PageSource, StaticFile};

/// Paths that the server answers.
const SERVER_PATHS: [&str; 2] = ["/_qa/", "/questions/"];

/// Finds pages and files by every name that a link may use.
#[derive(Debug)]
pub struct LinkIndex {
    by_source: HashMap<String, usize>,
    by_url: HashMap<String, usize>,
    files: HashSet<String>,
    /// Redirects and lists of tags.
    others: HashSet<String>,
    /// What a link to a page that is left out as a draft may say, without slashes at its ends.
    drafts: HashSet<String>,
    /// What pages and files are called in their folders, in small letters → their paths; made for the first dead link.
    by_name: OnceLock<HashMap<String, Vec<String>>>,
}

/// What a link leads to.
#[derive(Debug, PartialEq, Eq)]
pub enum Target<'link> {
    /// A page, and perhaps a place on it.
    Page {
        /// Index of the page.
        page: usize,
        /// The link's query with its `?`.
        query: &'link str,
        /// The link's fragment without `#`, decoded.
        fragment: Option<String>,
    },
    /// A file, a redirect or a list of tags: the site's path, with query and fragment.
    Path(String),
    /// A page of the server, which knows nothing of the site's base path.
    Server,
    /// Nothing of the site: the path that was looked for, from the site's root where that is clear.
    Nowhere(String),
}

impl LinkIndex {
    pub(super) fn new(
        pages: &[Page],
        drafts: &[PageSource],
        files: &[StaticFile],
        moves: &[Move],
        tags: &[Tag],
    ) -> Self {
        Self {
            by_source: pages.iter().enumerate().map(|(index, page)| (page.source.clone(), index)).collect(),
            by_url: pages.iter().enumerate().map(|(index, page)| (page.url.clone(), index)).collect(),
            files: files.iter().map(|file| file.path.clone()).collect(),
            others: moves
                .iter()
                .map(|moved| moved.from.clone())
                .chain(tags.iter().map(|tag| tag.url.clone()))
                .chain((!tags.is_empty()).then(|| tags::URL.to_owned()))
                .collect(),
            drafts: drafts.iter().flat_map(|draft| names_of(&draft.path)).map(str::to_owned).collect(),
            by_name: OnceLock::new(),
        }
    }

    /// Whether a link to `path`, from the site's root, is meant for a draft.
    pub fn is_draft(&self, path: &str) -> bool {
        self.drafts.contains(path.trim_matches('/'))
    }

    /// Resolves `link`, written on the page at `from`.
    ///
    /// A path may be that of a file (`../team/pay.md`, `/team/pay.md`) or that of a URL (`/team/pay`, `/team/pay/`).
    pub fn resolve<'link>(&self, pages: &[Page], from: usize, link: &'link str) -> Target<'link> {
        self.resolve_in(pages, from, None, link)
    }

    /// The same for a link that stands in `file`, which the page at `from` includes.
    pub fn resolve_in<'link>(
        &self,
        pages: &[Page],
        from: usize,
        file: Option<&str>,
        link: &'link str,
    ) -> Target<'link> {
        let (rest, fragment) = link.split_once('#').map_or((link, None), |(rest, fragment)| (rest, Some(fragment)));
        let query_start = rest.find('?').unwrap_or(rest.len());
        let (path, query) = rest.split_at(query_start);
        let decoded = if path.contains('%') { Cow::Owned(decode(path)) } else { Cow::Borrowed(path) };
        let page = |page| Target::Page { page, query, fragment: fragment.map(decode) };
        let with_rest = |path: &str| {
            let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
            Target::Path(format!("{path}{query}{fragment}"))
        };
        if path.is_empty() {
            // What an included file says of itself is about the page, unless only the file's own page has it.
            let own = file.and_then(|file| self.by_source.get(file)).copied().filter(|&own| {
                let has = |page: usize| {
                    fragment.is_some_and(|fragment| pages[page].document.anchors.contains(&decode(fragment)))
                };
                has(own) && !has(from)
            });
            return page(own.unwrap_or(from));
        }
        if let Some(absolute) = decoded.strip_prefix('/') {
            if SERVER_PATHS.iter().any(|prefix| decoded.starts_with(prefix)) {
                return Target::Server;
            }
            return match self.find(absolute) {
                Some(Found::Page(found)) => page(found),
                Some(Found::Path(path)) => with_rest(&path),
                None => Target::Nowhere(decoded.into_owned()),
            };
        }
        let found_at = |path: &str| {
            self.find(path).map(|found| match found {
                Found::Page(found) => page(found),
                Found::Path(path) => with_rest(&path),
            })
        };
        // Beside the file first, as editors and GitHub see it; then beside the URL, as browsers do.
        let beside_file = join(file.unwrap_or(&pages[from].source), &decoded);
        if let Some(target) = beside_file.as_deref().and_then(found_at) {
            return target;
        }
        let url = match file {
            None => Some(&pages[from].url),
            Some(file) => self.by_source.get(file).map(|&own| &pages[own].url),
        };
        let beside_url = url.and_then(|url| join(url.trim_start_matches('/'), &decoded));
        if let Some(target) = beside_url.as_deref().and_then(found_at) {
            return target;
        }
        Target::Nowhere(beside_file.map_or_else(|| decoded.into_owned(), |path| format!("/{path}")))
    }

    /// What is at `path`, counted from the site's root and without a slash at its beginning.
    fn find(&self, path: &str) -> Option<Found> {
        if let Some(&page) = self.by_source.get(path) {
            return Some(Found::Page(page));
        }
        if self.files.contains(path) {
            return Some(Found::Path(format!("/{}", encode(path))));
        }
        let bare = path.trim_end_matches('/');
        let bare = bare.strip_suffix("index.html").or_else(|| bare.strip_suffix(".html")).unwrap_or(bare);
        let url = if bare.is_empty() { "/".to_owned() } else { format!("/{}/", bare.trim_end_matches('/')) };
        if let Some(&page) = self.by_url.get(&url) {
            return Some(Found::Page(page));
        }
        if self.others.contains(&url) {
            return Some(Found::Path(url));
        }
        let by_source = |suffix: &str| self.by_source.get(&format!("{bare}{suffix}")).copied().map(Found::Page);
        by_source(".md").or_else(|| by_source("/index.md")).or_else(|| by_source("/README.md"))
    }

    /// Whether a file of the site answers at the page URL `url`.
    pub fn has_file_at(&self, url: &str) -> bool {
        self.files.contains(&format!("{}index.html", url.trim_start_matches('/')))
    }

    /// What is called like the path that a link to nowhere has, in another folder; none when there are several.
    ///
    /// This takes no search, so that a renamed folder costs nothing, however many links led into it.
    pub fn elsewhere(&self, wanted: &str) -> Option<&str> {
        let by_name = self.by_name.get_or_init(|| {
            let mut by_name: HashMap<String, Vec<String>> = HashMap::new();
            let paths = self.by_source.keys().chain(&self.files).chain(self.by_url.keys());
            for path in paths {
                by_name.entry(name(path).to_lowercase()).or_default().push(path.clone());
            }
            by_name
        });
        // Every folder has one of these.
        let name =
            Some(name(wanted).to_lowercase()).filter(|name| !matches!(name.as_str(), "" | "index.md" | "readme.md"));
        match by_name.get(&name?)?.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// The name that a link to nowhere may have meant, among those that are written like it.
    pub fn nearest(&self, wanted: &str) -> Option<&str> {
        let is_file = wanted.rsplit('/').next().is_some_and(|name| name.contains('.'));
        let mut names: Vec<&str> = if is_file {
            self.by_source.keys().chain(&self.files).map(String::as_str).collect()
        } else {
            self.by_url.keys().map(|url| url.trim_matches('/')).collect()
        };
        names.sort_unstable();
        let near = nearest(wanted.trim_matches('/'), names)?;
        // A URL is shown as it is written, with its slashes.
        if is_file { Some(near) } else { self.by_url.get_key_value(&format!("/{near}/")).map(|(url, _)| url.as_str()) }
    }
}

/// The last part of a path or URL.
fn name(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path)
}

enum Found {
    Page(usize),
    Path(String),
}

/// `link` taken from the folder of `file`; `None` when it leaves the site.
fn join(file: &str, link: &str) -> Option<String> {
    let mut path = String::with_capacity(file.len() + link.len());
    path.push_str(file.rsplit_once('/').map_or("", |(folder, _)| folder));
    for segment in link.split('/') {
        match segment {
            "" | "." => {}
            ".." if path.is_empty() => return None,
            ".." => path.truncate(path.rfind('/').unwrap_or(0)),
            name => {
                if !path.is_empty() {
                    path.push('/');
                }
                path.push_str(name);
            }
        }
    }
    if link.ends_with('/') && !path.is_empty() {
        path.push('/');
    }
    Some(path)
}

/// Undoes percent-encoding where the outcome is text.
pub(crate) fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let pair = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match (bytes[at], pair.and_then(|pair| u8::from_str_radix(pair, 16).ok())) {
            (b'%', Some(byte)) => {
                decoded.push(byte);
                at += 3;
            }
            (byte, _) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

/// The file of a page, and what its address is by default, without slashes at the ends.
fn names_of(source: &str) -> impl Iterator<Item = &str> {
    let stem = source.strip_suffix(".md").unwrap_or(source);
    let folder = stem.strip_suffix("/index").or_else(|| stem.strip_suffix("/_index"));
    [source].into_iter().chain([folder.unwrap_or(stem)])
}

/// A file's path as a URL's, with what would end the path or be decoded written as an escape.
fn encode(path: &str) -> Cow<'_, str> {
    if !path.contains(['%', '?', '#']) {
        return Cow::Borrowed(path);
    }
    Cow::Owned(path.replace('%', "%25").replace('?', "%3F").replace('#', "%23"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_join_and_never_leave_the_site() {
        assert_eq!(join("a/b.md", "c.md").as_deref(), Some("a/c.md"));
        assert_eq!(join("a/b.md", "../c/").as_deref(), Some("c/"));
        assert_eq!(join("b.md", "../c.md"), None);
    }

    #[test]
    fn percent_encoding_is_undone() {
        assert_eq!(decode("%C3%BCber%20uns"), "über uns");
        assert_eq!(decode("100%"), "100%");
    }
}
