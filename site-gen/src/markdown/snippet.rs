//! Parts of files: lines by their numbers, or what stands between two marks.
//!
//! A mark is a line with nothing on it but a comment, in whatever language: `// ANCHOR: name`, `<!-- ANCHOR: name -->`.
//! The part goes to the line `ANCHOR_END: name`. Marks are never shown, whichever part is.

use std::ops::Range;

use crate::check::suggestion::did_you_mean;

const BEGIN: &str = "ANCHOR:";
const END: &str = "ANCHOR_END:";

/// Which part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// These lines, counted from 1; without `last` to the end.
    Lines {
        /// The first line.
        first: usize,
        /// The last line.
        last: Option<usize>,
    },
    /// What stands between the marks of this name.
    Anchor(String),
}

/// A line that marks the beginning or the end of a part.
#[derive(Debug, PartialEq, Eq)]
pub struct Mark<'text> {
    /// The part's name.
    pub name: &'text str,
    /// Whether the part ends here.
    pub is_end: bool,
}

/// Why there is no such part.
#[derive(Debug, PartialEq, Eq)]
pub struct NoSuchPart {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl Selection {
    /// Reads `7`, `3-10`, `3-` or `-10`.
    pub fn lines(text: &str) -> Option<Self> {
        let number = |text: &str| text.trim().parse::<usize>().ok().filter(|number| *number > 0);
        let (first, last) = match text.split_once('-') {
            None => (number(text)?, Some(number(text)?)),
            Some((first, "")) => (number(first)?, None),
            Some(("", last)) => (1, Some(number(last)?)),
            Some((first, last)) => (number(first)?, Some(number(last)?)),
        };
        last.is_none_or(|last| first <= last).then_some(Self::Lines { first, last })
    }

    /// Where the part is in `text`, in whole lines.
    ///
    /// # Errors
    /// When the text has no such part.
    pub fn find(&self, text: &str) -> Result<Range<usize>, NoSuchPart> {
        match self {
            Self::Lines { first, last } => lines(text, *first, *last),
            Self::Anchor(name) => anchor(text, name),
        }
    }
}

fn lines(text: &str, first: usize, last: Option<usize>) -> Result<Range<usize>, NoSuchPart> {
    let count = text.lines().count();
    let beyond = if first > count { Some(first) } else { last.filter(|last| *last > count) };
    if let Some(beyond) = beyond {
        let hint = format!("its lines count from 1 to {count}");
        return Err(NoSuchPart { message: format!("the file has no line {beyond}"), hint });
    }
    let start_of = |line: usize| {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        std::iter::once(0).chain(ends).nth(line - 1).unwrap_or(text.len())
    };
    Ok(start_of(first)..last.map_or(text.len(), |last| start_of(last + 1)))
}

fn anchor(text: &str, name: &str) -> Result<Range<usize>, NoSuchPart> {
    let mut at = 0;
    let mut begin = None;
    let mut names = Vec::new();
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        match mark(line) {
            Some(mark) if mark.name == name && mark.is_end => {
                if let Some(begin) = begin {
                    return Ok(begin..start);
                }
            }
            Some(mark) if mark.name == name => begin = begin.or(Some(at)),
            Some(mark) if !mark.is_end => names.push(mark.name),
            _ => {}
        }
    }
    if begin.is_some() {
        let hint = format!("put a comment `{END} {name}` below its last line");
        return Err(NoSuchPart { message: format!("the part `{name}` has no end"), hint });
    }
    let hint = did_you_mean(name, names.iter().copied()).unwrap_or_else(|| match names.len() {
        0 => format!("mark it with two comments, `{BEGIN} {name}` above and `{END} {name}` below"),
        _ => format!("its parts are {}", names.join(", ")),
    });
    Err(NoSuchPart { message: format!("the file has no part `{name}`"), hint })
}

