//! Diagnostics as text: for people as a compiler prints them, as JSON, and as GitHub annotations.
//! SARIF has a module of its own, [`super::sarif`].

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Severity};

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// With the line itself, a caret and the hint.
    #[default]
    Human,
    /// One JSON array.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// One workflow command a line, which GitHub shows beside the changed lines.
    Github,
}

/// `diagnostics` for people; `colour` only adds emphasis and carries no meaning.
pub fn human(diagnostics: &[Diagnostic], colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&human_one(&renderer, diagnostic));
        text.push_str("\n\n");
    }
    text
}

fn human_one(renderer: &Renderer, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.name());
    let mut group = match &diagnostic.excerpt {
        // The column within a part would be wrong, so the place is said on its own.
        Some(excerpt) if excerpt.is_part => {
            let place = Origin::path(diagnostic.path.as_str()).line(diagnostic.line).char_column(diagnostic.column);
            let part = Snippet::source(excerpt.line.as_str())
                .line_start(diagnostic.line)
                .annotation(AnnotationKind::Primary.span(excerpt.span.clone()));
            Group::with_title(title).element(place).element(part)
        }
        Some(excerpt) => Group::with_title(title).element(
            Snippet::source(excerpt.line.as_str())
                .line_start(diagnostic.line)
                .path(diagnostic.path.as_str())
                .annotation(AnnotationKind::Primary.span(excerpt.span.clone())),
        ),
        None => Group::with_title(title).element(Origin::path(diagnostic.path.as_str())),
    };
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.with_name("hint").message(hint.as_str()));
    }
    renderer.render(&[group]).trim_end().to_owned()
}

/// `diagnostics` as a JSON array.
pub fn json(diagnostics: &[Diagnostic]) -> String {
    serde_json::to_string_pretty(diagnostics).expect("diagnostics serialise to JSON") + "\n"
}

/// `diagnostics` as GitHub's workflow commands; `folder` leads from the repository's root to the content folder.
///
/// The escapes are those of GitHub's toolkit: `%`, line ends, and in properties also `:` and `,`.
pub fn github(diagnostics: &[Diagnostic], folder: &str) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let path = if folder.is_empty() { diagnostic.path.clone() } else { format!("{folder}/{}", diagnostic.path) };
        let _ = write!(text, "::{command} file={}", escape_property(&path));
        if diagnostic.line > 0 {
            let _ = write!(text, ",line={},col={}", diagnostic.line, diagnostic.column);
        }
        let message = match &diagnostic.hint {
            Some(hint) => format!("{}\nhint: {hint}", diagnostic.message),
            None => diagnostic.message.clone(),
        };
        let _ = writeln!(text, ",title={}::{}", diagnostic.code.name(), escape_data(&message));
    }
    text
}

fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}
