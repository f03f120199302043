//! All pages together: their ids, URLs, order, and what leads to what.
//!
//! Built once from what [`crate::source`] read; afterwards it only answers questions.
//! **Invariant:** pages are ordered by URL, and everything else refers to them by their index.

pub mod identity;
pub mod index;
pub mod moves;
pub mod sidebar;
pub mod tags;
pub mod urls;

use std::collections::HashMap;
use std::sync::Arc;

use qa_api::manifest::{Manifest, Move};
use time::Date;

use crate::check::suggestion::did_you_mean;
use crate::check::{Code, Diagnostic, Problem};
use crate::markdown::Document;
use crate::markdown::packed::Packed;
use crate::source::defaults::DefaultsSource;
use crate::source::front_matter::FrontMatter;
use crate::source::git::History;
use crate::source::site::SiteConfig;
use crate::source::{PageSource, StaticFile, Text};
use index::LinkIndex;
use sidebar::Sidebar;
use tags::Tag;

/// A page of the site.
#[derive(Debug)]
pub struct Page {
    /// Stable over moves.
    pub id: String,
    /// URL path with a slash at both ends, without the site's base path.
    pub url: String,
    /// The title from front matter, the first heading or the file's name.
    pub title: String,
    /// The Markdown file, relative to the content folder.
    pub source: String,
    /// The whole file.
    pub text: Text,
    /// What the page says about itself.
    pub front: FrontMatter,
    /// The parsed page.
    pub document: Document,
    /// Its HTML.
    pub content: Packed,
    /// Which of [`Library::sidebars`] lists it.
    pub sidebar: usize,
    /// The page to read after this one.
    pub next: Option<usize>,
    /// The day of its last commit.
    pub updated: Option<Date>,
    /// Who wrote it, the last one first, where the site names them.
    pub authors: Vec<Arc<str>>,
}

impl Page {
    /// Whether the page takes questions.
    pub fn takes_questions(&self, config: &SiteConfig) -> bool {
        self.front.qa.unwrap_or(config.qa)
    }

    /// The page's language.
    pub fn language<'a>(&'a self, config: &'a SiteConfig) -> &'a str {
        self.front.lang.as_deref().unwrap_or(&config.language)
    }

    /// The page's language, if it is another one than `around`.
    pub fn other_language<'a>(&'a self, config: &'a SiteConfig, around: &str) -> Option<&'a str> {
        Some(self.language(config)).filter(|language| *language != around)
    }

    /// What the page is about: its description, or else its first words.
    pub fn summary(&self) -> &str {
        self.front.description.as_deref().unwrap_or(&self.document.excerpt)
    }

    /// A diagnostic about the value of a front matter key.
    pub fn front_matter_diagnostic(&self, code: Code, key: &str, message: String, hint: Option<String>) -> Diagnostic {
        let problem = Problem::new(code, self.front.place(key), message).maybe_hint(hint);
        Diagnostic::at(&self.source, &self.text, problem)
    }
}

/// Every page and what holds them together.
#[derive(Debug)]
pub struct Library {
    /// Ordered by URL.
    pub pages: Vec<Page>,
    /// Ordered by title.
    pub sidebars: Vec<Sidebar>,
    /// Where links lead.
    pub index: LinkIndex,
    /// Old paths, or sections of pages, and their new places; ordered by the old ones.
    pub moves: Vec<Move>,
    /// What pages are about, ordered by title.
    pub tags: Vec<Tag>,
}

/// What the library is built from besides the pages.
#[derive(Debug)]
pub struct Circumstances<'a> {
    /// The site's configuration.
    pub config: &'a SiteConfig,
    /// What folders say for their pages.
    pub defaults: &'a [DefaultsSource],
    /// What was published before.
    pub previous: Option<&'a Manifest>,
    /// Whether drafts are pages too.
    pub drafts: bool,
    /// File → what git knows of it.
    pub histories: &'a HashMap<String, History>,
}

impl Library {
    /// Builds the library, and says what cannot be.
    pub fn build(
        sources: Vec<PageSource>,
        files: &[StaticFile],
        circumstances: &Circumstances<'_>,
    ) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let (sources, drafts): (Vec<_>, Vec<_>) =
            sources.into_iter().partition(|page| circumstances.drafts || !page.front.is_draft());
        let mut pages = identity::identify(sources, files, &mut diagnostics);
        identity::assign_ids(&mut pages, circumstances.previous, &mut diagnostics);
        for page in &mut pages {
            let history = circumstances.histories.get(&page.source);
            page.updated = page.front.updated.map(|day| day.0).or_else(|| history.map(|history| history.updated));
            if let Some(history) = history.filter(|_| circumstances.config.contributors) {
                page.authors.clone_from(&history.authors);
            }
        }
        let moves = moves::collect(&pages, files, circumstances.previous, &mut diagnostics);
        check_topics(&pages, circumstances, &mut diagnostics);
        let tags = tags::collect(&pages);
        let index = LinkIndex::new(&pages, &drafts, files, &moves, &tags);
        let sidebars = sidebar::build(&mut pages, &index, circumstances.config, &mut diagnostics);
        (Self { pages, sidebars, index, moves, tags }, diagnostics)
    }

    /// The page of this URL path.
    pub fn page_at(&self, url: &str) -> Option<&Page> {
        let found = self.pages.binary_search_by(|page| page.url.as_str().cmp(url));
        found.ok().map(|index| &self.pages[index])
    }

    /// Where what was at `from`, a path perhaps with `#` and an anchor, is now.
    pub fn move_from(&self, from: &str) -> Option<&str> {
        let found = self.moves.binary_search_by(|moved| moved.from.as_str().cmp(from));
        found.ok().map(|index| self.moves[index].to.as_str())
    }

    /// Every page once: as the sidebars list them, and then those that no sidebar lists.
    pub fn reading_order(&self) -> Vec<usize> {
        let mut seen = vec![false; self.pages.len()];
        let listed = self.sidebars.iter().flat_map(|sidebar| sidebar::flatten(&sidebar.items));
        let mut order: Vec<usize> =
            listed.chain(0..self.pages.len()).filter(|&page| !std::mem::replace(&mut seen[page], true)).collect();
        order.shrink_to_fit();
        order
    }

    /// The page that the first sidebar begins with.
    pub fn first_page(&self) -> Option<&Page> {
        let mut item = self.sidebars.first()?.items.first()?;
        while item.page.is_none() {
            item = item.children.first()?;
        }
        item.page.map(|page| &self.pages[page])
    }
}

/// Unknown topics, each where it is written: in a page, or in its folder's defaults.
fn check_topics(pages: &[Page], circumstances: &Circumstances<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let topics = &circumstances.config.topics;
    let unknown = |topic: &Option<String>| {
        let topic = topic.as_ref().filter(|topic| !topics.contains_key(*topic))?;
        let hint = did_you_mean(topic, topics.keys().map(String::as_str))
            .unwrap_or_else(|| format!("list it in site.yaml under `topics`, as `{topic}: Its title`"));
        Some((format!("there is no topic `{topic}`"), Some(hint)))
    };
    for page in pages.iter().filter(|page| page.front.has("topic")) {
        if let Some((message, hint)) = unknown(&page.front.topic) {
            diagnostics.push(page.front_matter_diagnostic(Code::UnknownTopic, "topic", message, hint));
        }
    }
    for folder in circumstances.defaults {
        if let Some((message, hint)) = unknown(&folder.defaults.topic) {
            diagnostics.push(folder.diagnostic(Code::UnknownTopic, "topic", message, hint));
        }
    }
}
