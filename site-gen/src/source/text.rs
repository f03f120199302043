//! The text of a page: not kept, since only mistakes need it once the page is parsed.
//!
//! Ten thousand pages are seventy megabytes of text that a good build never looks at again.

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::OnceLock;

use super::read_bytes;
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
    again: OnceLock<String>,
}

impl Text {
    /// Remembers what `text`, the content of `file`, was.
    pub(super) fn new(file: PathBuf, text: &str) -> Self {
        Self { file, length: text.len(), revision: hash(text.as_bytes()), again: OnceLock::new() }
    }

    /// First 16 hexadecimal digits of the text's SHA-256.
    pub fn revision(&self) -> &str {
        &self.revision
    }

    /// The text, read and not kept: for stages that go through every page.
    pub fn read(&self) -> String {
        let text = read_bytes(&self.file).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        text.filter(|text| hash(text.as_bytes()) == self.revision).unwrap_or_else(|| " ".repeat(self.length))
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.again.get_or_init(|| self.read())
    }
}
