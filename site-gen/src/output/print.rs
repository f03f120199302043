//! One page with everything of a section, to print or to read in one go: at `print/` below each folder that has a page of
//! its own and others below it, so that a part of a large section can be had alone.
//! Of folders within folders the outermost [`DEEPEST`] have one, so that all of them together grow as the pages do.
//!
//! Made where `site.yaml` says `print: true` and the theme has `print.html`.
//! Ids of several pages would meet, so each gets its page's id in front, and links within a page follow.

use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

use super::Sink;
use super::page::PageRenderer;
use crate::check::Diagnostic;
use crate::library::Page;
use crate::site::Site;
use crate::theme::context::{PrintContext, PrintedContext};
use crate::theme::strings;

const TEMPLATE: &str = "print.html";
/// How many sections around a page have it on their page to print.
const DEEPEST: usize = 3;
/// Attributes that name ids, or that group what has ids.
const NAMING: [&str; 6] = ["id", "for", "name", "aria-labelledby", "aria-describedby", "aria-controls"];

/// Where the innermost section of `page` can be read as a whole, without the site's base path.
pub(super) fn url_for(site: &Site, page: &Page) -> Option<String> {
    let section = is_on(site).then(|| sections_of(site, &page.url).last()).flatten()?;
    Some(format!("{section}print/"))
}

/// Writes every section, and says what the theme found wrong.
pub(super) fn write(site: &Site, renderer: &PageRenderer<'_>, sink: &impl Sink) -> std::io::Result<Vec<Diagnostic>> {
    if !is_on(site) {
        return Ok(Vec::new());
    }
    let found = Mutex::new(Vec::new());
    sections(site).into_par_iter().try_for_each(|(url, pages)| {
        let first = &site.library.pages[pages[0]];
        let printed = pages.iter().map(|&index| printed(site, renderer, index)).collect();
        let context =
            PrintContext { title: &first.title, url: format!("{}{}", site.base_path, first.url), pages: printed };
        match site.theme.render_with(TEMPLATE, &context) {
            Ok(html) => sink.put(&format!("{}index.html", &url[1..]), html.as_bytes())?,
            Err(diagnostic) => found.lock().expect("no render panics").push(diagnostic),
        }
        std::io::Result::Ok(())
    })?;
    Ok(found.into_inner().expect("no render panics"))
}

fn is_on(site: &Site) -> bool {
    site.config.print && site.theme.has_template(TEMPLATE)
}

/// The sections on whose pages to print the page at `url` stands, outer ones first.
fn sections_of<'a>(site: &'a Site, url: &'a str) -> impl Iterator<Item = &'a str> {
    above(url).filter(|section| is_section(site, section)).take(DEEPEST)
}

/// `/guide/start/` → `/guide/`, `/guide/start/`
fn above(url: &str) -> impl Iterator<Item = &str> {
    url.match_indices('/').skip(1).map(|(slash, _)| &url[..=slash])
}

/// Whether there is a page at `url` and others below it, and room for another one.
fn is_section(site: &Site, url: &str) -> bool {
    let pages = &site.library.pages;
    let Ok(own) = pages.binary_search_by(|page| page.url.as_str().cmp(url)) else { return false };
    pages.get(own + 1).is_some_and(|next| next.url.starts_with(url))
        && site.library.page_at(&format!("{url}print/")).is_none()
}

/// The URL of each section's page → its pages, the section's own first and the others as the sidebars list them.
fn sections(site: &Site) -> BTreeMap<String, Vec<usize>> {
    let mut sections: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for index in site.library.reading_order() {
        let page = &site.library.pages[index];
        for section in sections_of(site, &page.url) {
            let pages = sections.entry(format!("{section}print/")).or_default();
            let at = if section == page.url { 0 } else { pages.len() };
            pages.insert(at, index);
        }
    }
    sections
}

fn printed<'a>(site: &'a Site, renderer: &PageRenderer<'_>, index: usize) -> PrintedContext<'a> {
    let page = &site.library.pages[index];
    // What is wrong was said when the page itself was rendered.
    let html = renderer.content(index, &mut Vec::new());
    PrintedContext {
        title: &page.title,
        language: page.other_language(&site.config, &site.config.language),
        dir: strings::direction(page.language(&site.config)),
        show_title: page.front.show_title.unwrap_or(true),
        id: &page.id,
        url: format!("{}{}", site.base_path, page.url),
        content: with_own_ids(&html, &page.id),
    }
}

/// `html` with `page` in front of every id and of every name of one.
fn with_own_ids(html: &str, page: &str) -> String {
    let mut own = String::with_capacity(html.len() + 256);
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let end = rest[start..].find('>').map_or(rest.len(), |end| start + end + 1);
        own.push_str(&rest[..start]);
        push_tag(&mut own, &rest[start..end], page);
        rest = &rest[end..];
    }
    own.push_str(rest);
    own
}

fn push_tag(own: &mut String, mut tag: &str, page: &str) {
    while let Some(at) = tag.find("=\"") {
        let name = tag[..at].rsplit([' ', '\n']).next().unwrap_or_default();
        let value = at + "=\"".len();
        let Some(length) = tag[value..].find('"') else { break };
        own.push_str(&tag[..value]);
        let text = &tag[value..value + length];
        if NAMING.contains(&name) {
            let names: Vec<_> = text.split_whitespace().map(|name| format!("{page}--{name}")).collect();
            own.push_str(&names.join(" "));
        } else if let Some(anchor) = text.strip_prefix('#').filter(|_| name == "href") {
            own.push_str(&format!("#{page}--{anchor}"));
        } else {
            own.push_str(text);
        }
        tag = &tag[value + length..];
    }
    own.push_str(tag);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_what_names_them_get_their_page() {
        let html = "<h2 id=\"a\" class=\"id\">x id=\"y\"</h2><a href=\"#a\">b</a><a href=\"/p/#a\">c</a>\
                    <label for=\"t\" aria-labelledby=\"a b\">";
        let own = "<h2 id=\"p--a\" class=\"id\">x id=\"y\"</h2><a href=\"#p--a\">b</a><a href=\"/p/#a\">c</a>\
                   <label for=\"p--t\" aria-labelledby=\"p--a p--b\">";
        assert_eq!(with_own_ids(html, "p"), own);
    }

    #[test]
    fn a_page_is_below_every_folder_around_it() {
        assert_eq!(above("/guide/start/").collect::<Vec<_>>(), ["/guide/", "/guide/start/"]);
        assert_eq!(above("/").count(), 0);
    }
}
