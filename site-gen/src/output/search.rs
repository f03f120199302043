//! Search without a server: Pagefind's index over the pages and their baked questions, in parts that browsers fetch as
//! they need them.
//!
//! [`super::write`] calls it once every page is in the sink, from where the pages are read one after the other, so that
//! no build holds them all. The index knows every page, so that every whole build makes it anew.
//! Compiled in with the feature `search`, which is on by default.
//! **Invariant:** pages go into the index in the order of their addresses, and the same pages give the same bytes.

use qa_api::paths;

use super::Sink;
use crate::Options;
use crate::check::{Code, Diagnostic, Problem};
use crate::site::Site;
use crate::source::site::{self, SiteConfig};
use crate::theme::Theme;

/// The template of the page where the search box leads without scripts.
pub(crate) const TEMPLATE: &str = "search.html";
/// The folder of the index.
const FOLDER: &str = "pagefind";

/// Where the search box leads without scripts: to the server's own search where there is a server, else to a page that
/// lists everything.
pub(crate) fn url(base_path: &str) -> String {
    format!("{base_path}{}", paths::QUESTIONS_LIST)
}

/// The module that answers from the index.
pub(crate) fn module_url(base_path: &str) -> String {
    format!("{base_path}/{FOLDER}/pagefind.js")
}

/// Whether this run makes the index.
pub(crate) fn is_made(options: &Options, config: &SiteConfig, theme: &Theme) -> bool {
    cfg!(feature = "search") && options.search && has_box(config, theme)
}

/// Whether pages have a search box.
pub(crate) fn has_box(config: &SiteConfig, theme: &Theme) -> bool {
    config.search.unwrap_or(true) && theme.has_template(TEMPLATE)
}

/// What is wrong with asking for a search.
pub(crate) fn check(config: &SiteConfig) -> Option<Diagnostic> {
    (config.search == Some(true) && !cfg!(feature = "search")).then(|| {
        let message = "this site-gen was compiled without search";
        let problem = Problem::new(Code::SiteConfig, site::find(&config.text, "search"), message)
            .hint("compile it with `--features search`, or leave `search` out");
        Diagnostic::at(site::FILE, &config.text, problem)
    })
}

/// Makes the index of the pages in `sink`, where the run makes one.
pub(super) fn write(site: &Site, sink: &impl Sink) -> std::io::Result<()> {
    if !site.makes_index {
        return Ok(());
    }
    let made = index::write(site, sink)?;
    let megabytes = made.bytes as f64 / 1e6;
    site.theme.observer.tell(format!("search index: {} pages in {} files, {megabytes:.2} MB", made.pages, made.files));
    site.theme.observer.end_stage("search index");
    Ok(())
}

/// How large an index came out.
#[derive(Default)]
struct Made {
    pages: usize,
    files: usize,
    bytes: usize,
}

#[cfg(feature = "search")]
mod index {
    use std::io;

    use pagefind::api::PagefindIndex;
    use pagefind::options::PagefindServiceConfig;

    use super::{FOLDER, Made, Sink, Site};

    /// What stands on every page, or belongs to another one.
    const NOT_SEARCHED: [&str; 7] =
        [".breadcrumbs", ".toc", ".page__tags", ".page__source", ".next", ".feedback", "[data-qa-root] form"];

    pub(super) fn write(site: &Site, sink: &impl Sink) -> io::Result<Made> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let config = PagefindServiceConfig::builder()
                .root_selector("main".to_owned())
                .exclude_selectors(NOT_SEARCHED.map(str::to_owned).to_vec())
                .build();
            let mut index = PagefindIndex::new(Some(config)).map_err(io::Error::other)?;
            let mut made = Made::default();
            for page in site.library.pages.iter().filter(|page| !page.front.is_draft()) {
                let Some(html) = sink.get(&format!("{}index.html", &page.url[1..]))? else { continue };
                let html = String::from_utf8(html).map_err(io::Error::other)?;
                // The search module puts the base path in front, which it knows from its own address.
                index.add_html_file(None, Some(page.url.clone()), html).await.map_err(io::Error::other)?;
                made.pages += 1;
            }
            for file in index.get_files().await.map_err(io::Error::other)? {
                let name = file.filename.to_string_lossy().replace('\\', "/");
                // The theme has its own box.
                if name.contains("-ui.") || name.contains("highlight") {
                    continue;
                }
                sink.put(&format!("{FOLDER}/{name}"), &file.contents)?;
                made.files += 1;
                made.bytes += file.contents.len();
            }
            Ok(made)
        })
    }
}

#[cfg(not(feature = "search"))]
mod index {
    use super::{Made, Sink, Site};

    pub(super) fn write(_: &Site, _: &impl Sink) -> std::io::Result<Made> {
        Ok(Made::default())
    }
}
