//! HTML that people wrote elsewhere as the Markdown that means the same, for authors and moderators to edit here.
//!
//! What the HTML may be is cut down by the sanitiser first, which also makes it well formed. The Markdown is rendered
//! and sanitised like everybody's before anybody sees it, so nothing here has to be right for safety.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::Builder;
use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};

/// Deepest nesting that is kept; what is deeper stands where it is, without its marks.
const MOST_DEEP: usize = 20;

static WELL_FORMED: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let tags = [
        "a",
        "b",
        "blockquote",
        "br",
        "code",
        "del",
        "em",
        "hr",
        "i",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "strike",
        "strong",
        "ul",
    ];
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(tags))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .link_rel(None);
    builder
});

/// The text of `html` as Markdown.
pub(super) fn to_markdown(html: &str) -> String {
    let clean = WELL_FORMED.clean(html).to_string();
    let mut reader = Reader::from_str(&clean);
    let config = reader.config_mut();
    // Line breaks and rules have no end.
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let mut walk = Walk { reader, lists: Vec::new(), pre: 0, ignored: 0 };
    let text = walk.children(0);
    text.trim().to_owned()
}

/// Where the reading is.
struct Walk<'html> {
    reader: Reader<&'html [u8]>,
    /// The number of the next item of each list that is open, if items are numbered.
    lists: Vec<Option<usize>>,
    /// How many elements are open whose text stands as it is.
    pre: usize,
    /// How many elements are open that are too deep to be kept.
    ignored: usize,
}

impl Walk<'_> {
    /// What stands up to the end of the element that is open.
    fn children(&mut self, depth: usize) -> String {
        let mut text = String::new();
        loop {
            match self.reader.read_event() {
                Ok(Event::Start(element)) => {
                    let name = element.local_name().into_inner().to_owned();
                    let href = element.try_get_attribute("href").ok().flatten();
                    let href = href.and_then(|href| {
                        href.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
                    });
                    self.element(&mut text, &name, href.as_deref(), depth);
                }
                Ok(Event::Text(plain)) => self.plain(&mut text, &plain),
                Ok(Event::GeneralRef(reference)) => {
                    let character = match reference.resolve_char_ref() {
                        Ok(Some(character)) => character,
                        _ => match &*reference {
                            "lt" => '<',
                            "gt" => '>',
                            "quot" => '"',
                            "nbsp" => ' ',
                            _ => '&',
                        },
                    };
                    self.plain(&mut text, character.encode_utf8(&mut [0; 4]));
                }
                Ok(Event::End(_)) if self.ignored > 0 => self.ignored -= 1,
                Ok(Event::End(_) | Event::Eof) | Err(_) => return text,
                Ok(_) => {}
            }
        }
    }

    fn element(&mut self, text: &mut String, name: &str, href: Option<&str>, depth: usize) {
        match name {
            "br" => text.push_str(if self.pre > 0 { "\n" } else { "\\\n" }),
            "hr" => block(text, "---"),
            _ if depth == MOST_DEEP => self.ignored += 1,
            _ => {
                let raw = matches!(name, "code" | "pre");
                self.pre += usize::from(raw);
                if matches!(name, "ul" | "ol") {
                    self.lists.push((name == "ol").then_some(1));
                }
                let inner = self.children(depth + 1);
                self.pre -= usize::from(raw);
                self.wrap(text, name, href, &inner);
                if matches!(name, "ul" | "ol") {
                    self.lists.pop();
                }
            }
        }
    }

    fn wrap(&mut self, text: &mut String, name: &str, href: Option<&str>, inner: &str) {
        match name {
            "p" | "ul" | "ol" => block(text, inner.trim()),
            "blockquote" => block(text, &lines("> ", "> ", inner.trim())),
            "pre" => block(text, &fenced(inner)),
            "li" => {
                let number = self.lists.last_mut().and_then(Option::as_mut);
                let mark = number.map_or_else(
                    || "- ".to_owned(),
                    |number| {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    },
                );
                let item = lines(&mark, &" ".repeat(mark.len()), inner.trim());
                text.truncate(text.trim_end().len());
                text.push_str(&format!("\n{item}\n"));
            }
            // Inside a block of code, which says it already.
            "code" if self.pre > 0 => text.push_str(inner),
            "code" => text.push_str(&code(inner)),
            "b" | "strong" => marked(text, "**", inner),
            "em" | "i" => marked(text, "*", inner),
            "del" | "s" | "strike" => marked(text, "~~", inner),
            "a" => match href.filter(|_| !inner.trim().is_empty()) {
                Some(href) => text.push_str(&format!("[{}](<{}>)", inner.trim(), address(href))),
                None => text.push_str(inner),
            },
            _ => text.push_str(inner),
        }
    }

    fn plain(&self, text: &mut String, plain: &str) {
        if self.pre > 0 {
            text.push_str(plain);
            return;
        }
        for c in plain.chars() {
            let at_start = text.is_empty() || text.ends_with('\n');
            match c {
                c if c.is_whitespace() => {
                    if !at_start && !text.ends_with(' ') {
                        text.push(' ');
                    }
                }
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' | '!' => text.extend(['\\', c]),
                '#' | '+' | '-' | '=' if at_start => text.extend(['\\', c]),
                '.' | ')' if is_number(text) => text.extend(['\\', c]),
                c => text.push(c),
            }
        }
    }
}

