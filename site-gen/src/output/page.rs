//! One page: its content, what surrounds it, and its questions.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use qa_api::placeholder;
use tera::Value;

use super::content::{ContentRenderer, PageParts, Words};
use super::moved::{self, MovedSections};
use super::sidebar::RenderedSidebar;
use super::{companions, elsewhere, print};
use crate::check::{Diagnostic, Problem, leaks, pictures};
use crate::library::Page;
use crate::markdown::heading::Heading;
use crate::markdown::{Document, push_url};
use crate::site::Site;
use crate::theme::context::{DayContext, ImageContext, LinkContext, NextContext, PageContext, TocContext};
use crate::theme::strings;

/// What an image stands in that leads to itself.
const ZOOM: &str = "<a class=\"zoom\"";
/// Deepest heading of the table of contents.
const TOC_DEPTH: u8 = 3;

/// Renders pages; holds what is rendered once for all of them.
pub struct PageRenderer<'a> {
    site: &'a Site,
    /// Rendered when the first page shows it.
    sidebars: Vec<OnceLock<Result<RenderedSidebar, Diagnostic>>>,
    content: ContentRenderer<'a>,
    /// Language → the theme's words.
    words: BTreeMap<&'a str, Words>,
    moved: MovedSections<'a>,
}

impl<'a> PageRenderer<'a> {
    /// A renderer for pages of `site`.
    pub(crate) fn new(site: &'a Site) -> Self {
        let sidebars = site.library.sidebars.iter().map(|_| OnceLock::new()).collect();
        let content = ContentRenderer {
            theme: &site.theme,
            quotes: &site.quotes,
            highlighter: &site.highlighter,
            sizes: &site.sizes,
            base_path: &site.base_path,
        };
        let languages: BTreeSet<&str> = site.library.pages.iter().map(|page| page.language(&site.config)).collect();
        let words = languages.into_iter().map(|language| {
            let catalogue = site.theme.words(language);
            let value = (language != site.config.language).then(|| Value::from_serializable(&catalogue));
            (language, Words { catalogue, value })
        });
        Self { site, sidebars, content, words: words.collect(), moved: MovedSections::of(site) }
    }

    fn sidebar(&self, index: usize) -> Result<&RenderedSidebar, Diagnostic> {
        let render = || RenderedSidebar::new(self.site, &self.site.library.sidebars[index]);
        self.sidebars[index].get_or_init(render).as_ref().map_err(Clone::clone)
    }

    /// What stands between the header and the questions of the page at `index` of the library.
    pub(super) fn content(&self, index: usize, problems: &mut Vec<Problem>) -> String {
        let page = &self.site.library.pages[index];
        let words = &self.words[page.language(&self.site.config)];
        let parts = PageParts { urls: &self.site.urls[index], words, components: Cell::new(0) };
        self.content.render(&page.content, &parts, problems)
    }

    /// Writes the page at `index` of the library into the empty `html`, and says what its components found wrong.
    pub(super) fn render(&self, index: usize, html: &mut Vec<u8>) -> Result<Vec<Diagnostic>, Diagnostic> {
        let site = self.site;
        let page = &site.library.pages[index];
        let mut problems = Vec::new();
        let language = page.language(&site.config);
        let words = &self.words[language];
        let content = self.content(index, &mut problems);
        let locate = |problem| page.text.diagnostic(&page.source, problem);
        let mut diagnostics: Vec<_> = problems.into_iter().map(locate).collect();
        let sidebar = self.sidebar(page.sidebar)?.for_page(&page.id);
        let questions = questions(site, page, words);
        let url = format!("{}{}", site.base_path, page.url);
        let moved = self.moved.on_page(site, page);
        let context = PageContext {
            id: &page.id,
            title: &page.title,
            description: page.front.description.as_deref(),
            language,
            dir: strings::direction(language),
            scripts: scripts(site, page, &content, !moved.is_empty()),
            show_title: page.front.show_title.unwrap_or(true),
            url: &url,
            canonical_url: (!site.base_url.is_empty()).then(|| format!("{}{}", site.base_url, page.url)),
            image: picture(site, index),
            toc: if page.front.toc.unwrap_or(true) { table_of_contents(&page.document) } else { Vec::new() },
            sections: if questions.is_empty() { Vec::new() } else { nest(&shown_headings(&page.document)) },
            sidebar_title: &site.library.sidebars[page.sidebar].title,
            breadcrumbs: breadcrumbs(site, page),
            updated: page
                .updated
                .map(|day| DayContext { iso: day.to_string(), text: strings::day(&words.catalogue, day) }),
            contributors: page.authors.iter().map(AsRef::as_ref).collect(),
            owner: page.front.owner.as_deref(),
            tags: super::tags::of(site, page),
            edit_url: site.edit_url.as_ref().map(|pattern| pattern.replace("{path}", &page.source)),
            markdown_url: format!("{}/{}", site.base_path, companions::path(page)),
            print_url: print::url_for(site, page).map(|url| format!("{}{url}", site.base_path)),
            next: page.next.map(|next| next_page(site, &site.library.pages[next], language)),
            moved,
            draft: page.front.is_draft(),
            content: &content,
            sidebar: &sidebar,
            questions_at: questions_at(site, page),
            questions: &questions,
        };
        let template = site.theme.page_template(page.front.template.as_deref());
        site.theme.render_to(html, &template, "page", context.into_value(), words.value.as_ref())?;
        if index == 0 {
            let html = String::from_utf8_lossy(html);
            diagnostics.extend(leaks::in_template(&template, &html, &[&content, &sidebar, &questions]));
        }
        Ok(diagnostics)
    }
}

