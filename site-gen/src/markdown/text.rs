//! Writing text into HTML, and taking an excerpt of it.

use memchr::memchr3_iter;

/// Appends `text`, escaped for the text of an element.
pub(crate) fn push_text(html: &mut String, text: &str) {
    let mut start = 0;
    for at in memchr3_iter(b'&', b'<', b'>', text.as_bytes()) {
        html.push_str(&text[start..at]);
        html.push_str(match text.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            _ => "&gt;",
        });
        start = at + 1;
    }
    html.push_str(&text[start..]);
}

/// Appends `text`, escaped for a double-quoted attribute.
pub(crate) fn push_attribute(html: &mut String, text: &str) {
    let mut parts = text.split('"');
    push_text(html, parts.next().unwrap_or_default());
    for part in parts {
        html.push_str("&quot;");
        push_text(html, part);
    }
}

/// Appends a URL for a double-quoted attribute, with what no URL may contain percent-encoded.
pub(crate) fn push_url(html: &mut String, url: &str) {
    for character in url.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '\'' => html.push_str("&#x27;"),
            ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => push_percent(html, character),
            _ if character.is_ascii_graphic() => html.push(character),
            _ => push_percent(html, character),
        }
    }
}

fn push_percent(html: &mut String, character: char) {
    use std::fmt::Write as _;
    let mut buffer = [0; 4];
    for byte in character.encode_utf8(&mut buffer).bytes() {
        let _ = write!(html, "%{byte:02X}");
    }
}

/// At most `most` characters of `text`, cut at a word, with white space made single spaces.
pub(super) fn excerpt(text: &str, most: usize) -> String {
    let mut excerpt = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let word_length = word.chars().count();
        if length > 0 && length + 1 + word_length > most {
            excerpt.push('…');
            return excerpt;
        }
        if length > 0 {
            excerpt.push(' ');
            length += 1;
        }
        excerpt.push_str(word);
        length += word_length;
    }
    excerpt
}
