//! What templates and components get: one struct per context, and nothing besides.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;
use time::Date;

/// `site`, in every template.
#[derive(Debug, Serialize)]
pub struct SiteContext {
    /// The site's title.
    pub title: String,
    /// One sentence, or empty.
    pub description: String,
    /// BCP 47 language tag.
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// What every path starts with: empty, or such as `/docs`.
    pub base_path: String,
    /// What every address of the server starts with: empty, or such as `https://questions.example.org`.
    pub server: String,
    /// The first page.
    pub home_url: String,
    /// Links of the header.
    pub nav: Vec<LinkContext>,
    /// The style sheet.
    pub css_url: String,
    /// The addresses of all assets, by their names in the theme.
    pub assets: BTreeMap<String, String>,
    /// Where the search box leads without scripts, when there is a box.
    pub search_url: Option<String>,
    /// The module that searches the pages, when there is an index of them.
    pub search_module: Option<String>,
    /// Whether the key `/` alone leads to the search box.
    pub search_key: bool,
    /// The feed of changes, when there is one.
    pub feed_url: Option<String>,
}

/// A link.
#[derive(Debug, Serialize)]
pub struct LinkContext {
    /// What to show.
    pub title: String,
    /// Where it leads, if anywhere.
    pub url: Option<String>,
}

/// `page`, in `page.html`.
#[derive(Debug, Serialize)]
pub struct PageContext<'a> {
    /// The page's title.
    pub title: &'a str,
    /// One sentence.
    pub description: Option<&'a str>,
    /// BCP 47 language tag.
    pub language: &'a str,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Modules that the page needs for more than reading.
    pub scripts: Vec<String>,
    /// Whether the title is to be printed.
    pub show_title: bool,
    /// The page's path on the site.
    pub url: &'a str,
    /// The page's whole URL, when the site knows its own.
    pub canonical_url: Option<String>,
    /// The picture that stands for the page where its link is shared, when the site knows its own address.
    pub image: Option<ImageContext>,
    /// The table of contents; empty when it would hold one entry.
    pub toc: Vec<TocContext<'a>>,
    /// The headings that readers can ask or vote about, when the page takes questions; however few they are.
    pub sections: Vec<TocContext<'a>>,
    /// The sidebar's name.
    pub sidebar_title: &'a str,
    /// From the first page to this one.
    pub breadcrumbs: Vec<LinkContext>,
    /// The day of the last change.
    pub updated: Option<DayContext>,
    /// The names of those who wrote it, the last one first, where the site names them.
    pub contributors: Vec<&'a str>,
    /// The team that answers for the page.
    pub owner: Option<&'a str>,
    /// What the page is about; without addresses when the theme lists no tags.
    pub tags: Vec<LinkContext>,
    /// The page's id, by which the server knows it.
    pub id: &'a str,
    /// Where the page can be edited.
    pub edit_url: Option<String>,
    /// The page as Markdown.
    pub markdown_url: String,
    /// The page's whole section on one page.
    pub print_url: Option<String>,
    /// The page to read next.
    pub next: Option<NextContext<'a>>,
    /// Sections that links to this page name, and that went elsewhere.
    pub moved: Vec<MovedContext>,
    /// Whether published builds leave the page out.
    pub draft: bool,
    /// HTML, marked safe by [`PageContext::into_value`].
    #[serde(skip)]
    pub content: &'a str,
    /// HTML, marked safe by [`PageContext::into_value`].
    #[serde(skip)]
    pub sidebar: &'a str,
    /// Up to which change the questions are baked in, where the server is elsewhere.
    pub questions_at: Option<String>,
    /// HTML, marked safe by [`PageContext::into_value`].
    #[serde(skip)]
    pub questions: &'a str,
}

impl PageContext<'_> {
    /// The context as a template's value, with its HTML marked safe.
    pub fn into_value(self) -> Value {
        let mut map = Value::from_serializable(&self).into_map().expect("a struct is a map");
        for (name, html) in [("content", self.content), ("sidebar", self.sidebar), ("questions", self.questions)] {
            map.insert(name.into(), Value::safe_string(html));
        }
        Value::from(map)
    }
}

/// A picture.
#[derive(Debug, Serialize)]
pub struct ImageContext {
    /// Its whole URL.
    pub url: String,
    /// Its width in pixels, where it is known.
    pub width: Option<u32>,
    /// Its height in pixels, where it is known.
    pub height: Option<u32>,
}

/// An entry of the table of contents.
#[derive(Debug, Serialize)]
pub struct TocContext<'a> {
    /// The heading's id.
    pub id: &'a str,
    /// The heading's text.
    pub title: &'a str,
    /// The heading's level.
    pub level: u8,
    /// The headings below it.
    pub children: Vec<Self>,
}

/// A day.
#[derive(Debug, Serialize)]
pub struct DayContext {
    /// `2026-11-03`
    pub iso: String,
    /// `3 November 2026`
    pub text: String,
}

/// The page to read next.
#[derive(Debug, Serialize)]
pub struct NextContext<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its language, where that is not the one around it.
    pub language: Option<&'a str>,
    /// Its path on the site.
    pub url: String,
    /// What it is about.
    pub excerpt: &'a str,
}

/// `sidebar`, in `sidebar.html`.
#[derive(Debug, Serialize)]
pub struct SidebarContext<'a> {
    /// The sidebar's name.
    pub title: &'a str,
    /// Its entries.
    pub items: Vec<SidebarItemContext<'a>>,
}

