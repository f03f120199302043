//! Tera's errors as diagnostics that point into the theme.

use std::collections::BTreeMap;
use std::path::Path;

use tera::{Error, ErrorKind};

use crate::check::{Code, Diagnostic, Problem};
use crate::source::COMPONENTS;

/// What paths of the theme start with in diagnostics.
const THEME: &str = "(theme)";

pub(super) fn diagnose(error: &Error, sources: &BTreeMap<String, String>) -> Diagnostic {
    if let ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) = error.kind()
        && let Some(text) = sources.get(report.filename())
    {
        let problem = Problem::new(Code::ThemeError, report.span().range.clone(), report.message());
        return Diagnostic::at(&path(report.filename()), text, problem);
    }
    Diagnostic::about(THEME, Code::ThemeError, error.to_string(), None)
}

/// The error's sentence alone, for where the writer's tag is the place to point at.
pub(super) fn message(error: &Error) -> String {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => report.message().to_owned(),
        kind => kind.to_string(),
    }
}

pub(super) fn not_utf8(name: &str) -> Diagnostic {
    Diagnostic::about(&path(name), Code::ThemeError, "the template is not UTF-8", None)
}

pub(super) fn bad_strings(name: &str, reason: &str) -> Diagnostic {
    let hint = "write each word as `key: text`, as in the default theme's `strings/en.yaml`".to_owned();
    let reason = reason.lines().next().unwrap_or_default();
    let path = format!("{THEME}/{name}");
    Diagnostic::about(&path, Code::ThemeError, format!("the catalogue cannot be read: {reason}"), Some(hint))
}

pub(super) fn no_words(path: &str, reason: &str) -> Diagnostic {
    let hint = "write each word as `key: text`".to_owned();
    let reason = reason.lines().next().unwrap_or_default();
    Diagnostic::about(path, Code::DataSyntax, format!("the words cannot be read: {reason}"), Some(hint))
}

pub(super) fn missing_template(name: &str) -> Diagnostic {
    let hint = format!("add `templates/{name}` to the theme");
    Diagnostic::about(THEME, Code::ThemeError, format!("the theme has no `{name}`"), Some(hint))
}

pub(super) fn unreadable(folder: &Path, reason: &str) -> Diagnostic {
    let message = format!("the theme in {} cannot be read: {reason}", folder.display());
    let hint = "correct `theme` in site.yaml or `--theme`; without either the default theme is used".to_owned();
    Diagnostic::about(THEME, Code::ThemeError, message, Some(hint))
}

/// Where the writer finds the template.
fn path(name: &str) -> String {
    match name.strip_prefix(super::THEME) {
        Some(component) => format!("{THEME}/{component}"),
        None if name.starts_with(COMPONENTS) => name.to_owned(),
        None => format!("{THEME}/templates/{name}"),
    }
}
