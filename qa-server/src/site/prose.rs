//! What the sections of a page say, from the Markdown that stands beside it.
//!
//! The manifest says which sections there are; a heading of the text is one of them when it reads the same and comes
//! in the same order, so that a text which cannot be read well costs words to search for and never a section.
//! Called by [`crate::service::sections`].

use std::fs;
use std::path::Path;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use qa_api::manifest::Page;

/// The Markdown's name beside a page.
const NAME: &str = "index.md";
/// More bytes than this are no text that anybody reads.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// What one section says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionText {
    /// The heading's id; empty for what stands before the first heading.
    pub anchor: String,
    /// The heading's text; the page's title for what stands before the first heading.
    pub title: String,
    /// The hash of its source; the page's revision for what stands before the first heading.
    pub hash: String,
    /// Everything below the heading up to the next one, as text.
    pub text: String,
}

/// The sections of `page` of the site in folder `root`; without texts when there is no Markdown beside it.
pub fn read(root: &Path, page: &Page) -> Vec<SectionText> {
    let file = root.join(page.path.trim_start_matches('/')).join(NAME);
    let is_text = fs::metadata(&file).is_ok_and(|data| data.is_file() && data.len() <= MOST_BYTES);
    let markdown = if is_text { fs::read_to_string(&file).unwrap_or_default() } else { String::new() };
    split(&markdown, page)
}

/// What stands before the first heading, and every section that the manifest lists.
fn split(markdown: &str, page: &Page) -> Vec<SectionText> {
    let mut sections = vec![SectionText {
        anchor: String::new(),
        title: page.title.clone(),
        hash: page.revision.clone(),
        text: String::new(),
    }];
    sections.extend(page.sections.iter().map(|section| SectionText {
        anchor: section.anchor.clone(),
        title: section.title.clone(),
        hash: section.hash.clone(),
        text: String::new(),
    }));
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut present = 0;
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let title = heading.take().unwrap_or_default();
                match sections[present + 1..].iter().position(|section| reads_alike(&section.title, &title)) {
                    Some(ahead) => present += 1 + ahead,
                    // The page's own title, or one that no reader sees: what follows belongs to where we are.
                    None => push(&mut sections[present].text, &title),
                }
            }
            Event::Text(text) | Event::Code(text) => match &mut heading {
                Some(title) => title.push_str(&text),
                None => push(&mut sections[present].text, &text),
            },
            Event::SoftBreak | Event::HardBreak => {
                if let Some(title) = &mut heading {
                    title.push(' ');
                }
            }
            _ => {}
        }
    }
    sections
}

/// Each piece apart, since a table's cells have nothing else between them.
fn push(text: &mut String, piece: &str) {
    text.push_str(piece);
    text.push(' ');
}

fn reads_alike(one: &str, other: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    letters(one) == letters(other)
}

#[cfg(test)]
mod tests {
    use qa_api::manifest::Section;

    use super::*;

    fn page(sections: &[&str]) -> Page {
        let section = |title: &&str| Section {
            anchor: title.to_lowercase(),
            title: (*title).to_owned(),
            hash: format!("hash of {title}"),
        };
        Page {
            id: "lamp".to_owned(),
            path: "/lamp/".to_owned(),
            title: "The lamp".to_owned(),
            source: "lamp.md".to_owned(),
            revision: "r1".to_owned(),
            topic: None,
            qa: true,
            sections: sections.iter().map(section).collect(),
        }
    }

    fn texts(markdown: &str, sections: &[&str]) -> Vec<String> {
        let words = |section: SectionText| section.text.split_whitespace().collect::<Vec<_>>().join(" ");
        split(markdown, &page(sections)).into_iter().map(words).collect()
    }

    #[test]
    fn each_section_has_its_own_text() {
        let markdown =
            "# The lamp\n\nOf *brass*.\n\n## Oil {#oil}\n\n| a | b |\n|---|---|\n| c | `d` |\n\n## “Wick”\n\nCotton.\n";
        assert_eq!(texts(markdown, &["Oil", "Wick"]), ["The lamp Of brass .", "a b c d", "Cotton."]);
        assert_eq!(split(markdown, &page(&["Oil"]))[0].hash, "r1");
    }

    #[test]
    fn a_text_that_does_not_fit_loses_no_section() {
        assert_eq!(texts("", &["Oil"]), ["", ""]);
        assert_eq!(texts("## Gas\n\nNone.\n\n## Oil\n\nSome.\n", &["Wick", "Oil"]), ["Gas None.", "", "Some."]);
    }
}
