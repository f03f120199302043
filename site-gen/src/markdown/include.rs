//! `<Include file="…" />`: what its tag asks for, and what a page's includes come to.
//!
//! Files are read by [`crate::source`], before a page is parsed. It puts the texts that the page includes behind the
//! page's own, so that every place in any of them is one offset of one text, and says for each tag where its text is.
//! **Invariant:** a file's text is parsed by itself; it cannot open or close anything of the page around it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::component::{Argument, Attribute};
use super::snippet::Selection;
use crate::check::suggestion::did_you_mean;
use crate::check::{Code, Problem};

/// The name of the tag. No theme can give it another meaning.
pub const NAME: &str = "Include";

/// Every parameter: its name, and what it may be.
pub const PARAMETERS: [(&str, &str); 6] = [
    ("file", "text"),
    ("lines", "text"),
    ("anchor", "text"),
    ("code", "text"),
    ("title", "text"),
    ("numbers", "true or false"),
];

/// What the tag says.
#[derive(Debug, Default)]
pub struct Request {
    /// The file as it was written, and where the parameter stands.
    pub file: Option<(String, Range<usize>)>,
    /// Which part of it, and where that is said.
    pub selection: Option<(Selection, Range<usize>)>,
    /// The language of the code, and where it is said; Markdown then is code, too.
    pub code: Option<(String, Range<usize>)>,
    /// What stands above the code.
    pub title: Option<String>,
    /// Whether the lines of code have the numbers that they have in the file.
    pub numbers: bool,
}

impl Request {
    /// Reads the parameters of the tag whose name stands at `name_span`, and says what is wrong with them.
    pub fn read(attributes: &[Attribute], name_span: &Range<usize>) -> (Self, Vec<Problem>) {
        let mut request = Self::default();
        let mut problems = Vec::new();
        for (position, attribute) in attributes.iter().enumerate() {
            let wrong = |message: String| Problem::new(Code::ComponentParameter, attribute.span.clone(), message);
            if attributes[..position].iter().any(|other| other.name == attribute.name) {
                problems.push(wrong(format!("`{}` is given twice", attribute.name)));
            } else if let Err(problem) = request.set(attribute, &wrong) {
                problems.extend(problem);
            }
        }
        if request.file.is_none() && !attributes.iter().any(|attribute| attribute.name == "file") {
            let message = format!("`<{NAME}>` needs `file`");
            problems.push(Problem::new(Code::ComponentParameter, name_span.clone(), message).hint("add `file=\"…\"`"));
        }
        (request, problems)
    }

    fn set(&mut self, attribute: &Attribute, wrong: &dyn Fn(String) -> Problem) -> Result<(), Option<Problem>> {
        let Attribute { name, value, span } = attribute;
        let text = || match value {
            Argument::Text(text) if !text.trim().is_empty() => Ok(text.clone()),
            // Reported where it was read.
            Argument::Unreadable => Err(None),
            _ => Err(Some(wrong(format!("`{name}` is a text")).hint(format!("write `{name}=\"…\"`")))),
        };
        match name.as_str() {
            "file" => self.file = Some((text()?, span.clone())),
            "code" => self.code = Some((text()?, span.clone())),
            "title" => self.title = Some(text()?),
            "numbers" => match value {
                Argument::Flag(flag) => self.numbers = *flag,
                _ => return Err(Some(wrong("`numbers` is true or false".to_owned()).hint("write `numbers`"))),
            },
            "lines" | "anchor" => {
                let selection = match (name.as_str(), value) {
                    ("lines", Argument::Integer(line)) => Selection::lines(&line.to_string()),
                    ("lines", _) => Selection::lines(&text()?),
                    _ => Some(Selection::Anchor(text()?)),
                };
                let Some(selection) = selection else {
                    let problem = wrong("`lines` names no lines".to_owned());
                    return Err(Some(problem.hint("write `lines=\"3-10\"`, `lines=\"3-\"` or `lines={3}`")));
                };
                if self.selection.is_some() {
                    let problem = wrong("`lines` and `anchor` both say which part".to_owned());
                    return Err(Some(problem.hint("keep one of them")));
                }
                self.selection = Some((selection, span.clone()));
            }
            _ => {
                let names = PARAMETERS.map(|(name, _)| name);
                let hint =
                    did_you_mean(name, names).unwrap_or_else(|| format!("its parameters are {}", names.join(", ")));
                return Err(Some(wrong(format!("`<{NAME}>` has no parameter `{name}`")).hint(hint)));
            }
        }
        Ok(())
    }
}

