//! Markdown to HTML: pure, without files and without templates.
//!
//! [`parse`] reads a page's text once and hands back a [`Fragment`], HTML with holes where a link's URL and a component's
//! HTML belong, which are known only when every page has been read, and a [`Document`], what later stages ask about it.
//! Every offset in it counts bytes of the whole file.

pub mod anchors;
pub mod code;
pub mod component;
pub mod fragment;
pub mod heading;
pub mod include;
pub mod links;
pub mod packed;
pub mod snippet;

mod mask;
mod math;
mod raw_html;
mod references;
mod text;
mod writer;

use std::ops::Range;

use crate::check::Problem;
use anchors::Anchors;
pub use fragment::{Fragment, Hole, Link, LinkKind};
use heading::{Former, Heading};
use include::{Included, Inclusions};
use links::Links;
pub(crate) use text::{push_attribute, push_text, push_url};

/// What the other stages ask about a parsed page.
#[derive(Debug, Default)]
pub struct Document {
    /// What [`Hole::Url`] counts into.
    pub links: Links,
    /// Links and images that lead out of the site by `http` or `https`.
    pub externals: Vec<Link>,
    /// In the order of the page.
    pub headings: Vec<Heading>,
    /// Where headings were before.
    pub former: Vec<Former>,
    /// Every id that a link can lead to.
    pub anchors: Anchors,
    /// The text of a first-level heading at the beginning.
    pub first_heading: Option<String>,
    /// The id that a first-level heading would have, had it not been left out for being the title.
    pub title_anchor: Option<String>,
    /// The first paragraph as plain text, cut at a word.
    pub excerpt: String,
    /// The texts of other files that stand in it, ordered by their tags.
    pub included: Vec<Included>,
    /// What is wrong with the Markdown itself.
    pub problems: Vec<Problem>,
}

/// Parses the Markdown at `body` of the file `text`, without anything that it may include.
///
/// A first-level heading at the beginning that equals `title` is left out when the title is printed anyway.
/// Without a `title` such a heading is the title.
pub fn parse(text: &str, body: Range<usize>, title: Option<&str>, show_title: bool) -> (Document, Fragment) {
    let settings = Settings { title, show_title, smart_punctuation: false, inclusions: &Inclusions::default() };
    parse_with(text, body, &settings)
}

/// What decides how a page is read, beside its text.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// The title from front matter.
    pub title: Option<&'a str>,
    /// Whether it is printed above the text.
    pub show_title: bool,
    /// Whether straight quotes, `--` and `...` become curly quotes, dashes and an ellipsis.
    pub smart_punctuation: bool,
    /// What the page includes; the texts stand below the page's own.
    pub inclusions: &'a Inclusions,
}

/// Parses the Markdown at `body` of the file `text` in this way.
pub fn parse_with(text: &str, body: Range<usize>, settings: &Settings<'_>) -> (Document, Fragment) {
    let (mut document, content) = writer::write(text, body.clone(), settings);
    let skipped = heading::check_levels(&document.headings, text, settings.show_title);
    document.problems.extend(skipped);
    let ranges = include::flatten(body, &document.included);
    heading::hash_sections(&mut document.headings, text, &ranges);
    (document, content)
}

/// What kinds of syntax a page may use.
fn options(smart_punctuation: bool) -> pulldown_cmark::Options {
    use pulldown_cmark::Options;
    let smart = if smart_punctuation { Options::ENABLE_SMART_PUNCTUATION } else { Options::empty() };
    smart
        | Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_MATH
}
