//! What only all pages together show: titles that cannot be told apart, and pages that nobody finds.

use std::collections::{HashMap, HashSet};

use super::suggestion::did_you_mean;
use super::{Code, Diagnostic};
use crate::library::sidebar::Item;
use crate::library::urls::Urls;
use crate::library::{Library, Page};

/// A warning for every page whose title another page of the same sidebar has already.
pub fn duplicate_titles(library: &Library) -> Vec<Diagnostic> {
    let mut first: HashMap<(usize, String), &Page> = HashMap::with_capacity(library.pages.len());
    let mut diagnostics = Vec::new();
    for page in &library.pages {
        let key = (page.sidebar, page.title.to_lowercase());
        if let Some(other) = first.get(&key) {
            let message = format!("`{}` has the title `{}` too", other.source, page.title);
            let hint = "say in the title what sets the page apart; search results show little else".to_owned();
            diagnostics.push(page.front_matter_diagnostic(Code::DuplicateTitle, "title", message, Some(hint)));
        } else {
            first.insert(key, page);
        }
    }
    diagnostics
}

/// A warning for every page that no sidebar shows and nothing links to.
///
/// `urls` are those of each page's links, `nav` those of the header; both start with `base_path`.
pub fn orphans(library: &Library, urls: &[Urls], nav: &[&str], base_path: &str) -> Vec<Diagnostic> {
    let mut listed = HashSet::new();
    for sidebar in &library.sidebars {
        let mut members = Vec::new();
        flatten(&sidebar.items, &mut members);
        // A sidebar of one page is not shown.
        if members.len() > 1 {
            listed.extend(members);
        }
    }
    let first = library.page_at("/").or_else(|| library.first_page()).map(|page| page.url.clone());
    let mut lost: HashMap<&str, usize> = (0..library.pages.len())
        .filter(|index| !listed.contains(index) && Some(&library.pages[*index].url) != first.as_ref())
        .map(|index| (library.pages[index].url.as_str(), index))
        .collect();
    if lost.is_empty() {
        return Vec::new();
    }
    for url in nav {
        lost.remove(target(url, base_path));
    }
    for (page, page_urls) in library.pages.iter().zip(urls) {
        for url in page_urls.iter() {
            let target = target(url, base_path);
            if target != page.url {
                lost.remove(target);
            }
        }
        // The breadcrumbs of what lies below lead there.
        for (slash, _) in page.url.match_indices('/').filter(|(slash, _)| slash + 1 < page.url.len()) {
            lost.remove(&page.url[..=slash]);
        }
    }
    let mut lost: Vec<usize> = lost.into_values().collect();
    lost.sort_unstable();
    lost.into_iter().map(|index| orphan(library, &library.pages[index])).collect()
}

fn orphan(library: &Library, page: &Page) -> Diagnostic {
    let message = "nothing leads to this page: it is in no sidebar, and no page links to it".to_owned();
    let others = library.sidebars.iter().map(|sidebar| sidebar.title.as_str());
    let hint = page
        .front
        .sidebar
        .as_deref()
        .and_then(|own| did_you_mean(own, others.filter(|other| *other != own)))
        .unwrap_or_else(|| "link to it from a page that its readers know, or put it into a sidebar".to_owned());
    page.front_matter_diagnostic(Code::OrphanPage, "sidebar", message, Some(hint))
}

fn flatten(items: &[Item], members: &mut Vec<usize>) {
    for item in items {
        members.extend(item.page);
        flatten(&item.children, members);
    }
}

/// The URL of a page without the site's base path, query and fragment.
fn target<'url>(url: &'url str, base_path: &str) -> &'url str {
    let path = url.split(['#', '?']).next().unwrap_or_default();
    path.strip_prefix(base_path).unwrap_or(path)
}
