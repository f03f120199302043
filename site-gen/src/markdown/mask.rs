//! Component tags that have a line to themselves, made visible to CommonMark as blocks of their own.
//!
//! CommonMark takes `<Callout>` alone on a line for HTML up to the next blank line, in which no Markdown is read,
//! and takes it for a part of the paragraph above if there is one.
//! A declaration such as `<!x…>` does neither: it may interrupt a paragraph and ends on its own line.
//! So the parser gets a copy in which such tags look like declarations *of the same length*:
//! every offset stays what it is, and whatever the parser hands back is taken from the original by its offset.

use std::borrow::Cow;

use super::component::tag_at;

/// The text for the parser, of the same length as `text`.
pub(super) fn mask(text: &str) -> Cow<'_, str> {
    let mut masked: Option<Vec<u8>> = None;
    for (at, _) in text.match_indices('<') {
        if !stands_first(text, at) {
            continue;
        }
        let Some(tag) = tag_at(text, at) else { continue };
        let rest = text[tag.end..].split('\n').next().unwrap_or_default();
        if !rest.trim().is_empty() || text[at..tag.end].contains("\n\n") {
            continue;
        }
        let bytes = masked.get_or_insert_with(|| text.as_bytes().to_vec());
        // `<Na…` and `</N…` both have three ASCII characters here.
        bytes[at + 1] = b'!';
        bytes[at + 2] = b'x';
        // The declaration must not end inside an attribute's value.
        for byte in &mut bytes[at + 3..tag.end - 1] {
            if *byte == b'>' {
                *byte = b'x';
            }
        }
    }
    match masked {
        Some(bytes) => Cow::Owned(String::from_utf8(bytes).expect("only ASCII was replaced by ASCII")),
        None => Cow::Borrowed(text),
    }
}

/// Whether nothing but the marks of lists and block quotes stands before `at` on its line.
fn stands_first(text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let mut prefix = text[start..at].trim_start_matches([' ', '\t', '>']);
    loop {
        let digits = prefix.trim_start_matches(|c: char| c.is_ascii_digit());
        let after_mark = if digits.len() < prefix.len() {
            digits.strip_prefix(['.', ')'])
        } else {
            prefix.strip_prefix(['-', '*', '+'])
        };
        match after_mark {
            Some(rest) if rest.starts_with([' ', '\t']) => prefix = rest.trim_start_matches([' ', '\t', '>']),
            _ => return prefix.is_empty(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tags_with_a_line_to_themselves_are_masked() {
        let text = "a <Note/>\n<Note kind=\"a > b\">\n> - <Note />\n`<Note>` b\n</Note>\n";
        assert_eq!(mask(text), "a <Note/>\n<!xte kind=\"a x b\">\n> - <!xte />\n`<Note>` b\n<!xote>\n");
        assert_eq!(mask("<div>\n<BR>\n"), "<div>\n<BR>\n");
    }
}
