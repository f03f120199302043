//! Code blocks as HTML: a title above, lines with numbers and marks, parts with classes.

use crate::highlight::{Highlighter, Part};
use crate::markdown::code::{Change, CodeBlock};
use crate::markdown::{push_attribute, push_text};

/// The HTML of `block`.
pub(super) fn render(block: &CodeBlock, highlighter: &Highlighter) -> String {
    let mut html = String::with_capacity(block.code.len() * 2);
    if let Some(title) = &block.title {
        html.push_str("<figure class=\"code\">\n<figcaption>");
        push_text(&mut html, title);
        html.push_str("</figcaption>\n");
    }
    html.push_str("<pre tabindex=\"0\"><code");
    let language = block.language.map_or(block.written_language.as_str(), |language| language.name);
    if !language.is_empty() {
        html.push_str(" class=\"language-");
        push_attribute(&mut html, language);
        html.push('"');
    }
    html.push('>');
    let parts = block.language.map(|language| highlighter.parts(language, &block.code)).unwrap_or_default();
    if block.has_lines() {
        push_lines(&mut html, block, &parts);
    } else {
        push_parts(&mut html, &block.code, 0..block.code.len(), &parts, &mut 0);
    }
    html.push_str("</code></pre>");
    if block.title.is_some() {
        html.push_str("\n</figure>");
    }
    html.push('\n');
    html
}

/// Each line as an element of its own, its end inside, so that what is copied is what was written.
fn push_lines(html: &mut String, block: &CodeBlock, parts: &[Part]) {
    let mut start = 0;
    let mut part = 0;
    for (index, line) in block.code.split_inclusive('\n').enumerate() {
        let (element, change) = match block.changes.get(index) {
            Some(Change::Added) => ("ins", " line--added"),
            Some(Change::Removed) => ("del", " line--removed"),
            Some(Change::None) | None => ("span", ""),
        };
        let marked = block.marked.iter().any(|lines| lines.contains(&(index + 1)));
        let mark = if marked { " line--marked" } else { "" };
        html.push_str(&format!("<{element} class=\"line{change}{mark}\""));
        if let Some(first) = block.first_number {
            html.push_str(&format!(" data-line=\"{}\"", first + index));
        }
        html.push('>');
        push_parts(html, &block.code, start..start + line.len(), parts, &mut part);
        html.push_str(&format!("</{element}>"));
        start += line.len();
    }
}

/// The code at `range`; `next` is the first part that may reach into it, and is moved on.
fn push_parts(html: &mut String, code: &str, range: std::ops::Range<usize>, parts: &[Part], next: &mut usize) {
    let mut at = range.start;
    while let Some(part) = parts.get(*next).filter(|part| part.start < range.end) {
        let (start, end) = (part.start.max(at), part.end.min(range.end));
        push_text(html, &code[at..start]);
        html.push_str("<span class=\"");
        html.push_str(part.token.class());
        html.push_str("\">");
        push_text(html, &code[start..end]);
        html.push_str("</span>");
        at = end;
        if part.end > range.end {
            return;
        }
        *next += 1;
    }
    push_text(html, &code[at..range.end]);
}
