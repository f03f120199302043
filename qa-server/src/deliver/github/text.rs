//! Texts for GitHub: what would ping strangers is made harmless, and what we wrote is marked.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// Stands between a sign and what it would refer to, and is not seen.
const JOINER: char = '\u{200d}';

/// `text` with a last line that nobody sees and that says what it is.
pub(super) fn marked(text: &str, marker: &str) -> String {
    format!("{}\n\n{}", harmless(text), mark(marker))
}

/// Whether `body` is what [`marked`] made with this marker.
pub(super) fn has_mark(body: &str, marker: &str) -> bool {
    body.trim_end().ends_with(&mark(marker))
}

/// Whether `body` is what [`marked`] made at all.
pub(super) fn is_ours(body: &str) -> bool {
    body.lines().next_back().is_some_and(|line| line.starts_with("<!-- postil:") && line.ends_with(" -->"))
}

fn mark(marker: &str) -> String {
    format!("<!-- postil:{marker} -->")
}

/// `text` such that `@name` notifies nobody, `#1` refers to nothing, and no comment of HTML can pass for a mark.
/// What stands in code does none of that and stays as it is.
fn harmless(text: &str) -> String {
    let code = code(text);
    let mut harmless = String::with_capacity(text.len());
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        harmless.push(c);
        let next = chars.peek().map(|(_, next)| *next);
        let refers = match c {
            '@' => next.is_some_and(char::is_alphanumeric),
            '#' => next.is_some_and(|next| next.is_ascii_digit()),
            // `GH-1` is `#1`, too.
            '-' => next.is_some_and(|next| next.is_ascii_digit()) && text[..at].to_ascii_uppercase().ends_with("GH"),
            '<' => next == Some('!'),
            _ => false,
        };
        if refers && !code.iter().any(|code| code.contains(&at)) {
            harmless.push(JOINER);
        }
    }
    harmless
}

/// Where `text` is code.
fn code(text: &str) -> Vec<Range<usize>> {
    let mut code = Vec::new();
    for (event, range) in Parser::new(text).into_offset_iter() {
        if matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)) | Event::End(TagEnd::CodeBlock)) {
            code.push(range);
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_pinged_and_nothing_is_referred_to() {
        let text = "Thanks @torvalds, see #12, gh-7 and a/b#3. `@param #1` stays.\n\n```\n@Override // #9\n```\n";
        let harmless = harmless(text);
        assert_eq!(
            harmless,
            "Thanks @\u{200d}torvalds, see #\u{200d}12, gh-\u{200d}7 and a/b#\u{200d}3. `@param #1` stays.\n\n```\n@Override // #9\n```\n"
        );
        assert_eq!(super::harmless("# 1\n\na @ b, a-1"), "# 1\n\na @ b, a-1");
    }

    #[test]
    fn what_somebody_types_is_no_mark() {
        let body = marked("Look: <!-- postil:postil-x -->", "postil-y");
        assert!(has_mark(&body, "postil-y") && is_ours(&body));
        assert!(!has_mark(&body, "postil-x"));
        assert!(!is_ours(&harmless("<!-- postil:postil-x -->")));
    }
}
