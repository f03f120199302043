//! Sidebars: trees of pages from folders, weights and titles.
//!
//! A page names its sidebar in front matter; pages that name none share the site's own.
//! Each sidebar is a value of its own, so that it is rendered once and not once per page.

use std::collections::BTreeMap;

use super::{Page, identity};

/// A sidebar.
#[derive(Debug)]
pub struct Sidebar {
    /// Its name.
    pub title: String,
    /// Its entries, in order.
    pub items: Vec<Item>,
}

/// An entry of a sidebar.
#[derive(Debug)]
pub struct Item {
    /// What to show.
    pub title: String,
    /// Index of the page; absent for a folder without one.
    pub page: Option<usize>,
    /// What stands below it.
    pub children: Vec<Self>,
}

/// Builds all sidebars, and tells each page its own and the page after it.
pub(super) fn build(pages: &mut [Page], site_title: &str) -> Vec<Sidebar> {
    let mut members: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        let name = page.front.sidebar.clone().unwrap_or_else(|| site_title.to_owned());
        members.entry(name).or_default().push(index);
    }
    let mut sidebars = Vec::with_capacity(members.len());
    for (title, members) in members {
        let mut root = Folder::default();
        for &member in &members {
            pages[member].sidebar = sidebars.len();
            root.insert(pages, member);
        }
        let items = root.without_shared_folders().into_items(pages);
        let mut order = Vec::with_capacity(members.len());
        flatten(&items, &mut order);
        for pair in order.windows(2) {
            pages[pair[0]].next = Some(pair[1]);
        }
        sidebars.push(Sidebar { title, items });
    }
    sidebars
}

fn flatten(items: &[Item], order: &mut Vec<usize>) {
    for item in items {
        order.extend(item.page);
        flatten(&item.children, order);
    }
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
            let item = Item { title, page: index, children: folder.into_items(pages) };
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
    Item { title: pages[page].title.clone(), page: Some(page), children: Vec::new() }
}
