//! What must not reach readers: marks of a template that nothing filled in, and the markers of the questions.
//!
//! Writers' text is searched where it is parsed, a component's HTML where it is rendered, and a template's on one page,
//! since a template that leaks does so on every page.

use std::ops::Range;

use crate::check::{Code, Diagnostic};

/// How the markers of the questions begin; see [`qa_api::placeholder`].
pub const PLACEHOLDER: &str = "<!--qa:";

/// Elements that show code, in which such marks are examples, and the script that holds the questions' data.
const OPAQUE: [&str; 4] = ["code", "pre", "script", "textarea"];

/// The first mark of a template in `text`, from its beginning to its end on the same line.
pub fn find(text: &str) -> Option<(Range<usize>, &str)> {
    let (start, close) = [("{{", "}}"), ("{%", "%}")]
        .into_iter()
        .filter_map(|(open, close)| text.find(open).map(|at| (at, close)))
        .min_by_key(|(at, _)| *at)?;
    let line = text[start..].lines().next().unwrap_or_default();
    let length = line.find(close).map_or(close.len(), |at| at + close.len());
    Some((start..start + length, &text[start..start + length]))
}

/// The first mark in `html` that stands outside elements that show code.
pub fn find_in_html(html: &str) -> Option<&str> {
    if !html.contains("{{") && !html.contains("{%") && !html.contains(PLACEHOLDER) {
        return None;
    }
    let mut rest = html;
    loop {
        let opening = |name: &'static str| {
            let ends_well = |(at, _): &(usize, &str)| rest[at + 1 + name.len()..].starts_with([' ', '>', '\n']);
            let mut tags = rest.match_indices('<').filter(|(at, _)| rest[at + 1..].starts_with(name));
            tags.find(ends_well).map(|(at, _)| (at, name))
        };
        let element = OPAQUE.into_iter().filter_map(opening).min();
        let before = element.map_or(rest, |(at, _)| &rest[..at]);
        if before.contains(PLACEHOLDER) {
            return Some(PLACEHOLDER);
        }
        if let Some((_, mark)) = find(before) {
            return Some(mark);
        }
        let (at, name) = element?;
        let close = format!("</{name}>");
        rest = rest[at..].split_once(&close).map_or("", |(_, after)| after);
    }
}

/// A diagnostic for a mark in the output of the theme's `template`, beside the parts that are not its own.
pub fn in_template(template: &str, html: &str, parts: &[&str]) -> Option<Diagnostic> {
    let mut own = html.to_owned();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        own = own.replacen(part, "", 1);
    }
    let mark = find_in_html(&own)?;
    let hint = "close the tag of the template, or escape it with `{% raw %}`".to_owned();
    Some(Diagnostic::about(
        &format!("(theme)/templates/{template}"),
        Code::PlaceholderLeak,
        format!("readers will see `{mark}` as it stands"),
        Some(hint),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_may_show_what_text_may_not() {
        assert_eq!(find_in_html("<p>a <code>{{ b }}</code><pre>{% c %}</pre></p>"), None);
        assert_eq!(find_in_html("<p><code>{{</code> {{ name }}</p>"), Some("{{ name }}"));
        assert_eq!(find_in_html("<codex>{% if %}"), Some("{% if %}"));
        assert_eq!(find_in_html("x<!--qa:end-->"), Some(PLACEHOLDER));
    }
}
