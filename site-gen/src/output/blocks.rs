//! Which elements end a paragraph: [`super::content`] asks, so that writers learn of components that tear one apart.
//!
//! In HTML a `<p>` ends where a block begins, so what follows the block would stand in no paragraph at all.

/// The elements before which a parser closes an open `<p>`, besides `<h1>` to `<h6>`.
/// See <https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inbody>.
const BLOCKS: [&str; 33] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
    "xmp",
];

/// Whether a paragraph is open where `html` ends; `None` when `html` neither opens nor closes one.
pub(super) fn is_in_paragraph(html: &str) -> Option<bool> {
    let (opened, closed) = (html.rfind("<p>"), html.rfind("</p>"));
    (opened.is_some() || closed.is_some()).then_some(opened > closed)
}

/// The name of the first block in `html`.
pub(super) fn first_in(html: &str) -> Option<&str> {
    html.match_indices('<').find_map(|(at, _)| {
        let rest = &html[at + 1..];
        let name = &rest[..rest.bytes().take_while(u8::is_ascii_alphanumeric).count()];
        let is_heading = matches!(name.as_bytes(), [b'h', b'1'..=b'6']);
        (is_heading || BLOCKS.contains(&name)).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_open_from_their_start_to_their_end() {
        assert_eq!(is_in_paragraph("<p>Words "), Some(true));
        assert_eq!(is_in_paragraph("<p>Words.</p>\n"), Some(false));
        assert_eq!(is_in_paragraph("<li>Words "), None);
    }

    #[test]
    fn blocks_are_told_from_words() {
        assert_eq!(first_in("<span>a</span> <b>b</b> <img src=\"p.png\"> </p>"), None);
        assert_eq!(first_in("<span>a</span><div class=\"p\">b</div>"), Some("div"));
        assert_eq!(first_in("<h2>a</h2>"), Some("h2"));
        assert_eq!(first_in("<picture></picture><pre>"), Some("pre"));
    }
}
