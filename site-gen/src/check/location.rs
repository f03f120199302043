//! From bytes of a file to the line and column that an editor shows.

use std::ops::Range;

/// Longer lines are shown in part, in bytes.
const LONGEST_EXCERPT: usize = 400;

/// The line that a diagnostic is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The line's text without its end, or what stands around `span` in a very long one.
    pub line: String,
    /// What to underline, in bytes of `line`.
    pub span: Range<usize>,
    /// Whether `line` is only a part of the line.
    pub is_part: bool,
}

/// Line, column (both from 1) and excerpt of `span` in `text`.
pub(super) fn locate(text: &str, span: &Range<usize>) -> (usize, usize, Excerpt) {
    let start = floor(text, span.start);
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |length| start + length);
    let line = text[line_start..line_end].trim_end_matches('\r');
    let number = text[..line_start].bytes().filter(|&byte| byte == b'\n').count() + 1;
    let column = text[line_start..start].chars().count() + 1;
    let from = (start - line_start).min(line.len());
    let to = floor(text, span.end).saturating_sub(line_start).clamp(from, line.len());
    (number, column, window(line, from..to))
}

/// The part of `line` around `span` that a person can take in.
fn window(line: &str, span: Range<usize>) -> Excerpt {
    if line.len() <= LONGEST_EXCERPT {
        return Excerpt { line: line.to_owned(), span, is_part: false };
    }
    let start = floor(line, span.start.saturating_sub(LONGEST_EXCERPT / 4));
    let end = floor(line, start + LONGEST_EXCERPT);
    Excerpt { line: line[start..end].to_owned(), span: span.start - start..span.end.min(end) - start, is_part: true }
}

/// The last character boundary at or before `offset`.
fn floor(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_of_any_ending() {
        let text = "eins\r\nüü [x](y)\r\n";
        let at = text.find("y)").unwrap();
        let (line, column, excerpt) = locate(text, &(at..at + 1));
        assert_eq!((line, column), (2, 8));
        assert_eq!(&excerpt.line[excerpt.span], "y");
    }

    #[test]
    fn the_end_of_a_text_can_be_pointed_at() {
        let (line, column, _) = locate("a\n", &(2..2));
        assert_eq!((line, column), (2, 1));
    }
}
