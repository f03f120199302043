//! Footnotes: numbered in the order of their calls, each with the ways back.

use std::collections::HashMap;

use pulldown_cmark::CowStr;

use super::Writer;
use crate::markdown::Hole;

/// The footnotes of a page by their names.
#[derive(Default)]
pub(super) struct Footnotes(HashMap<String, Footnote>);

/// A footnote as far as the text has called it.
#[derive(Clone, Copy)]
struct Footnote {
    /// Its place in the order of first calls, from 1.
    number: usize,
    /// How often it was called.
    calls: usize,
}

impl Footnotes {
    /// The footnote of this name, which gets the next number if it is new.
    fn get_or_insert(&mut self, name: String) -> &mut Footnote {
        let number = self.0.len() + 1;
        self.0.entry(name).or_insert(Footnote { number, calls: 0 })
    }
}

impl<'text> Writer<'text> {
    pub(super) fn footnote_reference(&mut self, name: &CowStr<'_>) {
        let footnote = self.footnotes.get_or_insert(format!("{}{name}", self.footnote_scope));
        footnote.calls += 1;
        let (number, id) = (footnote.number, call_id(footnote.number, footnote.calls));
        self.html().push_str(&format!(
            "<sup class=\"footnote-reference\" id=\"{id}\"><a href=\"#fn-{number}\">{number}</a></sup>"
        ));
        self.anchors.insert(id);
    }

    /// Writes all footnotes below the text, in the order of their references.
    pub(super) fn write_footnotes(&mut self) {
        let bodies = std::mem::take(&mut self.footnote_bodies);
        let mut bodies: Vec<_> =
            bodies.into_iter().map(|(name, body)| (*self.footnotes.get_or_insert(name), body)).collect();
        bodies.sort_by_key(|(footnote, _)| footnote.number);
        for (Footnote { number, calls }, body) in bodies {
            self.anchors.insert(format!("fn-{number}"));
            self.open_line(&format!(
                "<div class=\"footnote-definition\" id=\"fn-{number}\"><sup class=\"footnote-definition-label\">{number}</sup>"
            ));
            let out = self.out();
            out.append(body);
            // The way back stands at the end of the last paragraph, if the footnote ends with one.
            let end = out.html.trim_end().strip_suffix("</p>").map(str::len);
            let end = end.filter(|end| out.holes.last().is_none_or(|(at, _)| at <= end));
            let rest = out.html.split_off(end.unwrap_or(out.html.len()));
            for call in 1..=calls {
                out.html.push_str(&format!(" <a href=\"#{}\" aria-label=\"", call_id(number, call)));
                out.push_hole(Hole::Text("footnote_back"));
                out.html.push_str("\">↩</a>");
            }
            out.html.push_str(&rest);
            self.html().push_str("</div>\n");
        }
    }
}

/// The id of the place that calls footnote `number` for the `call`th time.
fn call_id(number: usize, call: usize) -> String {
    if call == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{call}") }
}
