//! Sidebars: trees of pages from folders, weights and titles, or as `site.yaml` lists them.
//!
//! A page names its sidebar in front matter; pages that name none and are listed nowhere share the site's own.
//! Each sidebar is a value of its own, so that it is rendered once and not once per page.

mod listed;

use std::collections::{BTreeMap, HashMap, HashSet};

use super::index::LinkIndex;
use super::{Page, identity};
use crate::check::Diagnostic;
use crate::source::site::SiteConfig;

/// A sidebar.
#[derive(Debug)]
pub struct Sidebar {
    /// Its name.
    pub title: String,
    /// Its entries, in order.
    pub items: Vec<Item>,
}

/// An entry of a sidebar.
#[derive(Debug, Default)]
pub struct Item {
    /// What to show.
    pub title: String,
    /// Index of the page; absent for a folder without one, and for a link.
    pub page: Option<usize>,
    /// Where a link leads that is no page.
    pub link: Option<Link>,
    /// Whether what stands below is shown from the start, and not only around the current page.
    pub open: bool,
    /// What stands below it.
    pub children: Vec<Self>,
}

/// Where an entry leads that is no page.
#[derive(Debug, PartialEq, Eq)]
pub enum Link {
    /// To a file or a list of the site: its path without the base path.
    Path(String),
    /// Elsewhere: as it is written.
    Elsewhere(String),
}

/// Builds all sidebars, and tells each page its own and the page after it.
///
/// A page is in the sidebar that it names, else in the first one by name that lists it by hand, else in the site's own.
pub(super) fn build(
    pages: &mut [Page],
    index: &LinkIndex,
    config: &SiteConfig,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Sidebar> {
    let mut listed_in: HashMap<usize, &str> = HashMap::new();
    let mut by_hand: BTreeMap<&str, Vec<Item>> = BTreeMap::new();
    for (title, entries) in &config.sidebars {
        let mut list = listed::List { title, pages, index, config, diagnostics };
        let items = list.items(entries);
        for page in flatten(&items) {
            listed_in.entry(page).or_insert(title);
        }
        by_hand.insert(title, items);
    }
    let mut members: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (position, page) in pages.iter().enumerate() {
        let listed = listed_in.get(&position).map(|title| (*title).to_owned());
        let name = page.front.sidebar.clone().or(listed).unwrap_or_else(|| config.title.clone());
        members.entry(name).or_default().push(position);
    }
    let mut sidebars = Vec::with_capacity(members.len());
    for (title, members) in members {
        for &member in &members {
            pages[member].sidebar = sidebars.len();
        }
        let items = match by_hand.remove(title.as_str()) {
            Some(items) => {
                diagnostics.extend(listed::missing(&title, &items, &members, pages));
                items
            }
            None => from_folders(pages, &members),
        };
        let order: Vec<_> = flatten(&items).into_iter().filter(|&page| pages[page].sidebar == sidebars.len()).collect();
        for pair in order.windows(2) {
            pages[pair[0]].next = Some(pair[1]);
        }
        sidebars.push(Sidebar { title, items });
    }
    sidebars
}

/// The pages of `items`, each once, as a reader goes through them.
pub(super) fn flatten(items: &[Item]) -> Vec<usize> {
    fn collect(items: &[Item], seen: &mut HashSet<usize>, order: &mut Vec<usize>) {
        for item in items {
            order.extend(item.page.filter(|&page| seen.insert(page)));
            collect(&item.children, seen, order);
        }
    }
    let mut order = Vec::new();
    collect(items, &mut HashSet::new(), &mut order);
    order
}

/// A tree of `members`, by their folders.
fn from_folders(pages: &[Page], members: &[usize]) -> Vec<Item> {
    let mut root = Folder::default();
    for &member in members {
        root.insert(pages, member);
    }
    root.without_shared_folders().into_items(pages)
}

#[derive(Default)]
struct Folder {
    name: String,
    index: Option<usize>,
    pages: Vec<usize>,
    folders: BTreeMap<String, Self>,
}

impl Folder {
    /// Places a page by its URL, so that a `slug` counts.
    fn insert(&mut self, pages: &[Page], page: usize) {
        let mut segments: Vec<&str> = pages[page].url.split('/').filter(|segment| !segment.is_empty()).collect();
        let is_index = identity::is_index(&pages[page].source);
        if !is_index {
            segments.pop();
        }
        let mut folder = self;
        for segment in segments {
            folder = folder.folders.entry(segment.to_owned()).or_default();
            if folder.name.is_empty() {
                segment.clone_into(&mut folder.name);
            }
        }
        if is_index && folder.index.is_none() {
            folder.index = Some(page);
        } else {
            folder.pages.push(page);
        }
    }

    /// The innermost folder that all pages are in: a sidebar of one folder does not show that folder.
    fn without_shared_folders(mut self) -> Self {
        while self.index.is_none() && self.pages.is_empty() && self.folders.len() == 1 {
            let Some((_, only)) = self.folders.pop_first() else { break };
            self = only;
        }
        self
    }

    fn into_items(self, pages: &[Page]) -> Vec<Item> {
        let mut items: Vec<(i64, Item)> = Vec::with_capacity(self.pages.len() + self.folders.len());
        for page in self.pages {
            items.push((weight(pages, Some(page)), leaf(pages, page)));
        }
        for (_, mut folder) in self.folders {
            let index = folder.index.take();
            let title = match index {
                Some(page) => pages[page].title.clone(),
                None => identity::from_name(&folder.name),
            };
            let item = Item { title, page: index, children: folder.into_items(pages), ..Item::default() };
            items.push((weight(pages, index), item));
        }
        items.sort_by(|(a_weight, a), (b_weight, b)| {
            (a_weight, a.title.to_lowercase(), a.page).cmp(&(b_weight, b.title.to_lowercase(), b.page))
        });
        let index = self.index.map(|page| leaf(pages, page));
        index.into_iter().chain(items.into_iter().map(|(_, item)| item)).collect()
    }
}

/// Pages without a weight come after those that have one.
fn weight(pages: &[Page], page: Option<usize>) -> i64 {
    page.and_then(|page| pages[page].front.weight).unwrap_or(i64::MAX)
}

fn leaf(pages: &[Page], page: usize) -> Item {
    Item { title: pages[page].title.clone(), page: Some(page), ..Item::default() }
}
