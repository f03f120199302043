//! Footnotes: numbered in the order of their calls, each with the ways back.

use pulldown_cmark::CowStr;

use super::{Footnote, Writer};
use crate::markdown::Hole;

impl<'text> Writer<'text> {
    pub(super) fn footnote_reference(&mut self, name: &CowStr<'_>) {
        let name = format!("{}{name}", self.footnote_scope);
        let known = self.footnotes.iter().position(|known| known.name == name);
        let index = known.unwrap_or_else(|| {
            self.footnotes.push(Footnote { name, calls: 0 });
            self.footnotes.len() - 1
        });
        self.footnotes[index].calls += 1;
        let (number, id) = (index + 1, call_id(index + 1, self.footnotes[index].calls));
        self.html().push_str(&format!(
            "<sup class=\"footnote-reference\" id=\"{id}\"><a href=\"#fn-{number}\">{number}</a></sup>"
        ));
        self.anchors.insert(id);
    }

    /// Writes all footnotes below the text, in the order of their references.
    pub(super) fn write_footnotes(&mut self) {
        let bodies = std::mem::take(&mut self.footnote_bodies);
        let mut bodies: Vec<_> = bodies
            .into_iter()
            .map(|(name, body)| {
                let position = self.footnotes.iter().position(|known| known.name == name);
                let index = position.unwrap_or_else(|| {
                    self.footnotes.push(Footnote { name, calls: 0 });
                    self.footnotes.len() - 1
                });
                (index + 1, body)
            })
            .collect();
        bodies.sort_by_key(|(number, _)| *number);
        for (number, body) in bodies {
            self.anchors.insert(format!("fn-{number}"));
            self.open_line(&format!(
                "<div class=\"footnote-definition\" id=\"fn-{number}\"><sup class=\"footnote-definition-label\">{number}</sup>"
            ));
            let calls = self.footnotes[number - 1].calls;
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
