//! Definitions of links and footnotes that nothing uses, or that are given twice.
//!
//! The parser keeps the first definition of a label and is silent about the rest.
//! So every line that looks like a definition is noted beforehand, and struck off when it turns out to be text or code.

use std::collections::HashSet;
use std::ops::Range;

use memchr::memmem;
use pulldown_cmark::{Event, LinkType, RefDefs, Tag};

use crate::check::suggestion::did_you_mean;
use crate::check::{Code, Problem};

/// What is known about a page's definitions while its events go by; all offsets are those of the parser.
pub(super) struct References {
    /// Lines that look like definitions: label, and where it stands with its brackets; ordered by place.
    candidates: Vec<(String, Range<usize>)>,
    used: HashSet<String>,
    cited: HashSet<String>,
    footnotes: Vec<(String, usize)>,
}

impl References {
    pub(super) fn new(text: &str) -> Self {
        Self { candidates: candidates(text), used: HashSet::new(), cited: HashSet::new(), footnotes: Vec::new() }
    }

    /// Takes note of one event.
    pub(super) fn see(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. })
                if matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut) =>
            {
                self.used.insert(normalise(id));
            }
            Event::Start(Tag::FootnoteDefinition(name)) => self.footnotes.push((name.to_string(), range.start)),
            Event::FootnoteReference(name) => {
                self.cited.insert(normalise(name));
            }
            Event::Text(_) | Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) if !self.candidates.is_empty() => {
                let from = self.candidates.partition_point(|(_, span)| span.start < range.start);
                let to = self.candidates.partition_point(|(_, span)| span.start < range.end);
                self.candidates.drain(from..to.max(from));
            }
            _ => {}
        }
    }

    /// What is wrong with the definitions of a page whose Markdown starts at `base` of its file.
    pub(super) fn problems(self, definitions: &RefDefs<'_>, base: usize) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (label, definition) in definitions.iter() {
            // `[//]: # (…)` is how Markdown's writers write comments.
            let is_comment = matches!(&*definition.dest, "" | "#");
            if !is_comment && !self.used.contains(&normalise(label)) {
                let start = base + definition.span.start;
                problems.push(
                    Problem::new(
                        Code::UnusedReference,
                        start..start + label.len() + "[]".len(),
                        format!("nothing uses the link definition `{label}`"),
                    )
                    .hint(format!("write `[text][{label}]` where it belongs, or remove it")),
                );
            }
        }
        for (name, start) in &self.footnotes {
            if !self.cited.contains(&normalise(name)) {
                let start = base + start;
                problems.push(
                    Problem::new(
                        Code::UnusedReference,
                        start..start + name.len() + "[^]".len(),
                        format!("nothing refers to the footnote `{name}`"),
                    )
                    .hint(format!("write `[^{name}]` where it belongs, or remove it")),
                );
            }
        }
        let mut seen = HashSet::new();
        for (label, span) in &self.candidates {
            if !seen.insert(label) && !matches!(label.as_str(), "//" | "comment") {
                let span = base + span.start..base + span.end;
                let message = format!("`{label}` is defined already; this definition does not count");
                problems.push(Problem::new(Code::DuplicateReference, span, message).hint("keep one of them"));
            }
        }
        problems
    }
}

/// The problem with a reference at `span` of the file that has no definition.
pub(super) fn undefined(label: &str, span: &Range<usize>, definitions: &RefDefs<'_>) -> Problem {
    let mut labels: Vec<&str> = definitions.iter().map(|(label, _)| label).collect();
    labels.sort_unstable();
    Problem::new(Code::UndefinedReference, span.clone(), format!("there is no link definition `{label}`"))
        .hint(format!("define it with `[{label}]: https://…`"))
        .maybe_hint(did_you_mean(label, labels))
}

/// Where the definition of the link to `target` has it; offsets of the file `text`, whose Markdown starts at `base`.
pub(super) fn place_in_definition(
    definitions: &RefDefs<'_>,
    text: &str,
    base: usize,
    target: &str,
) -> Option<Range<usize>> {
    let mut places =
        definitions.iter().filter(|(_, definition)| *definition.dest == *target).filter_map(|(_, definition)| {
            let start = base + definition.span.start;
            let label = text.get(start..base + definition.span.end)?.find("]:")?;
            let at = start + label + text[start + label..].find(target)?;
            (at + target.len() <= base + definition.span.end).then(|| at..at + target.len())
        });
    let first = places.next()?;
    // Of several definitions of one target the first is named, in whatever order they are kept.
    Some(places.fold(first, |first, other| if other.start < first.start { other } else { first }))
}

/// Every `[label]:` at the beginning of a line, behind the marks of lists and quotes.
fn candidates(text: &str) -> Vec<(String, Range<usize>)> {
    let mut found = Vec::new();
    for end in memmem::find_iter(text.as_bytes(), b"]:") {
        let line = text[..end].rfind('\n').map_or(0, |newline| newline + 1);
        let start = line + text[line..end].len() - text[line..end].trim_start_matches([' ', '>']).len();
        let Some(label) = text[start..end].strip_prefix('[') else { continue };
        if !label.trim().is_empty() && !label.contains(['[', ']']) {
            found.push((normalise(label), start..end + 1));
        }
    }
    found
}

/// Labels match without regard to case and kinds of space.
fn normalise(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
