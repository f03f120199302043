//! What stands beside the pages for programs that read text: `index.md` beside every `index.html`, and `llms.txt`.
//!
//! The Markdown is what the writer wrote, without front matter, with its title and with links that lead to the site.
//! `llms.txt` lists the pages sidebar by sidebar, as llmstxt.org proposes.

use std::ops::Range;

use crate::library::Page;
use crate::markdown::include::Included;
use crate::markdown::{Link, snippet};
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
    let source = page.text.read_all();
    let body = body_start(&source);
    let body = source.len() - source[body..].trim_start().len();
    let mut text = String::with_capacity(source.len() + 64);
    if !source[body..].starts_with("# ") {
        text.push_str(&format!("# {}\n\n", page.title));
    }
    let mut links: Vec<_> = page.document.links.iter().zip(site.urls[index].iter()).collect();
    links.sort_by_key(|(link, _)| link.span.start);
    let whole = Whole { site, source: &source, links, included: &page.document.included };
    whole.push(&mut text, body..page.text.own_length());
    text
}

/// What a page's Markdown is put together from.
struct Whole<'a> {
    site: &'a Site,
    /// The page, and below it what it includes.
    source: &'a str,
    /// Links with their URLs, ordered by place.
    links: Vec<(Link<&'a str>, &'a str)>,
    included: &'a [Included],
}

impl Whole<'_> {
    /// Appends what stands at `range` of the source, with included files in place of their tags.
    fn push(&self, text: &mut String, range: Range<usize>) {
        let first = self.included.partition_point(|one| one.tag.start < range.start);
        let mut at = range.start;
        for one in self.included[first..].iter().take_while(|one| one.tag.start < range.end) {
            self.push_linked(text, at..one.tag.start);
            let mut inner = String::new();
            match &one.code {
                Some(language) => {
                    let code = snippet::code(&self.source[one.range.clone()]);
                    let fence = "`".repeat(longest_run(&code).max(2) + 1);
                    inner.push_str(&format!("{fence}{language}\n{code}{fence}"));
                }
                None => {
                    let mut markdown = String::new();
                    self.push(&mut markdown, one.range.clone());
                    inner.extend(markdown.split_inclusive('\n').filter(|line| snippet::mark(line).is_none()));
                }
            }
            // In a list or a quote every line needs the marks of the first.
            let line = text.rfind('\n').map_or(0, |newline| newline + 1);
            let marks = text[line..].chars().map(|c| if c == '>' { '>' } else { ' ' });
            let marks: String = if text[line..].trim_start().len() > 4 { String::new() } else { marks.collect() };
            text.push_str(&inner.trim().replace('\n', &format!("\n{marks}")));
            at = one.tag.end;
        }
        self.push_linked(text, at..range.end);
    }

    /// Appends what stands at `range` of the source, with the URLs of its links.
    fn push_linked(&self, text: &mut String, range: Range<usize>) {
        let first = self.links.partition_point(|(link, _)| link.span.start < range.start);
        let mut written = range.start;
        for (link, url) in &self.links[first..] {
            if link.span.end > range.end {
                break;
            }
            // A definition that several links use stands in the text once; other places hold no target to replace.
            if link.span.start < written || self.source.get(link.span.clone()) != Some(link.target) {
                continue;
            }
            text.push_str(&self.source[written..link.span.start]);
            push_whole(text, self.site, url);
            written = link.span.end;
        }
        text.push_str(&self.source[written..range.end]);
    }
}

/// The length of the longest row of backticks in `code`.
fn longest_run(code: &str) -> usize {
    code.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Appends a URL that also holds outside the site, once the site knows its own address.
fn push_whole(text: &mut String, site: &Site, url: &str) {
    if url.starts_with('/') {
        text.push_str(site.base_url.strip_suffix(site.base_path.as_str()).unwrap_or(&site.base_url));
    }
    text.push_str(url);
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
        let mut url = String::new();
        push_whole(&mut url, site, &format!("{}/{}", site.base_path, path(page)));
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