/// What the tags of a page include.
#[derive(Debug, Default)]
pub struct Inclusions {
    /// Where a tag's `<` stands → what it includes.
    pub by_tag: BTreeMap<usize, Inclusion>,
}

/// What a tag includes.
#[derive(Debug)]
pub enum Inclusion {
    /// Markdown, at this place of the text that was put together.
    Markdown(Range<usize>),
    /// Code, at this place.
    Code {
        /// Where.
        range: Range<usize>,
        /// The number of its first line in the file.
        first_line: usize,
        /// The ending of the file's name.
        extension: String,
    },
    /// Nothing, and why.
    Refused(Problem),
}

/// A text that stands in a page in place of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Included {
    /// The tag.
    pub tag: Range<usize>,
    /// The text.
    pub range: Range<usize>,
    /// The file's name as the tag has it.
    pub file: Range<usize>,
    /// The language, when the text is code.
    pub code: Option<String>,
}

/// The ranges of `body`, with those of the included texts where the tags stand; `included` is ordered by tag.
pub(super) fn flatten(body: Range<usize>, included: &[Included]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    push_flat(body, included, &mut ranges);
    ranges
}

fn push_flat(body: Range<usize>, included: &[Included], ranges: &mut Vec<Range<usize>>) {
    let first = included.partition_point(|one| one.tag.start < body.start);
    let mut at = body.start;
    for one in included[first..].iter().take_while(|one| one.tag.start < body.end) {
        ranges.push(at..one.tag.start);
        push_flat(one.range.clone(), included, ranges);
        at = one.tag.end;
    }
    ranges.push(at..body.end);
}

/// A page's text as it is read: from `start` of `ranges` to `end` of them.
pub(super) fn between<'text>(text: &'text str, ranges: &[Range<usize>], start: usize, end: usize) -> Cow<'text, str> {
    let place = |offset: usize| ranges.iter().position(|range| (range.start..=range.end).contains(&offset));
    let (Some(first), Some(last)) = (place(start), place(end)) else { return Cow::Borrowed("") };
    if first >= last {
        return Cow::Borrowed(&text[start..end.max(start)]);
    }
    let whole = ranges[first + 1..last].iter().map(|range| &text[range.clone()]);
    let parts = [&text[start..ranges[first].end]].into_iter().chain(whole);
    Cow::Owned(parts.chain([&text[ranges[last].start..end]]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(tag: &str) -> (Request, Vec<String>) {
        let tag = super::super::component::tag_at(tag, 0).unwrap();
        let (request, problems) = Request::read(&tag.attributes, &tag.name);
        (request, problems.into_iter().map(|problem| problem.message).collect())
    }

    #[test]
    fn a_tag_says_which_part_of_which_file() {
        let (request, problems) = read("<Include file=\"a.rs\" lines=\"3-\" code=\"rust\" numbers />");
        assert_eq!(problems, [""; 0]);
        assert_eq!(request.file.unwrap().0, "a.rs");
        assert_eq!(request.selection.unwrap().0, Selection::Lines { first: 3, last: None });
        assert!(request.numbers);
    }

    #[test]
    fn whatever_cannot_be_is_told() {
        let (_, problems) = read("<Include fiel=\"a\" lines=\"x\" numbers=\"1\" title={2} title=\"b\" />");
        assert_eq!(
            problems,
            [
                "`<Include>` has no parameter `fiel`",
                "`lines` names no lines",
                "`numbers` is true or false",
                "`title` is a text",
                "`title` is given twice",
                "`<Include>` needs `file`",
            ]
        );
        assert_eq!(
            read("<Include file=\"a\" lines={1} anchor=\"b\" />").1,
            ["`lines` and `anchor` both say which part"]
        );
    }

    #[test]
    fn included_texts_stand_where_their_tags_do() {
        let text = "one <I/> two|three <I/> four|five";
        let included = [
            Included { tag: 4..8, range: 13..28, file: 0..0, code: None },
            Included { tag: 19..23, range: 29..33, file: 0..0, code: None },
        ];
        let ranges = flatten(0..12, &included);
        assert_eq!(between(text, &ranges, 0, 12), "one three five four two");
        assert_eq!(between(text, &ranges, 15, 12), "ree five four two");
        assert_eq!(between(text, &ranges, 0, 3), "one");
    }
}
