//! Sidebars as HTML: rendered once each, with the current page marked by a splice.

use std::collections::HashMap;

use crate::check::Diagnostic;
use crate::library::sidebar::{Item, Sidebar};
use crate::site::Site;
use crate::theme::context::{SidebarContext, SidebarItemContext};

/// What marks a link in `sidebar.html`.
const MARK: &str = " data-page=\"";
/// What marks the current page's link for readers.
const CURRENT: &str = " aria-current=\"page\"";

/// A rendered sidebar without its marks.
pub(super) struct RenderedSidebar {
    html: String,
    /// Page id → where its mark was.
    marks: HashMap<String, usize>,
}

impl RenderedSidebar {
    pub(super) fn new(site: &Site, sidebar: &Sidebar) -> Result<Self, Diagnostic> {
        let items: Vec<_> = sidebar.items.iter().map(|item| context(site, item)).collect();
        if matches!(sidebar.items.as_slice(), [only] if only.children.is_empty()) {
            return Ok(Self { html: String::new(), marks: HashMap::new() });
        }
        let context = SidebarContext { title: &sidebar.title, items };
        let html = site.theme.render("sidebar.html", "sidebar", tera::Value::from_serializable(&context))?;
        Ok(Self::without_marks(&html))
    }

    fn without_marks(rendered: &str) -> Self {
        let mut html = String::with_capacity(rendered.len());
        let mut marks = HashMap::new();
        let mut rest = rendered.trim();
        while let Some((before, after)) = rest.split_once(MARK) {
            let Some((id, after)) = after.split_once('"') else { break };
            html.push_str(before);
            marks.insert(id.to_owned(), html.len());
            rest = after;
        }
        html.push_str(rest);
        Self { html, marks }
    }

    /// The sidebar as the page of this id shows it.
    pub(super) fn for_page(&self, id: &str) -> String {
        let at = self.marks.get(id).copied().unwrap_or(self.html.len());
        let current = if at < self.html.len() { CURRENT } else { "" };
        [&self.html[..at], current, &self.html[at..]].concat()
    }
}

fn context<'a>(site: &'a Site, item: &'a Item) -> SidebarItemContext<'a> {
    let page = item.page.map(|page| &site.library.pages[page]);
    SidebarItemContext {
        title: &item.title,
        url: page.map(|page| format!("{}{}", site.base_path, page.url)),
        id: page.map_or("", |page| &page.id),
        children: item.children.iter().map(|child| context(site, child)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_current_page_is_marked() {
        let sidebar = RenderedSidebar::without_marks(
            "<a href=\"/a/\" data-page=\"a\">A</a><a href=\"/b/\" data-page=\"b\">B</a>",
        );
        assert_eq!(sidebar.for_page("b"), "<a href=\"/a/\">A</a><a href=\"/b/\" aria-current=\"page\">B</a>");
        assert_eq!(sidebar.for_page("c"), "<a href=\"/a/\">A</a><a href=\"/b/\">B</a>");
    }
}
