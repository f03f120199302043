//! Raw HTML: kept as it is, and read for what links, ids and components it has.

use std::ops::Range;

use super::component::{Tag, tag_at};

/// A part of raw HTML; all offsets are bytes of the HTML that was read.
#[derive(Debug, PartialEq)]
pub(super) enum Part {
    /// HTML to be kept.
    Html(Range<usize>),
    /// The value of `href` or `src`, which may need resolving.
    Url {
        /// The value without its quotes.
        value: Range<usize>,
        /// Whether it is an `src`.
        is_source: bool,
    },
    /// The value of an `id` or of an anchor's `name`.
    Id(Range<usize>),
    /// A component's tag.
    Component(Tag, Range<usize>),
    /// The beginning of an image without `alt`.
    NoAlternative(Range<usize>),
    /// What the site's security policy blocks: an inline style, script or event handler.
    Blocked(Range<usize>, &'static str),
}

/// Elements whose content is no HTML; components inside `pre` are examples.
const OPAQUE: [&str; 4] = ["script", "style", "textarea", "pre"];

/// Splits raw HTML into its parts. [`Part::Html`] ranges, URLs and components cover it without gaps.
pub(super) fn split(html: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        if html[start..].starts_with("<!--") {
            at = html[start + 4..].find("-->").map_or(html.len(), |end| start + 4 + end + 3);
            continue;
        }
        if let Some(tag) = tag_at(html, start) {
            parts.push(Part::Html(kept..start));
            at = tag.end;
            kept = at;
            parts.push(Part::Component(tag, start..at));
            continue;
        }
        at = start + 1;
        let name_length = html[at..].bytes().take_while(u8::is_ascii_alphanumeric).count();
        if name_length == 0 {
            continue;
        }
        let name = html[at..at + name_length].to_ascii_lowercase();
        at += name_length;
        at = attributes(html, at, &name, &mut kept, &mut parts);
        if name == "img" && !has_alternative(&html[start..at]) {
            parts.push(Part::NoAlternative(start..start + 1 + name_length));
        }
        if let Some(element) = OPAQUE.iter().find(|element| **element == name) {
            if matches!(name.as_str(), "script" | "style") {
                parts.push(Part::Blocked(start..start + 1 + name_length, "an inline script or style"));
            }
            let close = format!("</{element}");
            at = find_ignoring_case(&html[at..], &close).map_or(html.len(), |end| at + end);
        }
    }
    parts.push(Part::Html(kept..html.len()));
    parts
}

/// Whether the tag of an image has `alt`, be it empty.
fn has_alternative(tag: &str) -> bool {
    let names = tag.split([' ', '\t', '\n', '\r', '/', '>', '"', '\'']);
    names.map(|word| word.split('=').next().unwrap_or_default()).any(|name| name.eq_ignore_ascii_case("alt"))
}

/// Reads the attributes from `at` to the tag's end, and says where that is.
fn attributes(html: &str, mut at: usize, element: &str, kept: &mut usize, parts: &mut Vec<Part>) -> usize {
    let bytes = html.as_bytes();
    // `<a id="x" name="x">` is one anchor, written for old browsers too.
    let mut own_id: Option<Range<usize>> = None;
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return at + 1,
            byte if byte.is_ascii_whitespace() || byte == b'/' => {
                at += 1;
                continue;
            }
            _ => {}
        }
        let start = at;
        at +=
            bytes[at..].iter().take_while(|byte| !byte.is_ascii_whitespace() && !b"=>/".contains(byte)).count().max(1);
        let name = html.get(start..at).unwrap_or_default().to_ascii_lowercase();
        let value = value(bytes, &mut at);
        if name == "style" || name.starts_with("on") {
            parts.push(Part::Blocked(start..at, "an inline style or event handler"));
        }
        let Some(value) = value else { continue };
        match name.as_str() {
            "href" | "src" if !value.is_empty() => {
                parts.push(Part::Html(*kept..value.start));
                *kept = value.end;
                parts.push(Part::Url { value, is_source: name == "src" });
            }
            "id" | "name" if name == "id" || element == "a" => {
                if own_id.as_ref().is_none_or(|id| html.get(id.clone()) != html.get(value.clone())) {
                    parts.push(Part::Id(value.clone()));
                }
                own_id = Some(value);
            }
            _ => {}
        }
    }
    at
}

/// The value after `=`, without its quotes; `at` is moved behind it.
fn value(bytes: &[u8], at: &mut usize) -> Option<Range<usize>> {
    let space = |at: usize| bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let equals = *at + space(*at);
    if bytes.get(equals) != Some(&b'=') {
        return None;
    }
    let start = equals + 1 + space(equals + 1);
    match bytes.get(start) {
        Some(quote @ (b'"' | b'\'')) => {
            let length = bytes[start + 1..].iter().position(|byte| byte == quote)?;
            *at = start + 1 + length + 1;
            Some(start + 1..start + 1 + length)
        }
        _ => {
            let length = bytes[start..].iter().take_while(|byte| !byte.is_ascii_whitespace() && **byte != b'>').count();
            *at = start + length;
            Some(start..start + length)
        }
    }
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    text.as_bytes().windows(wanted.len()).position(|window| window.eq_ignore_ascii_case(wanted.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_ids_and_components_are_found_outside_comments_and_code() {
        let html = "<a href=\"x.md\" id=y>t</a><!-- <Note/> --><pre><Note/></pre><Note/>";
        let parts = split(html);
        let url = |part: &Part| match part {
            Part::Url { value, .. } => Some(html[value.clone()].to_owned()),
            _ => None,
        };
        assert_eq!(parts.iter().filter_map(url).collect::<Vec<_>>(), ["x.md"]);
        assert!(parts.contains(&Part::Id(18..19)));
        let components = parts.iter().filter(|part| matches!(part, Part::Component(..))).count();
        assert_eq!(components, 1);
    }
}
