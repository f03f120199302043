//! The paths that a Rust file names, with their lines; enough of the language for the rules of [`super::modules`].
//!
//! Comments, literals and modules under `#[cfg(test)]` are left out, and nested imports are unfolded.

use std::iter::Peekable;
use std::vec::IntoIter;

/// A path of names joined by `::`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NamedPath<'text> {
    /// The names.
    pub(super) segments: Vec<&'text str>,
    /// The line of the last one, from 1.
    pub(super) line: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Token<'text> {
    text: &'text str,
    line: usize,
}

/// Every path in `text`; a bare name is a path of one segment only inside an import.
pub(super) fn paths(text: &str) -> Vec<NamedPath<'_>> {
    let mut tokens = without_tests(tokens(text)).into_iter().peekable();
    let mut found = Vec::new();
    while let Some(token) = tokens.next() {
        if !is_name(token.text) {
            continue;
        }
        if token.text == "use" {
            // `use axum;` names it as much as `axum::…` does.
            if let Some(first) = tokens.next_if(|next| is_name(next.text)) {
                follow(&mut tokens, vec![first.text], first.line, &mut found);
            }
        } else if tokens.peek().is_some_and(|next| next.text == "::") {
            follow(&mut tokens, vec![token.text], token.line, &mut found);
        }
    }
    found
}

/// Reads on after a path's `segments`, into braces too.
fn follow<'text>(
    tokens: &mut Peekable<IntoIter<Token<'text>>>,
    mut segments: Vec<&'text str>,
    mut line: usize,
    found: &mut Vec<NamedPath<'text>>,
) {
    while tokens.next_if(|next| next.text == "::").is_some() {
        if let Some(name) = tokens.next_if(|next| is_name(next.text)) {
            segments.push(name.text);
            line = name.line;
        } else if tokens.next_if(|next| next.text == "{").is_some() {
            while let Some(token) = tokens.next() {
                match token.text {
                    "}" => return,
                    name if is_name(name) => {
                        follow(tokens, [&segments[..], &[name]].concat(), token.line, found);
                        // `as f` gives a new name to what was found already.
                        if tokens.next_if(|next| next.text == "as").is_some() {
                            tokens.next();
                        }
                    }
                    _ => {}
                }
            }
        } else {
            break;
        }
    }
    found.push(NamedPath { segments, line });
}

fn without_tests(tokens: Vec<Token<'_>>) -> Vec<Token<'_>> {
    const TEST_MODULE: [&str; 8] = ["#", "[", "cfg", "(", "test", ")", "]", "mod"];
    let mut kept = Vec::with_capacity(tokens.len());
    let mut rest = tokens.as_slice();
    while let Some((first, after)) = rest.split_first() {
        if rest.len() > TEST_MODULE.len() && rest.iter().zip(TEST_MODULE).all(|(token, text)| token.text == text) {
            rest = after_block(&rest[TEST_MODULE.len()..]);
        } else {
            kept.push(*first);
            rest = after;
        }
    }
    kept
}

/// What follows the next block in braces, or the next semicolon if that comes first.
fn after_block<'tokens, 'text>(tokens: &'tokens [Token<'text>]) -> &'tokens [Token<'text>] {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate() {
        match token.text {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            ";" => {}
            _ => continue,
        }
        if depth == 0 {
            return &tokens[index + 1..];
        }
    }
    &[]
}

/// Names, `::` and single signs; no comments and no literals.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut line = 1;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = token_length(rest, first);
        let (token, after) = rest.split_at(length);
        if is_name(token) || token == "::" || (length == first.len_utf8() && !first.is_whitespace()) {
            tokens.push(Token { text: token, line });
        }
        line += token.matches('\n').count();
        rest = after;
    }
    tokens
}

fn token_length(text: &str, first: char) -> usize {
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return text.find("*/").map_or(text.len(), |end| end + 2);
    }
    if let Some(length) = raw_string_length(text) {
        return length;
    }
    match first {
        '"' => quoted_length(text, '"'),
        // A character, not a lifetime: a quote stands two characters on, or an escape begins.
        '\'' if text.chars().nth(2) == Some('\'') || text.starts_with("'\\") => quoted_length(text, '\''),
        ':' if text.starts_with("::") => 2,
        c if is_name_character(c) => text.find(|c| !is_name_character(c)).unwrap_or(text.len()),
        c => c.len_utf8(),
    }
}

fn raw_string_length(text: &str) -> Option<usize> {
    let start = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let hashes = start.len() - start.trim_start_matches('#').len();
    let content = start[hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let end = content.find(&close).map_or(content.len(), |end| end + close.len());
    Some(text.len() - content.len() + end)
}

fn quoted_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (index, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return index + quote.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn is_name_character(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<(String, usize)> {
        paths(text).into_iter().map(|path| (path.segments.join("::"), path.line)).collect()
    }

    #[test]
    fn imports_unfold() {
        let text = "use a;\nuse b::{c, d::{self, e as f},\n g::*};\nfn x() { h::i(1); j.k::<L>() }";
        let expected = [("a", 1), ("b::c", 2), ("b::d::self", 2), ("b::d::e", 2), ("b::g", 3), ("h::i", 4), ("k", 4)];
        let expected: Vec<_> = expected.into_iter().map(|(path, line)| (path.to_owned(), line)).collect();
        assert_eq!(named(text), expected);
    }

    #[test]
    fn literals_and_comments_hide_nothing_and_count_lines() {
        let text =
            "let s = r#\"a::b \" \n\"#; let c = '\"'; /* d::e\n */ let l: &'static str = \"f::g \\\" h::i\";\nj::k;";
        assert_eq!(named(text), [("j::k".to_owned(), 4)]);
    }

    #[test]
    fn test_modules_are_left_out() {
        let text = "a::b;\n#[cfg(test)]\nmod tests {\n fn x() { c::d(); }\n}\n#[cfg(test)]\nmod more;\ne::f;";
        assert_eq!(named(text), [("a::b".to_owned(), 1), ("e::f".to_owned(), 8)]);
    }
}
