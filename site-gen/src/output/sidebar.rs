//! Sidebars as HTML: rendered once each, with the current page marked and its branch opened by splices.

use std::collections::{HashMap, HashSet};

use crate::check::Diagnostic;
use crate::library::sidebar::{Item, Link, Sidebar};
use crate::site::Site;
use crate::theme::context::{SidebarContext, SidebarItemContext};

/// What marks a link in `sidebar.html`.
const PAGE_MARK: &str = " data-page=\"";
/// What marks a branch in `sidebar.html`.
const BRANCH_MARK: &str = " data-branch=\"";
/// What marks the current page's link for readers.
const CURRENT: &str = " aria-current=\"page\"";
/// What opens a branch.
const OPEN: &str = " open";

/// A rendered sidebar without its marks.
pub(super) struct RenderedSidebar {
    html: String,
    /// Page id → what belongs where when that page is the current one, in the order of the HTML.
    splices: HashMap<String, Vec<(usize, &'static str)>>,
}

impl RenderedSidebar {
    pub(super) fn new(site: &Site, sidebar: &Sidebar) -> Result<Self, Diagnostic> {
        if matches!(sidebar.items.as_slice(), [only] if only.children.is_empty()) {
            return Ok(Self { html: String::new(), splices: HashMap::new() });
        }
        let mut branches = Branches::default();
        let items = branches.contexts(site, &sidebar.items, &mut Vec::new());
        let context = SidebarContext { title: &sidebar.title, items };
        let html = site.theme.render("sidebar.html", "sidebar", tera::Value::from_serializable(&context), None)?;
        Ok(Self::without_marks(&html, &branches))
    }

    fn without_marks(rendered: &str, branches: &Branches) -> Self {
        let mut html = String::with_capacity(rendered.len());
        let mut page_marks: HashMap<&str, usize> = HashMap::new();
        let mut branch_marks: HashMap<usize, usize> = HashMap::new();
        let mut rest = rendered.trim();
        while let Some(at) = rest.find(" data-") {
            html.push_str(&rest[..at]);
            rest = &rest[at..];
            let value = |mark: &str| rest.strip_prefix(mark)?.split_once('"');
            if let Some((id, after)) = value(PAGE_MARK) {
                page_marks.insert(id, html.len());
                rest = after;
            } else if let Some((number, after)) = value(BRANCH_MARK) {
                match number.parse() {
                    Ok(number) if branches.open.contains(&number) => html.push_str(OPEN),
                    Ok(number) => drop(branch_marks.insert(number, html.len())),
                    Err(_) => {}
                }
                rest = after;
            } else {
                html.push(' ');
                rest = &rest[1..];
            }
        }
        html.push_str(rest);
        let splices = branches.of_page.iter().map(|(id, above)| {
            let opened = above.iter().filter_map(|branch| branch_marks.get(branch)).map(|&at| (at, OPEN));
            let current = page_marks.get(id.as_str()).map(|&at| (at, CURRENT));
            let mut splices: Vec<_> = opened.chain(current).collect();
            splices.sort_unstable();
            splices.dedup();
            (id.clone(), splices)
        });
        let splices = splices.collect();
        Self { html, splices }
    }

    /// The sidebar as the page of this id shows it.
    pub(super) fn for_page(&self, id: &str) -> String {
        let splices = self.splices.get(id).map(Vec::as_slice).unwrap_or_default();
        let mut html = String::with_capacity(self.html.len() + CURRENT.len() + splices.len() * OPEN.len());
        let mut written = 0;
        for &(at, text) in splices {
            html.push_str(&self.html[written..at]);
            html.push_str(text);
            written = at;
        }
        html.push_str(&self.html[written..]);
        html
    }
}

/// Which branches a sidebar has, numbered in the order of its entries.
#[derive(Default)]
struct Branches {
    count: usize,
    /// Those that are open on every page.
    open: HashSet<usize>,
    /// Page id → the branches around the page, and its own.
    of_page: HashMap<String, Vec<usize>>,
}

impl Branches {
    fn contexts<'a>(
        &mut self,
        site: &'a Site,
        items: &'a [Item],
        above: &mut Vec<usize>,
    ) -> Vec<SidebarItemContext<'a>> {
        items.iter().map(|item| self.context(site, item, above)).collect()
    }

    fn context<'a>(&mut self, site: &'a Site, item: &'a Item, above: &mut Vec<usize>) -> SidebarItemContext<'a> {
        let page = item.page.map(|page| &site.library.pages[page]);
        let branch = self.count;
        self.count += 1;
        if item.open {
            self.open.insert(branch);
        }
        above.push(branch);
        if let Some(page) = page {
            // A page that is listed twice is marked where it comes last, and opened everywhere.
            self.of_page.entry(page.id.clone()).or_default().extend(above.iter());
        }
        let children = self.contexts(site, &item.children, above);
        above.pop();
        let url = match (&item.link, page) {
            (Some(Link::Path(path)), _) => Some(format!("{}{path}", site.base_path)),
            (Some(Link::Elsewhere(url)), _) => Some(url.clone()),
            (None, page) => page.map(|page| format!("{}{}", site.base_path, page.url)),
        };
        let language = page.and_then(|page| page.other_language(&site.config, &site.config.language));
        SidebarItemContext { title: &item.title, language, url, id: page.map_or("", |page| &page.id), branch, children }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_current_page_is_marked_and_its_branch_opened() {
        let branches = Branches {
            of_page: HashMap::from([("a".to_owned(), vec![0]), ("b".to_owned(), vec![0, 1])]),
            ..Branches::default()
        };
        let sidebar = RenderedSidebar::without_marks(
            "<a href=\"/a/\" data-page=\"a\">A</a><details data-branch=\"1\"><a data-x href=\"/b/\" data-page=\"b\">B</a>",
            &branches,
        );
        assert_eq!(
            sidebar.for_page("b"),
            "<a href=\"/a/\">A</a><details open><a data-x href=\"/b/\" aria-current=\"page\">B</a>"
        );
        assert_eq!(sidebar.for_page("c"), "<a href=\"/a/\">A</a><details><a data-x href=\"/b/\">B</a>");
    }
}
