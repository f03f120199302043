//! Component tags that have a line to themselves, made visible to CommonMark as blocks of their own;
//! and titles of alerts, made invisible.
//!
//! CommonMark takes `<Callout>` alone on a line for HTML up to the next blank line, in which no Markdown is read,
//! and takes it for a part of the paragraph above if there is one.
//! A declaration such as `<!x…>` does neither: it may interrupt a paragraph and ends on its own line.
//! So the parser gets a copy in which such tags look like declarations *of the same length*:
//! every offset stays what it is, and [`Mask::restore`] undoes it in whatever the parser hands back.
//!
//! `> [!NOTE] A title` is an alert for the parser only without the title, so that is blank in its copy.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memmem};

use super::component::tag_at;

/// A text as the parser sees it.
pub(super) struct Mask<'text> {
    original: &'text str,
    masked: Cow<'text, str>,
    /// The tags and titles that look different, in order.
    tags: Vec<Range<usize>>,
}

impl<'text> Mask<'text> {
    pub(super) fn new(text: &'text str) -> Self {
        let (masked, tags) = mask(text);
        Self { original: text, masked, tags }
    }

    /// What the parser reads: of the same length as the original.
    pub(super) fn text(&self) -> &str {
        &self.masked
    }

    /// What the writer wrote, where `parsed` is what the parser made of `range`.
    pub(super) fn restore<'parsed>(&self, parsed: &'parsed str, range: &Range<usize>) -> Cow<'parsed, str>
    where
        'text: 'parsed,
    {
        let first = self.tags.partition_point(|tag| tag.end <= range.start);
        let inside = self.tags[first..].iter().take_while(|tag| tag.start < range.end);
        if inside.clone().next().is_none() {
            return Cow::Borrowed(parsed);
        }
        if self.masked[range.clone()] == *parsed {
            return Cow::Borrowed(&self.original[range.clone()]);
        }
        // The parser joined lines; the tags in them are still recognisable, and in the same order.
        let joined = |text: &str| text.replace(['\r', '\n'], " ");
        let mut restored = String::with_capacity(parsed.len());
        let mut rest = parsed;
        for tag in inside {
            let (masked, original) = (&self.masked[tag.clone()], &self.original[tag.clone()]);
            if masked.trim().is_empty() {
                continue;
            }
            if let Some((before, after)) = rest.split_once(masked) {
                restored.extend([before, original]);
                rest = after;
            } else if let Some((before, after)) = rest.split_once(&joined(masked)) {
                restored.extend([before, &joined(original)]);
                rest = after;
            }
        }
        Cow::Owned(restored + rest)
    }
}

fn mask(text: &str) -> (Cow<'_, str>, Vec<Range<usize>>) {
    let mut masked: Option<Vec<u8>> = None;
    let mut tags = Vec::new();
    let mut start = 0;
    let has_alerts = memmem::find(text.as_bytes(), b"[!").is_some();
    if !has_alerts && memchr(b'<', text.as_bytes()).is_none() {
        return (Cow::Borrowed(text), tags);
    }
    for line in text.split_inclusive('\n') {
        let first = memchr(b'<', line.as_bytes()).map(|first| start + first);
        if let Some(title) = has_alerts.then(|| alert_title(line)).flatten() {
            let title = start + title.start..start + title.end;
            tags.push(title.clone());
            masked.get_or_insert_with(|| text.as_bytes().to_vec())[title].fill(b' ');
        }
        start += line.len();
        let Some(at) = first.filter(|at| is_marks(&text[start - line.len()..*at])) else { continue };
        if tags.last().is_some_and(|tag: &Range<usize>| at < tag.end) {
            continue;
        }
        let Some(tag) = tag_at(text, at) else { continue };
        let rest = text[tag.end..].split('\n').next().unwrap_or_default();
        if !rest.trim().is_empty() || text[at..tag.end].contains("\n\n") {
            continue;
        }
        tags.push(at..tag.end);
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
    let masked = match masked {
        Some(bytes) => Cow::Owned(String::from_utf8(bytes).expect("whole characters were replaced by ASCII")),
        None => Cow::Borrowed(text),
    };
    (masked, tags)
}

/// Where the title stands of the alert that begins on `line`.
pub(super) fn alert_title(line: &str) -> Option<Range<usize>> {
    let at = line.find("[!")?;
    let prefix = &line[..at];
    if !prefix.trim_end_matches(' ').ends_with('>') || !is_marks(prefix) {
        return None;
    }
    let line = line.trim_end_matches(['\n', '\r']);
    let (kind, title) = line[at..].strip_prefix("[!")?.split_once(']')?;
    let is_alert =
        ["note", "tip", "important", "warning", "caution"].iter().any(|name| kind.eq_ignore_ascii_case(name));
    let trimmed = title.trim();
    if !is_alert || trimmed.is_empty() || !title.starts_with([' ', '\t']) {
        return None;
    }
    let start = line.len() - title.trim_start().len();
    Some(start..start + trimmed.len())
}

/// Whether `prefix`, the beginning of a line, is nothing but the marks of lists and block quotes.
fn is_marks(prefix: &str) -> bool {
    let mut prefix = prefix.trim_start_matches([' ', '\t', '>']);
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
        assert_eq!(mask(text).0, "a <Note/>\n<!xte kind=\"a x b\">\n> - <!xte />\n`<Note>` b\n<!xote>\n");
        assert_eq!(mask("<div>\n<BR>\n").0, "<div>\n<BR>\n");
    }

    #[test]
    fn titles_of_alerts_are_blank_and_other_brackets_are_not() {
        assert_eq!(
            mask("> [!note] Für a\n> [!NOTE](b) c\n[!NOTE] d\n").0,
            "> [!note]       \n> [!NOTE](b) c\n[!NOTE] d\n"
        );
    }
}
