//! Search without a server: Pagefind's index over the pages and their baked questions, in parts that browsers fetch as
//! they need them.
//!
//! Made where `site.yaml` says `search: true`. The index holds every page, so every build makes it anew as a whole.
//! Compiled in with the feature `search`; without it the key is an error, and nobody waits for a search that never comes.

use std::sync::Mutex;

use super::Sink;
use crate::check::{Code, Diagnostic, Problem};
use crate::site::Site;
use crate::source::site;

/// The template of the page that shows what was found.
pub(crate) const TEMPLATE: &str = "search.html";
/// The page's address, without the site's base path.
pub(crate) const URL: &str = "/search/";

/// Collects the pages' HTML for the index.
#[derive(Default)]
pub(super) struct Collector {
    /// Index of the page, and its HTML.
    pages: Mutex<Vec<(usize, String)>>,
}

impl Collector {
    /// Takes in one page, unless nobody will search the site.
    pub(super) fn add(&self, site: &Site, index: usize, html: String) {
        if is_on(site) && !site.library.pages[index].front.is_draft() {
            self.pages.lock().expect("no writer panics").push((index, html));
        }
    }

    /// Writes the index of all pages.
    pub(super) fn write(self, site: &Site, sink: &impl Sink) -> std::io::Result<()> {
        let mut pages = self.pages.into_inner().expect("no writer panics");
        if pages.is_empty() {
            return Ok(());
        }
        pages.sort_unstable_by_key(|(index, _)| *index);
        index::write(site, pages, sink)
    }
}

/// Whether the site is to be searched, and this program knows how.
pub(crate) fn is_on(site: &Site) -> bool {
    cfg!(feature = "search") && site.config.search && site.theme.has_template(TEMPLATE)
}

/// What is wrong with asking for a search.
pub(crate) fn check(config: &site::SiteConfig) -> Option<Diagnostic> {
    (config.search && !cfg!(feature = "search")).then(|| {
        let message = "this site-gen was compiled without search";
        let problem = Problem::new(Code::SiteConfig, site::find(&config.text, "search"), message)
            .hint("compile it with `--features search`, or leave `search` out");
        Diagnostic::at(site::FILE, &config.text, problem)
    })
}

#[cfg(feature = "search")]
mod index {
    use pagefind::api::PagefindIndex;
    use pagefind::options::PagefindServiceConfig;

    use super::{Sink, Site};

    /// What stands on every page, or belongs to another one.
    const NOT_SEARCHED: [&str; 5] = [".breadcrumbs", ".toc", ".page__source", ".next", "[data-qa-root] form"];

    pub(super) fn write(site: &Site, pages: Vec<(usize, String)>, sink: &impl Sink) -> std::io::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let config = PagefindServiceConfig::builder()
                .root_selector("main".to_owned())
                .exclude_selectors(NOT_SEARCHED.map(str::to_owned).to_vec())
                .build();
            let mut index = PagefindIndex::new(Some(config)).map_err(std::io::Error::other)?;
            for (page, html) in pages {
                let url = format!("{}{}", site.base_path, site.library.pages[page].url);
                index.add_html_file(None, Some(url), html).await.map_err(std::io::Error::other)?;
            }
            for file in index.get_files().await.map_err(std::io::Error::other)? {
                let name = file.filename.to_string_lossy().replace('\\', "/");
                // The theme has its own box.
                if !name.contains("-ui.") && !name.contains("_ui.") && !name.contains("highlight") {
                    sink.put(&format!("pagefind/{name}"), &file.contents)?;
                }
            }
            Ok(())
        })
    }
}

#[cfg(not(feature = "search"))]
mod index {
    use super::{Sink, Site};

    pub(super) fn write(_: &Site, _: Vec<(usize, String)>, _: &impl Sink) -> std::io::Result<()> {
        Ok(())
    }
}
