//! Words of posts for places that take no HTML: plain text, cut where readers see no break.

use unicode_segmentation::UnicodeSegmentation;

/// Sanitised HTML as plain text, one space between words.
pub fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                text.push(' ');
            }
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most `most` graphemes of `text`, with an ellipsis where something is missing.
pub fn cut(text: &str, most: usize) -> String {
    match text.grapheme_indices(true).nth(most) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_words() {
        assert_eq!(plain("<p>a <em>b</em></p><p>&lt;c&gt; &amp;amp;</p>"), "a b <c> &amp;");
    }

    #[test]
    fn nobody_sees_half_a_letter() {
        assert_eq!(cut("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}e\u{301}…");
        assert_eq!(cut("👩‍👩‍👧 and 🇩🇪🇩🇪", 1), "👩‍👩‍👧…");
        assert_eq!(cut("short", 5), "short");
    }
}
