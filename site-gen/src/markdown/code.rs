//! Code blocks: what a fence's first line asks for, as in ` ```rust title="main.rs" {3-5} lines start=10 diff`.

use std::ops::{Range, RangeInclusive};

use crate::check::suggestion::did_you_mean;
use crate::check::{Code, Problem};
use crate::highlight::language::{self, Language};

/// A code block as the writer placed it.
#[derive(Debug, Default)]
pub struct CodeBlock {
    /// The first word of the fence, as it was written.
    pub written_language: String,
    /// What that word means, if anything.
    pub language: Option<&'static Language>,
    /// The code; of a diff without the signs.
    pub code: String,
    /// What stands above the code, such as a file's name.
    pub title: Option<String>,
    /// Lines to stand out, counted from 1.
    pub marked: Vec<RangeInclusive<usize>>,
    /// The number of the first line, when lines are numbered.
    pub first_number: Option<usize>,
    /// For each line whether it was added or removed, when the block is a diff.
    pub changes: Vec<Change>,
    /// Whether the first characters of the lines are signs of a diff.
    pub is_diff: bool,
}

/// What a diff says about a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It stays.
    None,
    /// It is new.
    Added,
    /// It goes.
    Removed,
}

/// The words that a fence may have after its language.
const OPTIONS: [&str; 4] = ["title", "lines", "start", "diff"];
/// Lines beyond this are not numbered.
const MOST_LINES: usize = 1_000_000;

impl CodeBlock {
    /// Whether each line has an element of its own.
    pub fn has_lines(&self) -> bool {
        !self.marked.is_empty() || self.first_number.is_some() || self.is_diff
    }

    /// Takes the signs of a diff from the lines, and checks what depends on how many lines there are.
    pub(super) fn finish(&mut self, span: Range<usize>) -> Option<Problem> {
        if self.is_diff {
            self.take_signs();
        }
        let lines = self.code.lines().count();
        let beyond = self.marked.iter().map(RangeInclusive::end).find(|end| **end > lines)?;
        Some(
            Problem::new(Code::CodeOption, span, format!("there is no line {beyond} to mark"))
                .hint(format!("its lines count from 1 to {lines}")),
        )
    }

    /// Lines without a sign lose one space, if all of them begin with one.
    fn take_signs(&mut self) {
        let sign = |line: &str| match line.as_bytes().first() {
            Some(b'+') => Change::Added,
            Some(b'-') => Change::Removed,
            _ => Change::None,
        };
        let is_indented = |line: &str| line.starts_with(' ') || line.trim().is_empty();
        let all_indented = self.code.lines().all(|line| sign(line) != Change::None || is_indented(line));
        let mut code = String::with_capacity(self.code.len());
        for line in self.code.split_inclusive('\n') {
            let change = sign(line);
            let is_short = change == Change::None && (!all_indented || !line.starts_with(' '));
            code.push_str(if is_short { line } else { &line[1..] });
            self.changes.push(change);
        }
        self.code = code;
    }
}

/// Reads the fence's first line, `info`, which stands at `span` of the file.
pub(super) fn read_info(info: &str, span: &Range<usize>) -> (CodeBlock, Vec<Problem>) {
    let mut block = CodeBlock::default();
    let mut problems = Vec::new();
    let place = |part: Range<usize>| {
        let start = span.start + part.start;
        start.min(span.end)..(start + part.len()).min(span.end)
    };
    let language_length = info.find([' ', '\t', ',', '{']).unwrap_or(info.len());
    block.written_language = info[..language_length].to_owned();
    // `rust,ignore` is for another tool.
    let mut at = info.find([' ', '\t', '{']).unwrap_or(info.len());
    block.language = language::find(&block.written_language);
    if block.language.is_none() && !block.written_language.is_empty() {
        let name = &block.written_language;
        let hint = language::nearest_name(name)
            .map_or_else(|| "use `text` for what is no language".to_owned(), |near| format!("did you mean `{near}`?"));
        let message = format!("there is no language `{name}`");
        problems.push(Problem::new(Code::UnknownLanguage, place(0..language_length), message).hint(hint));
    }
    while let Some(option) = next_option(info, &mut at) {
        if let Err(problem) = block.set(&info[option.clone()]) {
            problems.push(Problem { span: place(option), ..problem });
        }
    }
    (block, problems)
}

