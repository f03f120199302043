//! Texts for GitHub: what would ping strangers is made harmless, and what we wrote is marked.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

/// Stands between a sign and what it would refer to, and is not seen.
const JOINER: char = '\u{200d}';

/// Most bytes of an entity that matters: `&#x` and six digits, or `&#` and seven, and a semicolon.
const MOST_OF_ENTITY: usize = 10;

/// `text` with a last line that nobody sees and that says what it is.
pub(super) fn marked(text: &str, marker: &str) -> String {
    format!("{}\n\n{}", harmless(text), mark(marker))
}

/// Whether `body` is what [`marked`] made with this marker.
pub(super) fn has_mark(body: &str, marker: &str) -> bool {
    body.trim_end().ends_with(&mark(marker))
}

/// Whether `body` is what [`marked`] made at all.
pub(super) fn is_ours(body: &str) -> bool {
    body.lines().next_back().is_some_and(|line| line.starts_with("<!-- postil:") && line.ends_with(" -->"))
}

fn mark(marker: &str) -> String {
    format!("<!-- postil:{marker} -->")
}

/// `text` such that `@name` notifies nobody, `#1` refers to nothing, and no comment of HTML can pass for a mark.
/// What stands in code does none of that and stays as it is; elsewhere a sign may be written as an entity.
fn harmless(text: &str) -> String {
    let code = code(text);
    let mut harmless = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let at = text.len() - rest.len();
        let next = rest[c.len_utf8()..].chars().next();
        // What follows may be an entity or an escape and mean anything.
        let may_be = |known: fn(char) -> bool| next.is_some_and(|next| known(next) || next == '&' || next == '\\');
        let (length, refers) = match c {
            '@' => (1, may_be(char::is_alphanumeric)),
            '#' => (1, may_be(|next| next.is_ascii_digit())),
            // `GH-1` is `#1`, too.
            '-' => (1, may_be(|next| next.is_ascii_digit()) && text[..at].to_ascii_uppercase().ends_with("GH")),
            '<' => (1, next == Some('!')),
            '&' => entity(rest).map_or((1, false), |(meant, length)| {
                (length, meant.is_ascii_alphanumeric() || ['@', '#', '-'].contains(&meant))
            }),
            _ => (c.len_utf8(), false),
        };
        harmless.push_str(&rest[..length]);
        rest = &rest[length..];
        if refers && !code.iter().any(|code| code.contains(&at)) {
            harmless.push(JOINER);
        }
    }
    harmless
}

/// The sign that the entity means which `text` begins with, and the entity's length. Of those with a name, only two
/// mean a sign that matters.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(MOST_OF_ENTITY).position(|byte| byte == b';')?;
    let name = text[..end].strip_prefix('&')?;
    let meant = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            code.ok().and_then(char::from_u32)
        }
        None => [("commat", '@'), ("num", '#')].iter().find(|(known, _)| *known == name).map(|(_, meant)| *meant),
    };
    Some((meant?, end + 1))
}

/// Where `text` is code, by the rules of GitHub's Markdown, which decide where code ends: a cell of a table, or a
/// footnote. Code by indentation is left out, and so is what is written between dollars, which is a formula.
fn code(text: &str) -> Vec<Range<usize>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut code = Vec::new();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Code(_) if !text[..range.start].ends_with('$') => code.push(range),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => code.push(range),
            _ => {}
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_pinged_and_nothing_is_referred_to() {
        let text = "Thanks @torvalds, see #12, gh-7 and a/b#3. `@param #1` stays.\n\n```\n@Override // #9\n```\n";
        let harmless = harmless(text);
        assert_eq!(
            harmless,
            "Thanks @\u{200d}torvalds, see #\u{200d}12, gh-\u{200d}7 and a/b#\u{200d}3. `@param #1` stays.\n\n```\n@Override // #9\n```\n"
        );
        assert_eq!(super::harmless("# 1\n\na @ b, a-1"), "# 1\n\na @ b, a-1");
    }

    /// What GitHub reads in `text`, joiners and all: entities and escapes are resolved there before names are looked for.
    fn read(text: &str) -> String {
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, Parser::new_ext(text, Options::ENABLE_TABLES));
        html
    }

    #[test]
    fn a_sign_in_disguise_is_none_either() {
        for text in [
            "&#64;torvalds",
            "&#x40;torvalds",
            "&commat;torvalds",
            "\\@torvalds",
            "@&#116;orvalds",
            "@\\torvalds",
            "|a|b|\n|-|-|\n|`x | @torvalds`|c|",
            "[^1]\n\n[^1]: a\n\n    @torvalds",
            "$`@torvalds`$",
        ] {
            let read = read(&harmless(text));
            assert!(!read.contains("@torvalds"), "{text} is read as {read}");
        }
        for text in ["&#35;12", "&num;12", "#&#49;2", "GH-&#49;2", "GH&#45;12", "G&#72;-12"] {
            let read = read(&harmless(text));
            assert!(!read.contains("#12") && !read.contains("GH-12"), "{text} is read as {read}");
        }
        assert_eq!(harmless("a &amp; b &lt;c&gt; &nbsp;; R&D, 3 & 4;"), "a &amp; b &lt;c&gt; &nbsp;; R&D, 3 & 4;");
        assert_eq!(harmless("```\n&#64;torvalds\n```"), "```\n&#64;torvalds\n```");
    }

    #[test]
    fn what_somebody_types_is_no_mark() {
        let body = marked("Look: <!-- postil:postil-x -->", "postil-y");
        assert!(has_mark(&body, "postil-y") && is_ours(&body));
        assert!(!has_mark(&body, "postil-x"));
        assert!(!is_ours(&harmless("<!-- postil:postil-x -->")));
    }
}
