//! Headings: ids as GitHub makes them, the ids they had before, and the sections they begin.

use std::ops::Range;

use pulldown_cmark::{CowStr, HeadingLevel};

use super::{Frame, FrameKind, Writer};
use crate::check::suggestion::did_you_mean;
use crate::check::{Code, Problem};
use crate::markdown::heading::{Former, Heading, slugify};
use crate::markdown::text::push_attribute;

impl<'text> Writer<'text> {
    /// Reports what stands between the braces of a heading and means nothing.
    pub(super) fn check_heading_attributes(
        &mut self,
        attributes: &[(CowStr<'_>, Option<CowStr<'_>>)],
        range: &Range<usize>,
    ) {
        let (start, end) = (self.base + range.start, self.base + range.end);
        for (name, value) in attributes.iter().filter(|(name, value)| **name != *"was" || value.is_none()) {
            let at = self.text[start..end].rfind(&**name).map_or(start, |at| start + at);
            let message = match value {
                None if **name == *"was" => "`was` says no id".to_owned(),
                _ => format!("a heading has no attribute `{name}`"),
            };
            let hint = did_you_mean(name, ["was"]).filter(|_| **name != *"was").unwrap_or_else(|| {
                "between the braces may stand `#id`, `.class` and `was=former-id`, with a space between them".to_owned()
            });
            self.problems.push(Problem::new(Code::HeadingAttribute, at..at + name.len(), message).hint(hint));
        }
    }

    pub(super) fn end_heading(&mut self) {
        let Some(Frame { fragment, kind: FrameKind::Heading { level, id, classes, former_ids, start } }) =
            self.frames.pop()
        else {
            return;
        };
        let title = self.plain.take().unwrap_or_default().trim().to_owned();
        let is_first = self.frames.len() == 1 && self.out().html.trim().is_empty() && self.out().holes.is_empty();
        if level == HeadingLevel::H1 && is_first {
            self.first_heading = Some(title.clone());
            if self.settings.show_title && self.settings.title.is_none_or(|wanted| wanted.trim() == title) {
                self.title_anchor = Some(id.unwrap_or_else(|| slugify(&title)));
                return;
            }
        }
        let line = self.text[start..].lines().next().unwrap_or_default();
        let span = id
            .as_ref()
            .and_then(|id| line.rfind(id.as_str()).map(|at| start + at..start + at + id.len()))
            .unwrap_or(start..start + line.trim_end().len());
        let wanted = id;
        let id = match wanted.clone() {
            Some(id) => self.ids.unique(id),
            None => self.ids.for_title(&title),
        };
        if let Some(wanted) = wanted.filter(|wanted| *wanted != id) {
            // Only the ids of other headings make this one's differ.
            self.claim_anchor(wanted, span.clone());
        }
        self.start_line();
        let out = self.out();
        out.html.push_str(&format!("<{level} id=\""));
        push_attribute(&mut out.html, &id);
        if !classes.is_empty() {
            out.html.push_str("\" class=\"");
            push_attribute(&mut out.html, &classes.join(" "));
        }
        out.html.push_str("\">");
        for former in former_ids.iter().filter(|former| !is_elsewhere(former)) {
            out.html.push_str("<span id=\"");
            push_attribute(&mut out.html, former);
            out.html.push_str("\"></span>");
        }
        out.append(fragment);
        out.html.push_str(&format!("</{level}>\n"));
        self.claim_anchor(id.clone(), span.clone());
        for from in former_ids {
            let at = line.rfind(from.as_str()).map(|at| start + at..start + at + from.len());
            let span = at.unwrap_or_else(|| span.clone());
            if !is_elsewhere(&from) {
                self.claim_anchor(from.clone(), span.clone());
            }
            self.former.push(Former { from, id: id.clone(), span });
        }
        self.headings.push(Heading { level: level as u8, id, title, hash: 0, start });
    }
}

/// Whether a former id is one of another page, as in `was=/old/place/#id`.
fn is_elsewhere(former: &str) -> bool {
    former.contains(['/', '#'])
}

/// The ids that a heading had before: `{was=old,older}`.
pub(super) fn former_ids(attributes: &[(CowStr<'_>, Option<CowStr<'_>>)]) -> Vec<String> {
    let lists = attributes.iter().filter(|(name, _)| **name == *"was").filter_map(|(_, value)| value.as_ref());
    lists.flat_map(|list| list.split(',')).filter(|id| !id.is_empty()).map(str::to_owned).collect()
}
