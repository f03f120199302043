//! What stands beside the pages for programs that read text: `index.md` beside every `index.html`, and `llms.txt`.
//!
//! The Markdown is what the writer wrote, without front matter, with its title and with links that lead to the site.
//! `llms.txt` lists the pages sidebar by sidebar, as llmstxt.org proposes.

use crate::library::Page;
use crate::site::Site;
use crate::source::front_matter::body_start;

/// The file's name beside a page.
const NAME: &str = "index.md";

/// Where the Markdown of `page` is on the site, without its base path.
pub(super) fn path(page: &Page) -> String {
    format!("{}{NAME}", &page.url[1..])
}

/// The Markdown of the page at `index`.
pub(super) fn markdown(site: &Site, index: usize) -> String {
    let page = &site.library.pages[index];
    let source = page.text.read();
    let body = body_start(&source);
    let body = source.len() - source[body..].trim_start().len();
    let mut text = String::with_capacity(source.len() + 64);
    if !source[body..].starts_with("# ") {
        text.push_str(&format!("# {}\n\n", page.title));
    }
    let mut links: Vec<_> = page.document.links.iter().zip(&site.urls[index]).collect();
    links.sort_by_key(|(link, _)| link.span.start);
    let mut written = body;
    for (link, url) in links {
        // A definition that several links use stands in the text once; other places hold no target to replace.
        if link.span.start < written || source.get(link.span.clone()) != Some(&link.target) {
            continue;
        }
        text.push_str(&source[written..link.span.start]);
        text.push_str(&whole(site, url));
        written = link.span.end;
    }
    text.push_str(&source[written..]);
    text
}

/// A URL that also holds outside the site, once the site knows its own address.
fn whole(site: &Site, url: &str) -> String {
    let origin = site.base_url.strip_suffix(site.base_path.as_str()).unwrap_or(&site.base_url);
    if url.starts_with('/') { format!("{origin}{url}") } else { url.to_owned() }
}

/// The list of all pages.
pub(super) fn llms(site: &Site) -> String {
    let mut text = format!("# {}\n", site.config.title);
    if !site.config.description.is_empty() {
        text.push_str(&format!("\n> {}\n", one_line(&site.config.description)));
    }
    let mut section = usize::MAX;
    let mut pages: Vec<&Page> = site.library.pages.iter().filter(|page| !page.front.is_draft()).collect();
    pages.sort_by_key(|page| page.sidebar);
    for page in pages {
        if page.sidebar != section {
            section = page.sidebar;
            text.push_str(&format!("\n## {}\n\n", one_line(&site.library.sidebars[section].title)));
        }
        let title = one_line(&page.title).replace('[', "\\[").replace(']', "\\]");
        let url = whole(site, &format!("{}/{}", site.base_path, path(page)));
        text.push_str(&format!("- [{title}]({url})"));
        let summary = one_line(page.summary());
        if !summary.is_empty() {
            text.push_str(&format!(": {summary}"));
        }
        text.push('\n');
    }
    text
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