/// The next option from `at` on: a word, `word=value`, `word="some words"` or `{…}`.
fn next_option(info: &str, at: &mut usize) -> Option<Range<usize>> {
    let start = *at + info[*at..].find(|c: char| !c.is_whitespace())?;
    let rest = &info[start..];
    let length = if rest.starts_with('{') {
        rest.find('}').map_or(rest.len(), |end| end + 1)
    } else {
        let word = rest.find(|c: char| c.is_whitespace() || c == '{').unwrap_or(rest.len());
        match rest[..word].find("=\"") {
            Some(quote) => rest[quote + 2..].find('"').map_or(rest.len(), |end| quote + 2 + end + 1),
            None => word,
        }
    };
    *at = start + length;
    Some(start..start + length)
}

impl CodeBlock {
    fn set(&mut self, option: &str) -> Result<(), Problem> {
        let wrong = |message: String, hint: &str| Err(Problem::new(Code::CodeOption, 0..0, message).hint(hint));
        if let Some(list) = option.strip_prefix('{') {
            let ranges: Option<Vec<_>> = list.strip_suffix('}').unwrap_or("").split(',').map(line_range).collect();
            let Some(ranges) = ranges else {
                return wrong(format!("`{option}` names no lines"), "write lines to mark as `{3}` or `{1,4-6}`");
            };
            self.marked = ranges;
            return Ok(());
        }
        let (name, value) = option.split_once('=').map_or((option, None), |(name, value)| (name, Some(value)));
        let text = value.map(|value| value.trim_matches('"'));
        match (name, text) {
            ("title", Some(title)) if !title.trim().is_empty() => self.title = Some(title.to_owned()),
            ("title", _) => return wrong("`title` has no text".to_owned(), "write `title=\"main.rs\"`"),
            ("lines", None) => self.first_number = self.first_number.or(Some(1)),
            ("start", Some(number)) if number.parse::<usize>().is_ok_and(|number| number <= MOST_LINES) => {
                self.first_number = number.parse().ok();
            }
            ("start", _) => return wrong(format!("`{option}` is no line number"), "write `start=10`"),
            ("diff", None) => self.is_diff = true,
            ("lines" | "diff", Some(_)) => return wrong(format!("`{name}` takes no value"), "write the word alone"),
            _ => {
                let hint = did_you_mean(name, OPTIONS).unwrap_or_else(|| {
                    "the options are `title=\"…\"`, `{3-5}`, `lines`, `start=10`, `diff`".to_owned()
                });
                return wrong(format!("a code block has no option `{name}`"), &hint);
            }
        }
        Ok(())
    }
}

fn line_range(text: &str) -> Option<RangeInclusive<usize>> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    (first >= 1 && first <= last && last <= MOST_LINES).then_some(first..=last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_says_everything_in_one_line() {
        let (block, problems) = read_info("rust title=\"a file.rs\" {3-5,7} lines start=10", &(0..50));
        assert_eq!(problems, []);
        assert_eq!(block.language.map(|language| language.name), Some("rust"));
        assert_eq!(block.title.as_deref(), Some("a file.rs"));
        assert_eq!(block.marked, [3..=5, 7..=7]);
        assert_eq!(block.first_number, Some(10));
    }

    #[test]
    fn what_other_tools_write_behind_a_comma_is_theirs() {
        let (block, problems) = read_info("rust,ignore", &(0..11));
        assert_eq!((block.written_language.as_str(), problems.len()), ("rust", 0));
    }

    #[test]
    fn signs_of_a_diff_are_taken_off() {
        let mut block = CodeBlock { is_diff: true, code: " a\n-b\n+c\n".to_owned(), ..CodeBlock::default() };
        assert_eq!(block.finish(0..0), None);
        assert_eq!(block.code, "a\nb\nc\n");
        assert_eq!(block.changes, [Change::None, Change::Removed, Change::Added]);
    }

    #[test]
    fn no_fence_is_too_odd() {
        for info in
            ["{", "a {", "= =", "a title=\"", "ü start=ü", "{}", "a {0}", "a {3-1}", "a start=99999999999999999999"]
        {
            let (_, problems) = read_info(info, &(0..1));
            assert!(!problems.is_empty(), "{info}");
        }
    }
}