/// An entry of a sidebar.
#[derive(Debug, Serialize)]
pub struct SidebarItemContext<'a> {
    /// What to show.
    pub title: &'a str,
    /// Its language, where that is not the one around it.
    pub language: Option<&'a str>,
    /// The page's path on the site; absent for a folder without a page.
    pub url: Option<String>,
    /// The page's id, for `data-page`; empty for a folder without a page and for a link.
    pub id: &'a str,
    /// The number of what stands below, for `data-branch`.
    pub branch: usize,
    /// The entries below it.
    pub children: Vec<Self>,
}

/// What `tags.html` gets.
#[derive(Debug, Serialize)]
pub struct TagsContext<'a> {
    /// In the order of their titles.
    pub tags: Vec<TagContext<'a>>,
}

/// A tag, in `tags.html` and alone in `tag.html`.
#[derive(Debug, Serialize)]
pub struct TagContext<'a> {
    /// What it is called.
    pub title: &'a str,
    /// Where its pages are listed.
    pub url: String,
    /// Where all tags are listed.
    pub tags_url: String,
    /// Its pages, in the order of their titles.
    pub pages: Vec<ListedContext<'a>>,
}

/// A page in a list.
#[derive(Debug, Serialize)]
pub struct ListedContext<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its language, where that is not the one around it.
    pub language: Option<&'a str>,
    /// Its path on the site.
    pub url: String,
    /// What it is about.
    pub excerpt: &'a str,
}

/// What `search.html` gets.
#[derive(Debug, Serialize)]
pub struct ContentsContext<'a> {
    /// Every page, by the sidebar that lists it.
    pub sections: Vec<ListedSectionContext<'a>>,
    /// The questions that stand in pages, newest first.
    pub questions: Vec<ListedQuestionContext<'a>>,
}

/// The pages of a sidebar, in a list.
#[derive(Debug, Serialize)]
pub struct ListedSectionContext<'a> {
    /// The sidebar's name.
    pub title: &'a str,
    /// Its pages, in the order of reading.
    pub pages: Vec<ListedContext<'a>>,
}

/// A question in a list.
#[derive(Debug, Serialize)]
pub struct ListedQuestionContext<'a> {
    /// What was asked, in one line.
    pub title: &'a str,
    /// Its place on its page.
    pub url: String,
    /// The page's title.
    pub page_title: &'a str,
}

/// What `print.html` gets.
#[derive(Debug, Serialize)]
pub struct PrintContext<'a> {
    /// The section's title.
    pub title: &'a str,
    /// The section's own page.
    pub url: String,
    /// The section's pages, in the order of reading.
    pub pages: Vec<PrintedContext<'a>>,
}

/// A page within [`PrintContext`].
#[derive(Debug, Serialize)]
pub struct PrintedContext<'a> {
    /// The page's title.
    pub title: &'a str,
    /// Its language, where that is not the one around it.
    pub language: Option<&'a str>,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Whether the title is to be printed.
    pub show_title: bool,
    /// The page's id.
    pub id: &'a str,
    /// The page's path on the site.
    pub url: String,
    /// HTML, whose ids begin with the page's.
    pub content: String,
}

/// What `redirect.html` gets.
#[derive(Debug, Serialize)]
pub struct RedirectContext<'a> {
    /// Where the page is now.
    pub target_url: String,
    /// What it is called.
    pub target_title: &'a str,
    /// Sections of it that went elsewhere.
    pub sections: Vec<MovedContext>,
    /// The module that keeps the anchor with which a reader came.
    pub script_url: Option<String>,
}

/// A section that went to another page.
#[derive(Debug, Serialize)]
pub struct MovedContext {
    /// Its old anchor.
    pub id: String,
    /// What it is called now, or its page.
    pub title: String,
    /// Where it is now.
    pub url: String,
}

/// What `shell.html` gets.
#[derive(Debug, Serialize)]
pub struct ShellContext {
    /// The slots of [`qa_api::shell`].
    pub slots: SlotsContext,
}

/// The slots of the shell.
#[derive(Debug, Serialize)]
pub struct SlotsContext {
    /// [`qa_api::shell::TITLE_SLOT`]
    pub title: &'static str,
    /// [`qa_api::shell::HEAD_SLOT`]
    pub head: &'static str,
    /// [`qa_api::shell::BODY_SLOT`]
    pub body: &'static str,
}

/// An entry of `quotes` on a page, for components that ask for it.
#[derive(Debug, Serialize)]
pub struct ShownQuoteContext<'a> {
    /// The quote.
    #[serde(flatten)]
    pub quote: &'a QuoteContext,
    /// Its date as people write it in the page's language, or empty.
    pub written_date: String,
}

/// An approved quote.
#[derive(Clone, Debug, Serialize)]
pub struct QuoteContext {
    /// What was said.
    pub quote: String,
    /// Who said it.
    pub author: String,
    /// What the author does, or empty.
    pub role: String,
    /// Where, or empty.
    pub company: String,
    /// The kind's name, such as `review`.
    pub source: &'static str,
    /// The kind, for readers.
    pub source_label: &'static str,
    /// Where it can be read, or empty.
    pub link: String,
    /// `2026-11-03`, or empty.
    pub date: String,
    /// The same day, which every page writes in its own language.
    #[serde(skip)]
    pub day: Option<Date>,
    /// What it is about, or empty.
    pub topic: String,
    /// Its place among others, light ones first.
    pub weight: Option<i64>,
    /// Which testimonial it is.
    #[serde(skip)]
    pub entry: usize,
}
