//! YAML with every mistake reported, each at its place.
//!
//! A typed reader stops at its first mistake.
//! [`read`] therefore blanks the top-level entry that the mistake is in, keeping all lines where they are, and reads again,
//! so that five misspelt keys are five problems.

use std::ops::Range;

use serde::de::DeserializeOwned;
use serde_yaml::{DuplicateKeyPolicy, Error, UserMessageFormatter};

use crate::check::suggestion::did_you_mean;
use crate::check::{Code, Problem};

/// More mistakes than this in one file are not looked for.
const MOST_PROBLEMS: usize = 50;

/// Which code a kind of mistake has in a kind of file.
#[derive(Clone, Copy)]
pub(super) struct Codes {
    /// The text is not YAML.
    pub syntax: Code,
    /// A key does not exist.
    pub key: Code,
    /// A value is wrong.
    pub value: Code,
}

/// Reads the YAML at `range` of the file `text`; what could not be read is left at its default.
pub(super) fn read<T: DeserializeOwned + Default>(text: &str, range: Range<usize>, codes: Codes) -> (T, Vec<Problem>) {
    let mut yaml = text[range.clone()].to_owned();
    let mut problems = Vec::new();
    let mut broken = false;
    let mut options = serde_yaml::Options::default();
    options.with_snippet = false;
    options.strict_booleans = true;
    options.duplicate_keys = DuplicateKeyPolicy::Error;
    while problems.len() < MOST_PROBLEMS {
        if yaml.trim().is_empty() {
            return (T::default(), problems);
        }
        match serde_yaml::from_str_with_options::<Option<T>>(&yaml, options.clone()) {
            Ok(value) => return (value.unwrap_or_default(), problems),
            Err(error) => {
                let (line, column) =
                    error.location().map_or((1, 1), |location| (location.line() as usize, location.column() as usize));
                let at = offset_of(&yaml, line, column);
                // What is not YAML often breaks what follows it too, so only the first such place is told.
                if !(broken && breaks_yaml(&error)) {
                    problems.push(explain(&error, &yaml, at, range.start, codes));
                }
                broken |= breaks_yaml(&error);
                if !blank_entry(&mut yaml, at) {
                    return (T::default(), problems);
                }
            }
        }
    }
    (T::default(), problems)
}

/// Whether the text is no YAML at all, as opposed to YAML that says something impossible.
fn breaks_yaml(error: &Error) -> bool {
    !matches!(
        error.without_snippet(),
        Error::SerdeUnknownField { .. }
            | Error::SerdeUnknownVariant { .. }
            | Error::SerdeMissingField { .. }
            | Error::SerdeInvalidType { .. }
            | Error::SerdeInvalidValue { .. }
            | Error::DuplicateMappingKey { .. }
            | Error::InvalidScalar { .. }
            | Error::InvalidBooleanStrict { .. }
            | Error::Message { .. }
            | Error::NullIntoString { .. }
            | Error::QuotingRequired { .. }
            | Error::Unexpected { .. }
    )
}

/// The problem behind a reader's error at byte `at` of `yaml`, which starts at `base` of its file.
fn explain(error: &Error, yaml: &str, at: usize, base: usize, codes: Codes) -> Problem {
    let word = word_at(yaml, at);
    let span = base + word.start..base + word.end;
    match error.without_snippet() {
        Error::SerdeUnknownField { field, expected, .. } => {
            let key = find_key(yaml, at, field).map_or(span, |key| base + key.start..base + key.end);
            Problem::new(codes.key, key, format!("there is no key `{field}`"))
                .hint(format!("the keys are {}", expected.join(", ")))
                .maybe_hint(did_you_mean(field, expected.iter().copied()))
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            Problem::new(codes.value, span, format!("`{variant}` is not possible here"))
                .hint(format!("one of {}", expected.join(", ")))
                .maybe_hint(did_you_mean(variant, expected.iter().copied()))
        }
        Error::SerdeMissingField { field, .. } => {
            Problem::new(codes.value, span, format!("`{field}` is missing")).hint(format!("add `{field}: …`"))
        }
        Error::DuplicateMappingKey { key, .. } => {
            let key = key.as_deref().unwrap_or("the key");
            Problem::new(codes.value, span, format!("`{key}` is given twice")).hint("keep one of them")
        }
        Error::SerdeInvalidType { unexpected, expected, .. }
        | Error::SerdeInvalidValue { unexpected, expected, .. } => {
            Problem::new(codes.value, span, format!("expected {expected}, found {unexpected}"))
        }
        other => {
            let is_value = !breaks_yaml(other);
            let message = other.render_with_formatter(&UserMessageFormatter);
            let code = if is_value { codes.value } else { codes.syntax };
            let problem = Problem::new(code, span, in_plain_words(first_sentence(&message)));
            match colon_in_value(yaml, at) {
                Some(line) if !is_value => {
                    problem.hint(format!("a text that contains `: ` needs quotes, as in `{line}`"))
                }
                _ if yaml[at..].starts_with('\t') || yaml[..at].ends_with('\t') => {
                    problem.hint("indent with spaces; YAML has no tabs there")
                }
                _ => problem,
            }
        }
    }
}

