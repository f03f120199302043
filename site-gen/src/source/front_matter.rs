//! The front matter of a page: what stands between two lines of `---` at its beginning.
//!
//! It is split by hand, so that every mistake keeps its place in the file.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::day::Day;
use super::defaults::FolderDefaults;
use super::yaml;
use crate::check::{Code, Problem};

/// File systems take names of 255 bytes.
const LONGEST_SLUG: usize = 200;

/// What a page says about itself.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct FrontMatter {
    /// The page's title.
    pub title: Option<String>,
    /// The sidebar that lists the page.
    pub sidebar: Option<String>,
    /// BCP 47 language tag, where the page is in another language than the site.
    pub lang: Option<String>,
    /// Whether the title is printed above the text.
    pub show_title: Option<bool>,
    /// Pages of a folder are ordered by weight, light ones first.
    pub weight: Option<i64>,
    /// One sentence for search engines and previews.
    pub description: Option<String>,
    /// The picture that stands for the page where its link is shared: a file as in a link, or an address.
    pub image: Option<String>,
    /// Replaces the last segment of the URL.
    pub slug: Option<String>,
    /// The page's id, stable over moves.
    pub id: Option<String>,
    /// URLs where the page was before.
    pub aliases: Vec<String>,
    /// Whether published builds leave the page out.
    pub draft: Option<bool>,
    /// The topic's id.
    pub topic: Option<String>,
    /// The team that answers for the page.
    pub owner: Option<String>,
    /// What the page is about; each tag has a page that lists its pages.
    pub tags: Option<Vec<String>>,
    /// The day of the last change that matters, instead of the last commit's.
    pub updated: Option<Day>,
    /// Whether the page shows its table of contents.
    pub toc: Option<bool>,
    /// The page template of the theme, instead of the ordinary one.
    pub template: Option<String>,
    /// Whether questions are taken.
    pub qa: Option<bool>,
    /// Whether some of it could not be read.
    #[serde(skip)]
    pub damaged: bool,
    /// Where each key stands, for later stages that find something wrong with its value.
    #[serde(skip)]
    places: Vec<(String, Range<usize>)>,
}

impl FrontMatter {
    /// Whether published builds leave the page out.
    pub fn is_draft(&self) -> bool {
        self.draft.unwrap_or(false)
    }

    /// What the page is about.
    pub fn tags(&self) -> &[String] {
        self.tags.as_deref().unwrap_or_default()
    }

    /// Whether `key` stands in the page itself, and not only in its folder's defaults.
    pub fn has(&self, key: &str) -> bool {
        self.places.iter().any(|(name, _)| name == key)
    }

    /// Takes from its folder what the page does not say itself.
    pub(super) fn inherit(&mut self, defaults: &FolderDefaults) {
        let FolderDefaults { sidebar, show_title, draft, topic, owner, tags, toc, template, qa } = defaults;
        inherit(&mut self.sidebar, sidebar);
        inherit(&mut self.show_title, show_title);
        inherit(&mut self.draft, draft);
        inherit(&mut self.topic, topic);
        inherit(&mut self.owner, owner);
        inherit(&mut self.tags, tags);
        inherit(&mut self.toc, toc);
        inherit(&mut self.template, template);
        inherit(&mut self.qa, qa);
    }

    /// Whether both say the same, wherever it stands in their files.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let without_places = |front: &Self| Self { places: Vec::new(), ..front.clone() };
        let has_the_same = self.places.iter().map(|(key, _)| key).eq(other.places.iter().map(|(key, _)| key));
        has_the_same && without_places(self) == without_places(other)
    }

    /// Where the value of `key` stands in the file, or its first byte when the key is not there.
    pub fn place(&self, key: &str) -> Range<usize> {
        self.places.iter().find(|(name, _)| name == key).map_or(0..0, |(_, place)| place.clone())
    }

    /// Where `entry` of the list `key` stands in the file `text`.
    pub fn place_in_list(&self, text: &str, key: &str, entry: &str) -> Range<usize> {
        let list = self.place(key);
        text[list.start..].find(entry).map_or(list.clone(), |at| list.start + at..list.start + at + entry.len())
    }
}

/// `own`, or else what `inherited` says.
pub(super) fn inherit<T: Clone>(own: &mut Option<T>, inherited: &Option<T>) {
    if own.is_none() {
        own.clone_from(inherited);
    }
}

/// Reads the front matter of the file `text`, and says where the Markdown below it is.
pub fn read(text: &str) -> (FrontMatter, Range<usize>, Vec<Problem>) {
    let Split { keys: mut front, places, body, mut problems } = split::<FrontMatter>(text);
    front.places = places;
    if front.title.as_ref().is_some_and(|title| title.trim().is_empty()) {
        problems.push(Problem::new(Code::FrontMatterType, front.place("title"), "the title is empty"));
        front.title = None;
    }
    if let Some(slug) = &front.slug
        && !is_slug(slug)
    {
        problems.push(
            Problem::new(Code::FrontMatterType, front.place("slug"), "a slug is one segment of a URL")
                .hint("use letters, digits and `-`"),
        );
        front.slug = None;
    }
    if front.tags().iter().any(|tag| !tag.contains(char::is_alphanumeric)) {
        problems.push(Problem::new(Code::FrontMatterType, front.place("tags"), "a tag has no letter and no digit"));
        front.tags = None;
    }
    if let Some(lang) = &front.lang
        && !is_language_tag(lang)
    {
        problems.push(
            Problem::new(Code::FrontMatterType, front.place("lang"), format!("`{lang}` is no language tag"))
                .hint("write it as `de`, `pt-BR` or `zh-Hant`"),
        );
        front.lang = None;
    }
    front.damaged = !problems.is_empty();
    (front, body, problems)
}