/// The mark that `line` is, if it is one.
pub fn mark(line: &str) -> Option<Mark<'_>> {
    let at = line.find("ANCHOR")?;
    let is_odd = |text: &str| text.contains(|c: char| c.is_alphanumeric());
    if is_odd(&line[..at]) {
        return None;
    }
    let rest = &line[at..];
    let (is_end, rest) = match rest.strip_prefix(END) {
        Some(rest) => (true, rest),
        None => (false, rest.strip_prefix(BEGIN)?),
    };
    let rest = rest.trim_start();
    let is_part_of_name = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let name = &rest[..rest.find(|c| !is_part_of_name(c)).unwrap_or(rest.len())];
    // `-->` may follow without a space.
    let name = name.trim_end_matches('-');
    (!name.is_empty() && !is_odd(&rest[name.len()..])).then_some(Mark { name, is_end })
}

/// `code` without its marks and without the indentation that all its lines share.
pub fn code(code: &str) -> String {
    let lines = || code.split_inclusive('\n').filter(|line| mark(line).is_none());
    let indentation = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let shared = lines().filter(|line| !line.trim().is_empty()).map(indentation).min().unwrap_or(0);
    let mut shown: String = lines().map(|line| line.get(shared..).unwrap_or("\n")).collect();
    if !shown.is_empty() && !shown.ends_with('\n') {
        shown.push('\n');
    }
    shown
}

/// `markdown` with blanks of the same length in place of its marks, so that every place in it stays what it is.
pub fn without_marks(markdown: &str) -> String {
    let mut shown = String::with_capacity(markdown.len());
    for line in markdown.split_inclusive('\n') {
        let text = line.trim_end_matches(['\r', '\n']);
        if mark(line).is_some() {
            shown.extend(std::iter::repeat_n(' ', text.len()));
            shown.push_str(&line[text.len()..]);
        } else {
            shown.push_str(line);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_count_from_one() {
        let part = |lines: &str| Selection::lines(lines).map(|selection| selection.find("a\nb\nc"));
        assert_eq!(part("2"), Some(Ok(2..4)));
        assert_eq!(part("2-3"), Some(Ok(2..5)));
        assert_eq!(part("-2"), Some(Ok(0..4)));
        assert_eq!(part("2-"), Some(Ok(2..5)));
        assert_eq!(part("4").unwrap().unwrap_err().message, "the file has no line 4");
        assert_eq!(part("2-9").unwrap().unwrap_err().hint, "its lines count from 1 to 3");
        for odd in ["", "-", "0", "3-2", "a", "1-2-3", "+1 2"] {
            assert_eq!(part(odd), None, "{odd}");
        }
    }

    #[test]
    fn marks_are_comments_of_any_language() {
        for line in
            ["// ANCHOR: a-b", "  # ANCHOR: a-b\n", "<!-- ANCHOR: a-b -->", "/* ANCHOR: a-b */", "<!--ANCHOR:a-b-->"]
        {
            assert_eq!(mark(line), Some(Mark { name: "a-b", is_end: false }), "{line}");
        }
        assert_eq!(mark("-- ANCHOR_END: x"), Some(Mark { name: "x", is_end: true }));
        for line in ["see ANCHOR: a", "// ANCHOR: a is b", "// ANCHOR:", "// ANCHORS: a"] {
            assert_eq!(mark(line), None, "{line}");
        }
    }

    #[test]
    fn what_stands_between_two_marks_is_shown_without_them() {
        let text = "fn a() {\n    // ANCHOR: in\n    b();\n    // ANCHOR: x\n\n      c();\n    // ANCHOR_END: x\n    // ANCHOR_END: in\n}\n";
        let range = Selection::Anchor("in".to_owned()).find(text).unwrap();
        assert_eq!(code(&text[range]), "b();\n\n  c();\n");
        let missing = Selection::Anchor("inn".to_owned()).find(text).unwrap_err();
        assert_eq!(missing.hint, "did you mean `in`?");
        let open = Selection::Anchor("y".to_owned()).find("# ANCHOR: y\n").unwrap_err();
        assert_eq!(open.message, "the part `y` has no end");
        assert_eq!(without_marks("a\n<!-- ANCHOR: b -->\r\nc"), "a\n                  \r\nc");
    }
}
