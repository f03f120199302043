//! What is wrong with a site, and how it is told.
//!
//! Every stage of the pipeline hands back [`Diagnostic`]s instead of stopping at the first mistake;
//! [`crate::build`] and [`crate::check()`] collect them, [`policy`] applies `site.yaml`, [`mod@format`] prints them.
//! **Invariant:** a diagnostic that has a line points into a file of the content folder or the theme, and its column counts characters.

pub mod components;
pub mod format;
pub mod languages;
pub mod leaks;
pub mod links;
pub mod pages;
pub mod pictures;
pub mod policy;
pub mod sarif;
pub mod suggestion;
pub mod templates;
pub mod topics;
pub mod vanished;

mod code;
mod location;

use std::ops::Range;

use serde::Serialize;

pub use code::Code;
pub use location::Excerpt;

/// More mistakes of one stage in one file are counted, not listed.
pub const MOST_PER_FILE: usize = 200;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is built.
    Error,
    /// The site is built, except under `--strict`.
    Warning,
    /// Worth knowing, and never a reason to fail.
    Note,
}

impl Severity {
    /// The severity's name in output and in `site.yaml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One thing that a person should know about one place of the site's sources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Which mistake it is.
    pub code: Code,
    /// How much it matters on this site.
    pub severity: Severity,
    /// The file, relative to the content folder, with `/`.
    pub path: String,
    /// The line, from 1; 0 when the file as a whole is meant.
    pub line: usize,
    /// The column in characters, from 1; 0 when the file as a whole is meant.
    pub column: usize,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The line itself, for people.
    #[serde(skip)]
    pub excerpt: Option<Box<Excerpt>>,
}

impl Diagnostic {
    /// A diagnostic about `span` (bytes) of `text`, the content of the file at `path`.
    pub fn at(path: &str, text: &str, problem: Problem) -> Self {
        let (line, column, excerpt) = location::locate(text, &problem.span);
        Self {
            code: problem.code,
            severity: problem.code.severity(),
            path: path.to_owned(),
            line,
            column,
            message: problem.message,
            hint: problem.hint,
            excerpt: Some(Box::new(excerpt)),
        }
    }

    /// A diagnostic about each of `problems`, the first [`MOST_PER_FILE`] of them and how many more there are.
    pub fn all(path: &str, text: &str, mut problems: Vec<Problem>) -> Vec<Self> {
        let more = problems.len().saturating_sub(MOST_PER_FILE);
        problems.truncate(MOST_PER_FILE);
        let mut diagnostics: Vec<_> = problems.into_iter().map(|problem| Self::at(path, text, problem)).collect();
        if more > 0 {
            let hint = "mend the others first; many mistakes often have one cause".to_owned();
            let message = format!("there are {more} more mistakes like those above");
            diagnostics.push(Self::about(path, Code::TooMany, message, Some(hint)));
        }
        diagnostics
    }

    /// A diagnostic about a file as a whole.
    pub fn about(path: &str, code: Code, message: impl Into<String>, hint: Option<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            path: path.to_owned(),
            line: 0,
            column: 0,
            message: message.into(),
            hint,
            excerpt: None,
        }
    }
}

/// A diagnostic whose file is known from context: what the stages below the file system hand back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which mistake it is.
    pub code: Code,
    /// Where, in bytes of the file.
    pub span: Range<usize>,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Problem {
    /// A problem without a hint.
    pub fn new(code: Code, span: Range<usize>, message: impl Into<String>) -> Self {
        Self { code, span, message: message.into(), hint: None }
    }

    /// The same problem with a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same problem with a hint if there is one.
    pub fn maybe_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint.or(self.hint);
        self
    }
}

/// Sorts diagnostics as a reader goes through them: by file, place, and then weight.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        (&a.path, a.line, a.column, a.severity, a.code, &a.message)
            .cmp(&(&b.path, b.line, b.column, b.severity, b.code, &b.message))
    });
    diagnostics.dedup();
}