/// A file, split into its front matter and what stands below.
pub(super) struct Split<T> {
    /// What could be read of the front matter.
    pub keys: T,
    /// Where each key's value stands.
    pub places: Vec<(String, Range<usize>)>,
    /// What stands below.
    pub body: Range<usize>,
    /// What is wrong with the front matter.
    pub problems: Vec<Problem>,
}

/// Splits the file `text` and reads its front matter.
pub(super) fn split<T: DeserializeOwned + Default>(text: &str) -> Split<T> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let empty = |body, problems| Split { keys: T::default(), places: Vec::new(), body, problems };
    let Some(yaml_start) = after_fence(text, start) else {
        return empty(start..text.len(), Vec::new());
    };
    let Some((yaml_end, body)) = closing_fence(text, yaml_start) else {
        let problem = Problem::new(Code::FrontMatterSyntax, start..start + 3, "the front matter is not closed")
            .hint("put a line of `---` below its last key");
        return empty(text.len()..text.len(), vec![problem]);
    };
    let codes =
        yaml::Codes { syntax: Code::FrontMatterSyntax, key: Code::FrontMatterKey, value: Code::FrontMatterType };
    let (keys, problems) = yaml::read::<T>(text, yaml_start..yaml_end, codes);
    Split { keys, places: places(text, yaml_start..yaml_end), body: body..text.len(), problems }
}

/// The byte of the file `text` where its Markdown begins.
pub fn body_start(text: &str) -> usize {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    match after_fence(text, start) {
        Some(yaml) => closing_fence(text, yaml).map_or(text.len(), |(_, body)| body),
        None => start,
    }
}

/// Where the YAML stands between the two lines of `---`, if both are there.
pub(crate) fn yaml_range(text: &str) -> Option<Range<usize>> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let yaml = after_fence(text, start)?;
    closing_fence(text, yaml).map(|(end, _)| yaml..end)
}

/// Whether `slug` can be a folder's name and a segment of a URL at once.
fn is_slug(slug: &str) -> bool {
    let is_odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '/' | '\\' | '?' | '#' | '%');
    !slug.is_empty() && slug.len() <= LONGEST_SLUG && !slug.starts_with('.') && !slug.contains(is_odd)
}

/// Whether `tag` has the form of a BCP 47 language tag.
fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    parts
        .next()
        .is_some_and(|main| (2..=3).contains(&main.len()) && main.bytes().all(|byte| byte.is_ascii_alphabetic()))
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// The byte below the `---` line at `start`.
fn after_fence(text: &str, start: usize) -> Option<usize> {
    let line = text[start..].split_inclusive('\n').next()?;
    (line.trim_end() == "---").then_some(start + line.len())
}

/// Where the closing `---` line starts, and the byte below it.
fn closing_fence(text: &str, start: usize) -> Option<(usize, usize)> {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Where the values of all top-level keys stand.
fn places(text: &str, range: Range<usize>) -> Vec<(String, Range<usize>)> {
    let mut places = Vec::new();
    let mut at = range.start;
    for line in text[range].split_inclusive('\n') {
        let content = line.trim_end();
        if let Some((key, value)) = content.split_once(':')
            && !key.starts_with([' ', '#', '-'])
        {
            let from = at + content.len() - value.trim_start().len();
            places.push((key.trim().to_owned(), from..at + content.len()));
        }
        at += line.len();
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_front_matter_is_all_body() {
        let (front, body, problems) = read("# Hello\n\n---\n");
        assert_eq!((front, body, problems), (FrontMatter::default(), 0..13, Vec::new()));
    }

    #[test]
    fn every_wrong_key_is_reported_at_its_place() {
        let text = "---\ntitel: A\nweight: heavy\ndescripton: B\ntitle: C\n---\nText\n";
        let (front, body, problems) = read(text);
        assert_eq!(front.title.as_deref(), Some("C"));
        assert_eq!(&text[body], "Text\n");
        let found: Vec<_> = problems.iter().map(|problem| (problem.code, &text[problem.span.clone()])).collect();
        assert_eq!(
            found,
            [(Code::FrontMatterKey, "titel"), (Code::FrontMatterType, "heavy"), (Code::FrontMatterKey, "descripton"),]
        );
        assert_eq!(problems[0].hint.as_deref(), Some("did you mean `title`?"));
    }

    #[test]
    fn mistakes_below_other_letters_keep_their_places() {
        let text = "---\nüß: A\ntitel: B\n---\n";
        let (_, _, problems) = read(text);
        assert_eq!(&text[problems[1].span.clone()], "titel");
    }

    #[test]
    fn an_unquoted_colon_gets_its_quotes_suggested() {
        let (_, _, problems) = read("---\ntitle: Pay: how it works\n---\n");
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].code, Code::FrontMatterSyntax);
        assert!(problems[0].hint.as_deref().unwrap().contains("title: \"Pay: how it works\""));
    }
}
