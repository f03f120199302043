//! Which parts of a code block are keywords, strings, comments …: found by tree-sitter grammars, kept on disk.
//!
//! The Markdown stage asks [`language`] what a fence's first word means; the output stage asks a [`Highlighter`] for the
//! parts and writes them as classes, so that colours stay the theme's matter.
//! **Invariant:** the parts are ordered, do not overlap, and lie on character boundaries of the code they were found in.

pub mod language;

mod cache;
mod diff;
mod grammar;

use std::path::Path;

use cache::Cache;
use language::Language;

/// More bytes than this in one block are not highlighted: nobody reads them, and the grammars need memory for each.
/// Within it, a block also has to be done in time.
const MOST_BYTES: usize = 128 * 1024;

/// What a part of a program is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Token {
    /// A remark for people.
    Comment,
    /// A word of the language.
    Keyword,
    /// Text in quotes.
    Text,
    /// `\n` and the like inside a text.
    Escape,
    /// A number.
    Number,
    /// A constant, such as `true`.
    Constant,
    /// A function's or macro's name.
    Function,
    /// A type's name.
    Type,
    /// A key or a field.
    Property,
    /// The name of an element.
    Tag,
    /// An attribute, decorator or annotation.
    Attribute,
    /// A line that a diff adds.
    Added,
    /// A line that a diff removes.
    Removed,
}

impl Token {
    /// Every kind, ordered by its number.
    pub const ALL: [Self; 13] = [
        Self::Comment,
        Self::Keyword,
        Self::Text,
        Self::Escape,
        Self::Number,
        Self::Constant,
        Self::Function,
        Self::Type,
        Self::Property,
        Self::Tag,
        Self::Attribute,
        Self::Added,
        Self::Removed,
    ];

    /// The class that the theme colours.
    pub fn class(self) -> &'static str {
        match self {
            Self::Comment => "hl-comment",
            Self::Keyword => "hl-keyword",
            Self::Text => "hl-string",
            Self::Escape => "hl-escape",
            Self::Number => "hl-number",
            Self::Constant => "hl-constant",
            Self::Function => "hl-function",
            Self::Type => "hl-type",
            Self::Property => "hl-property",
            Self::Tag => "hl-tag",
            Self::Attribute => "hl-attribute",
            Self::Added => "hl-added",
            Self::Removed => "hl-removed",
        }
    }
}

/// A part of a program, in bytes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its first byte.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
    /// What it is.
    pub token: Token,
}

/// Finds the parts of programs, or remembers them.
#[derive(Debug, Default)]
pub struct Highlighter {
    /// `None` for a run that writes nothing, which needs no colours.
    cache: Option<Cache>,
}

impl Highlighter {
    /// A highlighter that remembers in `folder` what it found.
    pub fn with_cache(folder: &Path) -> Self {
        Self { cache: Some(Cache::open(folder)) }
    }

    /// A highlighter that remembers what it found for as long as it lives.
    pub fn in_memory() -> Self {
        Self { cache: Some(Cache::in_memory()) }
    }

    /// The parts of `code`; none where the language has no grammar here.
    pub fn parts(&self, language: &Language, code: &str) -> Vec<Part> {
        let Some(cache) = &self.cache else { return Vec::new() };
        let Some(grammar) = language.grammar.filter(|_| code.len() <= MOST_BYTES) else { return Vec::new() };
        if grammar == language::Grammar::Diff {
            return diff::parts(code);
        }
        cache.get_or_find(language.name, code, || grammar::parts(grammar, code))
    }

    /// Writes down what was found anew.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn save(&self) -> std::io::Result<()> {
        self.cache.as_ref().map_or(Ok(()), Cache::save)
    }
}