/// The picture that stands for the page where its link is shared.
fn picture(site: &Site, index: usize) -> Option<ImageContext> {
    match pictures::of_page(&site.library, index, &site.config)? {
        pictures::Place::Url(url) => Some(ImageContext { url, width: None, height: None }),
        // Only whole URLs are understood there.
        pictures::Place::Path(_) if site.base_url.is_empty() => None,
        pictures::Place::Path(path) => {
            let (width, height) = site.sizes.get(path.trim_start_matches('/')).unzip();
            let mut url = String::new();
            push_url(&mut url, &format!("{}{path}", site.base_url));
            Some(ImageContext { url, width, height })
        }
    }
}

/// The URLs of the theme's modules that `page` has a use for: `code.js` where there is code, `zoom.js` where an image
/// leads to itself, `moved.js` where sections are looked for that went elsewhere, and for each component the one of its
/// name.
fn scripts(site: &Site, page: &Page, content: &str, has_moved: bool) -> Vec<String> {
    let mut names = BTreeSet::new();
    if content.contains(ZOOM) {
        names.insert("zoom.js".to_owned());
    }
    if has_moved {
        names.insert(moved::SCRIPT.to_owned());
    }
    if page.content.has_code() {
        names.insert("code.js".to_owned());
    }
    page.content.components(&mut |component| {
        names.insert(format!("{}.js", component.name));
    });
    let paths = names.iter().filter_map(|name| site.theme.asset_path(name));
    paths.map(|path| format!("{}/{path}", site.base_path)).collect()
}

/// The placeholder with what the snapshot holds for the page, or nothing where no questions are taken.
fn questions(site: &Site, page: &Page, words: &Words) -> String {
    if !page.takes_questions(&site.config) {
        return String::new();
    }
    let section = match &site.snapshot {
        Some(snapshot) => {
            let (html, json) = snapshot.page(&page.id);
            placeholder::section(&page.id, &snapshot.build, &html, &json)
        }
        None => {
            let word = |key: &str| words.catalogue.get(key).map_or("", String::as_str);
            placeholder::section_without_snapshot(&page.id, word("questions"), word("questions_link"))
        }
    };
    if site.server.is_empty() { section } else { elsewhere::lead(&site.server, &section) }
}

/// Up to which change the questions of the page are baked in, where the server does not serve the page itself and
/// readers have to be told of later ones.
fn questions_at(site: &Site, page: &Page) -> Option<String> {
    let snapshot = site.snapshot.as_ref().filter(|_| !site.server.is_empty())?;
    snapshot.pages.get(&page.id).map_or(Some(0), |fragment| fragment.changed_at).map(|at| at.to_string())
}

fn next_page<'a>(site: &'a Site, page: &'a Page, around: &str) -> NextContext<'a> {
    NextContext {
        title: &page.title,
        language: page.other_language(&site.config, around),
        url: format!("{}{}", site.base_path, page.url),
        excerpt: page.summary(),
    }
}

/// From the first page through the folders to this page; nothing on the first page itself.
fn breadcrumbs(site: &Site, page: &Page) -> Vec<LinkContext> {
    let mut crumbs = Vec::new();
    for (slash, _) in page.url.match_indices('/') {
        let url = &page.url[..=slash];
        let Some(ancestor) = site.library.page_at(url) else { continue };
        let is_here = ancestor.url == page.url;
        crumbs.push(LinkContext {
            title: ancestor.title.clone(),
            url: (!is_here).then(|| format!("{}{}", site.base_path, ancestor.url)),
        });
    }
    if crumbs.len() > 1 { crumbs } else { Vec::new() }
}

/// The page's headings, unless there is only one.
fn table_of_contents(document: &Document) -> Vec<TocContext<'_>> {
    let shown = shown_headings(document);
    if shown.len() < 2 { Vec::new() } else { nest(&shown) }
}

/// The page's headings but for the one that is its title.
fn shown_headings(document: &Document) -> Vec<&Heading> {
    let is_title = |heading: &Heading| heading.level == 1 && document.first_heading.as_ref() == Some(&heading.title);
    let skipped = usize::from(document.headings.first().is_some_and(is_title));
    let is_shown = |heading: &&Heading| heading.level <= TOC_DEPTH && !heading.title.is_empty();
    document.headings[skipped..].iter().filter(is_shown).collect()
}

/// Headings under the nearest heading before them that is of a higher rank.
fn nest<'a>(headings: &[&'a Heading]) -> Vec<TocContext<'a>> {
    let mut entries = Vec::new();
    let mut at = 0;
    while let Some(heading) = headings.get(at) {
        let below = headings[at + 1..].iter().take_while(|other| other.level > heading.level).count();
        entries.push(TocContext {
            id: &heading.id,
            title: &heading.title,
            level: heading.level,
            children: nest(&headings[at + 1..at + 1 + below]),
        });
        at += 1 + below;
    }
    entries
}
