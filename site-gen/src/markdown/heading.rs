//! Headings: their ids as GitHub makes them, the table of contents, and the hashes of their sections.

use std::collections::HashMap;
use std::ops::Range;

use sha2::{Digest, Sha256};

use super::include;
use crate::check::{Code, Problem};

/// A heading of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Unique on the page.
    pub id: String,
    /// As plain text.
    pub title: String,
    /// First 64 bits of the SHA-256 of the source up to the next heading; [`hex`] writes them.
    pub hash: u64,
    /// Where it starts, in bytes of the file.
    pub start: usize,
}

/// Where a heading was before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    /// An id on the same page, or the path of another one with `#` and an id.
    pub from: String,
    /// The heading's id now.
    pub id: String,
    /// Where the heading says so, in bytes of the file.
    pub span: Range<usize>,
}

/// Gives every heading of one page an id of its own.
#[derive(Debug, Default)]
pub(super) struct Ids {
    seen: HashMap<String, usize>,
}

impl Ids {
    /// The id for a heading of this text: as GitHub's, and with `-1`, `-2` … from the second on.
    pub(super) fn for_title(&mut self, title: &str) -> String {
        let slug = slugify(title);
        let slug = if slug.is_empty() { "section".to_owned() } else { slug };
        self.unique(slug)
    }

    /// `id`, or with a number when the page has it already.
    pub(super) fn unique(&mut self, id: String) -> String {
        let mut candidate = id.clone();
        while let Some(count) = self.seen.get_mut(&candidate) {
            *count += 1;
            let number = *count;
            candidate = format!("{id}-{number}");
            if self.seen.contains_key(&candidate) {
                candidate.clone_from(&id);
            }
        }
        self.seen.insert(candidate.clone(), 0);
        candidate
    }
}

/// The id that GitHub gives a heading: lower case, spaces to hyphens, no punctuation but `-` and `_`.
pub fn slugify(title: &str) -> String {
    let mut slug = String::with_capacity(title.len());
    for character in title.trim().chars() {
        match character {
            ' ' => slug.push('-'),
            '-' | '_' => slug.push(character),
            _ if character.is_alphanumeric() => slug.extend(character.to_lowercase()),
            _ => {}
        }
    }
    slug
}

/// A problem for every heading that is more than one level below the one before it.
///
/// The page's printed title is a first-level heading itself.
pub(super) fn check_levels(headings: &[Heading], text: &str, show_title: bool) -> Vec<Problem> {
    let mut before = if show_title { Some(1) } else { None };
    let mut problems = Vec::new();
    for heading in headings {
        if let Some(before) = before.filter(|before| heading.level > before + 1) {
            let line = text[heading.start..].lines().next().unwrap_or_default().trim_end();
            let (level, wanted) = (heading.level, before + 1);
            let message = format!("a heading of level {level} follows one of level {before}");
            problems.push(
                Problem::new(Code::SkippedHeading, heading.start..heading.start + line.len(), message)
                    .hint(format!("write `{}`, so that the outline has no gap", "#".repeat(usize::from(wanted)))),
            );
        }
        before = Some(heading.level);
    }
    problems
}

/// Hashes the source of each section: from its heading to the next one, or to the end of the page.
///
/// `ranges` are those of the page's text, in the order of reading.
pub(super) fn hash_sections(headings: &mut [Heading], text: &str, ranges: &[Range<usize>]) {
    let end = ranges.last().map_or(text.len(), |last| last.end);
    let starts: Vec<usize> = headings.iter().map(|heading| heading.start).chain([end]).collect();
    for (heading, section) in headings.iter_mut().zip(starts.windows(2)) {
        heading.hash = first_bits(include::between(text, ranges, section[0], section[1]).trim_end().as_bytes());
    }
}

/// First 16 hexadecimal digits of the SHA-256 of `bytes`.
pub fn hash(bytes: &[u8]) -> String {
    hex(first_bits(bytes))
}

/// A hash as 16 hexadecimal digits.
pub fn hex(hash: u64) -> String {
    format!("{hash:016x}")
}

fn first_bits(bytes: &[u8]) -> u64 {
    let digest = Sha256::digest(bytes);
    digest.iter().take(8).fold(0, |bits, byte| bits << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_githubs() {
        assert_eq!(slugify("What's new in 2.0?"), "whats-new-in-20");
        assert_eq!(slugify("Über uns & mehr"), "über-uns--mehr");
        assert_eq!(slugify("snake_case `code`"), "snake_case-code");
    }

    #[test]
    fn equal_headings_are_numbered_and_never_collide() {
        let mut ids = Ids::default();
        let given: Vec<_> = ["A", "A-1", "A", "A"].map(|title| ids.for_title(title)).into();
        assert_eq!(given, ["a", "a-1", "a-2", "a-3"]);
    }
}