/// The reader's message without the place, which the diagnostic has.
fn first_sentence(message: &str) -> &str {
    let line = message.lines().next().unwrap_or("not readable").trim();
    line.split(" at line ").next().unwrap_or(line).trim_end_matches(['.', ':'])
}

/// What writers call the reader's types.
fn in_plain_words(message: &str) -> &str {
    match message {
        "invalid i64" => "expected a whole number",
        "expected sequence start" => "expected a list, such as `[one, two]`",
        "expected mapping start" => "expected keys with values",
        "expected string scalar" => "expected a text",
        _ if message.starts_with("invalid boolean") => "expected true or false",
        _ => message,
    }
}

/// `key: "value: with colon"` for a line such as `key: value: with colon`.
fn colon_in_value(yaml: &str, at: usize) -> Option<String> {
    let start = yaml[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = yaml[start..].lines().next()?;
    let (key, value) = line.split_once(": ")?;
    let value = value.trim();
    (value.contains(": ") && !value.starts_with(['"', '\'', '[', '{']))
        .then(|| format!("{key}: \"{}\"", value.replace('"', "\\\"")))
}

/// The byte of the 1-based line and character column.
pub(super) fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let mut start = 0;
    for _ in 1..line {
        match text[start..].find('\n') {
            Some(newline) => start += newline + 1,
            None => return text.len(),
        }
    }
    let rest = &text[start..];
    let line = rest.split('\n').next().unwrap_or(rest);
    start + line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(at, _)| at)
}

/// What to underline: the plain scalar at `at`, at most to the end of its line.
fn word_at(yaml: &str, at: usize) -> Range<usize> {
    let line = yaml[at..].split('\n').next().unwrap_or_default().trim_end();
    let length = line.find(": ").or_else(|| line.strip_suffix(':').map(str::len)).unwrap_or(line.len());
    at..at + length
}

/// The key `field` on the line of `at`, or the nearest line above that starts with it.
fn find_key(yaml: &str, at: usize, field: &str) -> Option<Range<usize>> {
    let mut end = yaml[at..].find('\n').map_or(yaml.len(), |newline| at + newline);
    loop {
        let start = yaml[..end].rfind('\n').map_or(0, |newline| newline + 1);
        let line = &yaml[start..end];
        let indent = line.len() - line.trim_start_matches([' ', '-']).len();
        if let Some(rest) = line[indent..].strip_prefix(field)
            && rest.starts_with(':')
        {
            return Some(start + indent..start + indent + field.len());
        }
        end = start.checked_sub(1)?;
    }
}

/// Replaces the top-level entry around `at` by spaces, and says whether there was anything to replace.
fn blank_entry(yaml: &mut String, at: usize) -> bool {
    let starts: Vec<usize> = std::iter::once(0)
        .chain(yaml.match_indices('\n').map(|(newline, _)| newline + 1))
        .filter(|&start| yaml[start..].starts_with(|first: char| !first.is_whitespace() && first != '#'))
        .collect();
    let Some(position) = starts.iter().rposition(|&start| start <= at) else { return false };
    let start = starts[position];
    let end = starts.get(position + 1).copied().unwrap_or(yaml.len());
    // As many bytes as before, so that what stands below stays where it is.
    let blank: String = yaml[start..end].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    yaml.replace_range(start..end, &blank);
    true
}
