//! Sections that went to another page: what the page where readers look for them tells.
//!
//! Servers never see what stands behind `#`. So the page carries a line for each such section, which style sheets show
//! only to those who came for it, and a module that leads them on; on a page without such sections there is neither.

use std::collections::HashMap;

use crate::library::Page;
use crate::site::Site;
use crate::theme::context::MovedContext;

/// The theme's module that leads on.
pub(super) const SCRIPT: &str = "moved.js";

/// URL of a page, or of a redirect → the sections that are looked for there.
#[derive(Debug, Default)]
pub(super) struct MovedSections<'a>(HashMap<&'a str, Vec<(&'a str, &'a str)>>);

impl<'a> MovedSections<'a> {
    /// Collects them from the site's moves.
    pub(super) fn of(site: &'a Site) -> Self {
        let moves = &site.library.moves;
        let mut sections: HashMap<&str, Vec<_>> = HashMap::new();
        for (from, to) in moves.iter().filter_map(|moved| Some((moved.from.split_once('#')?, &moved.to))) {
            let (path, anchor) = from;
            sections.entry(path).or_default().push((anchor, to.as_str()));
            // Servers that redirect send readers to where the page is now, with the old anchor.
            if let Ok(page) = moves.binary_search_by(|moved| moved.from.as_str().cmp(path)) {
                sections.entry(&moves[page].to).or_default().push((anchor, to));
            }
        }
        Self(sections)
    }

    /// The sections that `page` cannot show although links to it name them.
    pub(super) fn on_page(&self, site: &Site, page: &Page) -> Vec<MovedContext> {
        let sections = self.0.get(page.url.as_str()).into_iter().flatten();
        let gone = sections.filter(|(anchor, to)| !page.document.anchors.contains(anchor) && *to != page.url);
        gone.filter_map(|(anchor, to)| context(site, anchor, to)).collect()
    }

    /// The sections that are looked for at the old address `url`.
    pub(super) fn at(&self, site: &Site, url: &str) -> Vec<MovedContext> {
        let sections = self.0.get(url).into_iter().flatten();
        sections.filter_map(|(anchor, to)| context(site, anchor, to)).collect()
    }
}

fn context(site: &Site, anchor: &str, to: &str) -> Option<MovedContext> {
    let (path, heading) = to.split_once('#').unwrap_or((to, ""));
    let page = site.library.page_at(path)?;
    let heading = page.document.headings.iter().find(|known| known.id == heading && !heading.is_empty());
    let title = heading.map_or(&page.title, |heading| &heading.title).clone();
    Some(MovedContext { id: anchor.to_owned(), title, url: format!("{}{to}", site.base_path) })
}