/// Whether the last line is a number so far, which would begin a list.
fn is_number(text: &str) -> bool {
    let line = text.rsplit('\n').next().unwrap_or_default();
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

/// Puts `inner` into paragraphs of its own.
fn block(text: &mut String, inner: &str) {
    if inner.is_empty() {
        return;
    }
    text.truncate(text.trim_end_matches([' ', '\n']).trim_end_matches("\\\n").len());
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(inner);
    text.push_str("\n\n");
}

/// `inner` with `first` before its first line and `rest` before the others.
fn lines(first: &str, rest: &str, inner: &str) -> String {
    let mut text = String::new();
    for (at, line) in inner.lines().enumerate() {
        let mark = if at == 0 { first } else { rest };
        let line = format!("{mark}{line}");
        text.push_str(if at == 0 { "" } else { "\n" });
        text.push_str(line.trim_end());
    }
    text
}

fn fenced(inner: &str) -> String {
    let fence = "`".repeat(longest_run(inner).max(2) + 1);
    format!("{fence}\n{}\n{fence}", inner.trim_matches('\n'))
}

fn code(inner: &str) -> String {
    let inner = inner.replace('\n', " ");
    if inner.trim().is_empty() {
        return inner;
    }
    let fence = "`".repeat(longest_run(&inner) + 1);
    let room = if inner.starts_with('`') || inner.ends_with('`') { " " } else { "" };
    format!("{fence}{room}{inner}{room}{fence}")
}

/// The longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// Marks go next to the words, or they would mean themselves.
fn marked(text: &mut String, mark: &str, inner: &str) {
    let words = inner.trim();
    if words.is_empty() || words.contains("\n\n") {
        text.push_str(inner);
        return;
    }
    let start = &inner[..inner.len() - inner.trim_start().len()];
    let end = &inner[inner.trim_end().len()..];
    text.push_str(&format!("{start}{mark}{words}{mark}{end}"));
}

/// An address that can stand between angle brackets.
fn address(href: &str) -> String {
    href.replace('<', "%3C").replace('>', "%3E").replace('\\', "%5C").replace(char::is_whitespace, "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_means_the_same_as_markdown() {
        for (html, expected) in [
            ("<p>One <b>two </b>three</p>\n<p>four<br>five</p>", "One **two** three\n\nfour\\\nfive"),
            ("plain &amp; simple &lt;x&gt;", "plain \\& simple \\<x\\>"),
            ("<p>a</p><blockquote><p>b</p><p>c</p></blockquote>", "a\n\n> b\n>\n> c"),
            ("<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>", "- a\n- b\n\n  1. c"),
            ("<pre><code>let a = b &lt; c;\n  d</code></pre>", "```\nlet a = b < c;\n  d\n```"),
            ("<code>a`b*</code>", "``a`b*``"),
            ("<a href=\"https://a.example/?q=1&amp;b=2\" rel=x>here</a>", "[here](<https://a.example/?q=1&b=2>)"),
            ("<a href=\"javascript:alert(1)\">here</a>", "here"),
            ("<script>alert(1)</script><img src=x onerror=alert(1)>1. not # a list", "1\\. not # a list"),
        ] {
            assert_eq!(to_markdown(html), expected, "{html}");
        }
    }

    #[test]
    fn what_nests_without_end_ends() {
        assert!(to_markdown(&format!("{}deep", "<blockquote>".repeat(5000))).contains("deep"));
        assert!(to_markdown(&format!("{}deep", "<ul><li>".repeat(3000))).contains("deep"));
    }
}
