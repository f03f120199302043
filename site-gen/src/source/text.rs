//! The text of a page: not kept, since only mistakes need it once the page is parsed.
//!
//! Ten thousand pages are seventy megabytes of text that a good build never looks at again.

use std::hash::BuildHasher as _;
use std::ops::{Deref, Range};
use std::path::PathBuf;
use std::sync::OnceLock;

use foldhash::quality::FixedState;

use super::read_bytes;
use crate::check::{Diagnostic, MOST_PER_FILE, Problem};
use crate::markdown::heading::hash;

/// A page's whole file, read again when somebody asks for it.
///
/// When the file has changed meanwhile its old text is gone; then blanks of the same length stand for it, so that every
/// place in it is still one.
#[derive(Debug)]
pub struct Text {
    file: PathBuf,
    length: usize,
    revision: String,
    fingerprint: u64,
    again: OnceLock<String>,
    /// What the page includes, ordered by `start`.
    parts: Vec<Part>,
}

/// A part of another file that a page includes.
///
/// Places in it count on from the end of the page's own text, as if it stood there.
#[derive(Debug)]
pub struct Part {
    /// Where it begins.
    pub(super) start: usize,
    /// Where it begins in its file.
    pub(super) offset: usize,
    /// Its length.
    pub(super) length: usize,
    /// The file, relative to the content folder, with `/`.
    pub path: String,
    /// The whole file.
    pub text: Text,
}

/// A place in a file.
#[derive(Clone, Debug)]
pub struct Place<'a> {
    /// The file, relative to the content folder, with `/`.
    pub path: &'a str,
    /// The whole file.
    pub text: &'a Text,
    /// Where in it, in bytes.
    pub span: Range<usize>,
}

impl Text {
    /// Remembers what `text`, the content of `file`, was.
    pub(super) fn new(file: PathBuf, text: &str) -> Self {
        Self {
            file,
            length: text.len(),
            revision: hash(text.as_bytes()),
            fingerprint: fingerprint(text),
            again: OnceLock::new(),
            parts: Vec::new(),
        }
    }

    /// The same text with what it includes.
    pub(super) fn including(self, parts: Vec<Part>) -> Self {
        Self { parts, ..self }
    }

    /// First 16 hexadecimal digits of the text's SHA-256.
    pub fn revision(&self) -> &str {
        &self.revision
    }

    /// What the page includes.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The text, read and not kept: for stages that go through every page.
    pub fn read(&self) -> String {
        let text = read_bytes(&self.file).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        text.filter(|text| fingerprint(text) == self.fingerprint).unwrap_or_else(|| " ".repeat(self.length))
    }

    /// The same with what the page includes, at the places that the parser gave it.
    pub fn read_all(&self) -> String {
        let mut text = self.read();
        for part in &self.parts {
            text.extend(std::iter::repeat_n('\n', part.start - text.len()));
            text.push_str(&part.text.read()[part.offset..part.offset + part.length]);
        }
        text
    }

    /// The length of the page's own text.
    pub fn own_length(&self) -> usize {
        self.length
    }

    /// The file that the byte `at` stands in, when it is an included one.
    pub fn part_at(&self, at: usize) -> Option<&Part> {
        let next = self.parts.partition_point(|part| part.start <= at);
        self.parts[..next].last()
    }

    /// Where `span` of the page at `path` is.
    pub fn place<'a>(&'a self, path: &'a str, span: &Range<usize>) -> Place<'a> {
        match self.part_at(span.start) {
            None => Place { path, text: self, span: span.clone() },
            Some(part) => {
                let inside = |at: usize| part.offset + at.saturating_sub(part.start).min(part.length);
                Place { path: &part.path, text: &part.text, span: inside(span.start)..inside(span.end) }
            }
        }
    }

    /// A diagnostic about `problem` of the page at `path`, in whichever file it is.
    pub fn diagnostic(&self, path: &str, problem: Problem) -> Diagnostic {
        let place = self.place(path, &problem.span);
        Diagnostic::at(place.path, place.text, Problem { span: place.span.clone(), ..problem })
    }

    /// A diagnostic about each of `problems`, file by file no more than anyone reads.
    pub fn diagnostics(&self, path: &str, problems: Vec<Problem>) -> Vec<Diagnostic> {
        if problems.is_empty() {
            // Every page comes by here, and hardly any has to be read again.
            return Vec::new();
        }
        if self.parts.is_empty() {
            return Diagnostic::all(path, self, problems);
        }
        let (own, others): (Vec<_>, Vec<_>) =
            problems.into_iter().partition(|problem| self.part_at(problem.span.start).is_none());
        let mut diagnostics = Diagnostic::all(path, self, own);
        diagnostics.extend(others.into_iter().take(MOST_PER_FILE).map(|problem| self.diagnostic(path, problem)));
        diagnostics
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.again.get_or_init(|| self.read())
    }
}

/// Tells whether a text is still the one that it was, many times faster than its revision does.
fn fingerprint(text: &str) -> u64 {
    FixedState::default().hash_one(text)
}
