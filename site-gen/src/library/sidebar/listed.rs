//! Sidebars that `site.yaml` lists by hand.

use std::collections::HashSet;

use super::{Item, Link, flatten, from_folders};
use crate::check::{Code, Diagnostic, Problem};
use crate::library::index::{LinkIndex, Target};
use crate::library::{Page, identity};
use crate::markdown::fragment::is_external;
use crate::source::site::{self, SidebarEntry, SiteConfig};

/// The list of one sidebar, and what it is read with.
pub(super) struct List<'a> {
    pub title: &'a str,
    pub pages: &'a [Page],
    pub index: &'a LinkIndex,
    pub config: &'a SiteConfig,
    pub diagnostics: &'a mut Vec<Diagnostic>,
}

impl List<'_> {
    /// The items of `entries`, without those that lead nowhere.
    pub(super) fn items(&mut self, entries: &[SidebarEntry]) -> Vec<Item> {
        entries.iter().filter_map(|entry| self.item(entry)).collect()
    }

    fn item(&mut self, entry: &SidebarEntry) -> Option<Item> {
        let mut item = match (&entry.page, &entry.folder, &entry.url) {
            (Some(page), ..) => self.page(page)?,
            (_, Some(folder), _) => self.folder(folder)?,
            (.., Some(url)) => self.link(url)?,
            _ => Item::default(),
        };
        if let Some(title) = &entry.title {
            item.title.clone_from(title);
        }
        item.children.extend(self.items(&entry.items));
        item.open = entry.open;
        // What is wrong with a group without a title is reported where the file is read.
        (!item.title.is_empty()).then_some(item)
    }

    fn page(&mut self, written: &str) -> Option<Item> {
        match self.index.resolve(self.pages, 0, &rooted(written)) {
            Target::Page { page, .. } => {
                Some(Item { title: self.pages[page].title.clone(), page: Some(page), ..Item::default() })
            }
            _ => self.dead(written, "page"),
        }
    }

    fn folder(&mut self, written: &str) -> Option<Item> {
        let prefix = format!("{}/", written.trim_matches('/'));
        let belongs = |page: &Page| {
            page.source.starts_with(&prefix) && page.front.sidebar.as_deref().is_none_or(|name| name == self.title)
        };
        let members: Vec<_> = (0..self.pages.len()).filter(|&page| belongs(&self.pages[page])).collect();
        if members.is_empty() {
            return self.dead(written, "folder with pages");
        }
        let mut children = from_folders(self.pages, &members);
        let first = children.first().and_then(|item| item.page).map(|page| &self.pages[page]);
        let is_own = |page: &Page| identity::is_index(&page.source) && !page.source[prefix.len()..].contains('/');
        if first.is_some_and(is_own) {
            let own = children.remove(0);
            return Some(Item { children, ..own });
        }
        Some(Item { title: identity::from_name(prefix.trim_end_matches('/')), children, ..Item::default() })
    }

    fn link(&mut self, written: &str) -> Option<Item> {
        let elsewhere = || Item { link: Some(Link::Elsewhere(written.to_owned())), ..Item::default() };
        if is_external(written) {
            return Some(elsewhere());
        }
        match self.index.resolve(self.pages, 0, &rooted(written)) {
            Target::Page { page, .. } => Some(Item { page: Some(page), ..Item::default() }),
            Target::Path(path) => Some(Item { link: Some(Link::Path(path)), ..Item::default() }),
            Target::Server => Some(elsewhere()),
            Target::Nowhere(path) if self.config.policy.allows(&path) => Some(elsewhere()),
            Target::Nowhere(_) => self.dead(written, "page or file"),
        }
    }

    fn dead(&mut self, written: &str, what: &str) -> Option<Item> {
        let text = &self.config.text;
        let message = format!("there is no {what} `{written}`");
        let hint = self.index.nearest(written.trim_start_matches('/')).map(|name| format!("did you mean `{name}`?"));
        let problem = Problem::new(Code::DeadLink, site::find(text, written), message).maybe_hint(hint);
        self.diagnostics.push(Diagnostic::at(site::FILE, text, problem));
        None
    }
}

/// A path of the site, which needs no slash at its beginning in `site.yaml`.
fn rooted(written: &str) -> String {
    format!("/{}", written.trim_start_matches('/'))
}

/// A warning for every one of `members` that the list `items` does not have.
pub(super) fn missing(title: &str, items: &[Item], members: &[usize], pages: &[Page]) -> Vec<Diagnostic> {
    let listed: HashSet<usize> = flatten(items).into_iter().collect();
    let missing = members.iter().filter(|member| !listed.contains(member));
    let diagnose = |&member: &usize| {
        let message = format!("the sidebar `{title}` does not list this page");
        let hint = "add it to the list in site.yaml, or name another sidebar".to_owned();
        pages[member].front_matter_diagnostic(Code::UnlistedPage, "sidebar", message, Some(hint))
    };
    missing.map(diagnose).collect()
}
