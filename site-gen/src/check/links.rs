//! Dead links, dead anchors and missing images, found once every page has been parsed.

use std::cell::RefCell;
use std::collections::HashMap;

use super::policy::Policy;
use super::suggestion::nearest;
use super::{Code, Problem};
use crate::library::index::{LinkIndex, Target};
use crate::library::urls::{Urls, UrlsBuilder};
use crate::library::{Library, Page};
use crate::markdown::{Link, LinkKind};

/// Ids that the theme and the placeholder put on every page.
const THEME_ANCHORS: [&str; 4] = ["", "top", "main", "questions"];

/// More searches than this, each through all names of the site, would keep a writer waiting who renamed a folder.
const MOST_SEARCHES: usize = 500;

/// What dead links may have meant; each path is looked for once.
#[derive(Debug)]
pub struct Suggestions<'a> {
    index: &'a LinkIndex,
    found: RefCell<HashMap<String, Option<String>>>,
}

impl<'a> Suggestions<'a> {
    /// Nothing has been looked for yet.
    pub fn new(index: &'a LinkIndex) -> Self {
        Self { index, found: RefCell::new(HashMap::new()) }
    }

    fn find(&self, path: &str) -> Option<String> {
        if let Some(elsewhere) = self.index.elsewhere(path) {
            return Some(elsewhere.to_owned());
        }
        let mut found = self.found.borrow_mut();
        if found.len() >= MOST_SEARCHES && !found.contains_key(path) {
            return None;
        }
        found.entry(path.to_owned()).or_insert_with(|| self.index.nearest(path).map(str::to_owned)).clone()
    }
}

/// The URL of every link of the page at `index`, in their order, and the problems with them.
///
/// URLs start with the site's base path; a dead link keeps what its writer wrote.
/// Only with `suggestions` is what a dead link may have meant looked for.
pub fn resolve(
    library: &Library,
    index: usize,
    base_path: &str,
    policy: &Policy,
    suggestions: Option<&Suggestions<'_>>,
) -> (Urls, Vec<Problem>) {
    let mut problems = Vec::new();
    let page = &library.pages[index];
    let mut urls = UrlsBuilder::with_capacity(page.document.links.len());
    for link in page.document.links.iter() {
        match library.index.resolve_in(&library.pages, index, written_in(page, &link), link.target) {
            Target::Page { page: to, query, fragment } => {
                // The title's own anchor is the top of the page.
                let fragment = fragment.filter(|name| library.pages[to].document.title_anchor.as_ref() != Some(name));
                if let Some(fragment) = &fragment {
                    problems.extend(check_anchor(library, &link, &library.pages[to], fragment, to == index));
                }
                if !link.target.starts_with('#') || to != index || fragment.is_none() {
                    urls.text.extend([base_path, &library.pages[to].url, query]);
                }
                if let Some(fragment) = fragment {
                    urls.text.extend(["#", &fragment]);
                }
            }
            Target::Path(path) => urls.text.extend([base_path, &path]),
            Target::Server => urls.text.push_str(link.target),
            // What something else serves is left as its writer wrote it, base path or not.
            Target::Nowhere(path) => {
                let written = link.target.split(['#', '?']).next().unwrap_or_default();
                if !policy.allows(&path) && !policy.allows(written) {
                    problems.push(dead(library, &link, &path, page, suggestions));
                }
                urls.text.push_str(link.target);
            }
        }
        urls.end();
    }
    (urls.finish(), problems)
}

/// The file that `link` stands in, when the page includes it.
fn written_in<'a>(page: &'a Page, link: &Link<&str>) -> Option<&'a str> {
    page.text.part_at(link.span.start).map(|part| part.path.as_str())
}

fn check_anchor(library: &Library, link: &Link<&str>, page: &Page, fragment: &str, same_page: bool) -> Option<Problem> {
    let anchors = &page.document.anchors;
    if anchors.contains(fragment) || THEME_ANCHORS.contains(&fragment) || fragment.starts_with(":~:") {
        return None;
    }
    let place = if same_page { "this page".to_owned() } else { format!("`{}`", page.source) };
    let start = link.target.find('#').map_or(link.span.start, |at| link.span.start + at);
    let span = start.min(link.span.end)..link.span.end;
    let mut sorted: Vec<&str> = anchors.iter().collect();
    sorted.sort_unstable();
    let moved = library.move_from(&format!("{}#{fragment}", page.url)).map(|to| format!("it is at `{to}` now"));
    let near =
        nearest(fragment, sorted.iter().copied()).map(|anchor| format!("did you mean `#{anchor}`?")).or_else(|| {
            let headings: Vec<_> =
                page.document.headings.iter().take(8).map(|heading| format!("#{}", heading.id)).collect();
            (!headings.is_empty()).then(|| format!("its anchors are {}", headings.join(", ")))
        });
    Some(
        Problem::new(Code::DeadAnchor, span, format!("there is no anchor `#{fragment}` on {place}"))
            .maybe_hint(moved.or(near)),
    )
}

fn dead(
    library: &Library,
    link: &Link<&str>,
    path: &str,
    page: &Page,
    suggestions: Option<&Suggestions<'_>>,
) -> Problem {
    if library.index.is_draft(path) {
        let what = format!("`{}` is a draft, and drafts are no pages of the site", link.target);
        let hint = "leave the link out until the page is published, or take `draft` out of its front matter";
        return Problem::new(Code::DeadLink, link.span.clone(), what).hint(hint);
    }
    let (code, what) = match link.kind {
        LinkKind::Page => (Code::DeadLink, "page or file"),
        LinkKind::Image => (Code::MissingImage, "image"),
    };
    let near = suggestions.and_then(|suggestions| suggestions.find(path.trim_start_matches('/')));
    let hint = near.map(|name| format!("did you mean `{name}`?"));
    let hint = hint.unwrap_or_else(|| match link.kind {
        _ if path.starts_with("..") => "the path leaves the content folder; link to what it is published as".to_owned(),
        LinkKind::Page => format!("create it, or list `{path}` in site.yaml under `allow` if something else serves it"),
        LinkKind::Image => {
            let file = written_in(page, link).unwrap_or(&page.source);
            format!("put the file beside `{file}`, or correct its name")
        }
    });
    Problem::new(code, link.span.clone(), format!("there is no {what} `{}`", link.target)).hint(hint)
}
