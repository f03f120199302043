//! One thread in one file: front matter, the question's text, and each reply's below a line that names it.
//!
//! **Invariant:** no text can hold such a line, so nobody's words become another's.

use serde::{Deserialize, Serialize};

/// What stands above the texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub(super) id: String,
    pub(super) page: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) section: Option<SectionHead>,
    pub(super) title: String,
    /// Empty for somebody who has left.
    pub(super) author: String,
    pub(super) asked: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) resolved: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) solution: Option<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) locked: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) pinned: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) replies: Vec<ReplyHead>,
}

/// The section that a question is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionHead {
    pub(super) anchor: String,
    pub(super) title: String,
    pub(super) hash: String,
}

/// Who wrote a reply, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReplyHead {
    pub(super) id: String,
    pub(super) author: String,
    pub(super) posted: String,
}

/// A thread with its texts: the question's first, then each reply's in the order of the front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ThreadFile {
    pub(super) head: Head,
    pub(super) texts: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over the field")]
fn is_false(value: &bool) -> bool {
    !value
}

impl ThreadFile {
    pub(super) fn write(&self) -> String {
        let head = serde_yaml::to_string(&self.head).expect("a head is text and lists");
        let mut text = format!("---\n{}\n---\n", head.trim_end());
        for (place, body) in self.texts.iter().enumerate() {
            if let Some(reply) = place.checked_sub(1).and_then(|at| self.head.replies.get(at)) {
                text.push_str(&format!("\n{}\n", mark(&reply.id)));
            }
            text.push_str(&format!("\n{}\n", escape(body.trim_end())));
        }
        text
    }

    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let text = text.replace("\r\n", "\n");
        let rest = text.strip_prefix("---\n").ok_or("it has no front matter")?;
        let (head, mut rest) = rest.split_once("\n---\n").ok_or("its front matter has no end")?;
        let head: Head = serde_yaml::from_str(head).map_err(|error| error.without_snippet().to_string())?;
        let mut texts = Vec::new();
        for reply in &head.replies {
            let mark = format!("\n{}\n", mark(&reply.id));
            let (before, after) =
                rest.split_once(&mark).ok_or_else(|| format!("the text of reply {} is missing", reply.id))?;
            texts.push(unescape(before.trim_matches('\n')));
            rest = after;
        }
        texts.push(unescape(rest.trim_matches('\n')));
        Ok(Self { head, texts })
    }
}

/// How the line above a reply's text begins.
const MARK: &str = "<!-- reply ";

/// The line above a reply's text.
fn mark(id: &str) -> String {
    format!("{MARK}{id} -->")
}

/// Puts a backslash before lines that would begin a reply, and before those that have backslashes in front of one.
fn escape(text: &str) -> String {
    by_line(text, |line| is_like_mark(line).then(|| format!("\\{line}")))
}

/// Takes it away again.
fn unescape(text: &str) -> String {
    by_line(text, |line| line.strip_prefix('\\').filter(|rest| is_like_mark(rest)).map(str::to_owned))
}

fn is_like_mark(line: &str) -> bool {
    line.trim_start_matches('\\').starts_with(MARK)
}

fn by_line(text: &str, change: impl Fn(&str) -> Option<String>) -> String {
    let lines = text.split('\n').map(|line| change(line).unwrap_or_else(|| line.to_owned()));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(id: &str, author: &str) -> ReplyHead {
        let posted = "2026-11-21T11:00:00Z".to_owned();
        ReplyHead { id: id.to_owned(), author: author.to_owned(), posted }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let thread = ThreadFile {
            head: Head {
                id: "01a".to_owned(),
                page: "cleaning".to_owned(),
                section: Some(SectionHead {
                    anchor: "oil".to_owned(),
                    title: "The: oil".to_owned(),
                    hash: "0".to_owned(),
                }),
                title: "- \"How\": # long?".to_owned(),
                author: String::new(),
                asked: "2026-11-21T10:00:00Z".to_owned(),
                resolved: None,
                solution: Some("01b".to_owned()),
                locked: true,
                pinned: false,
                replies: vec![reply("01b", "null"), reply("01c", "Grace")],
            },
            texts: vec![
                "One.\n\n---\n\n    code".to_owned(),
                "Two.\n\n<!-- reply 01c -->\n\nGrace never said this.\n\n\\\\<!-- reply".to_owned(),
                "Three.\n\n\\<!-- reply 01c -->".to_owned(),
            ],
        };
        let text = thread.write();
        assert!(text.starts_with("---\nid: 01a\npage: cleaning\n"), "{text}");
        assert_eq!(ThreadFile::parse(&text), Ok(thread));
    }

    #[test]
    fn what_is_not_whole_is_refused() {
        let head = "---\nid: a\npage: b\ntitle: c\nauthor: d\nasked: e\nreplies:\n- { id: f, author: g, posted: h }\n---\n\ntext\n";
        for (text, expected) in [
            ("text", "no front matter"),
            ("---\nid: a\n", "no end"),
            ("---\nid: a\n---\n", "page"),
            (head, "reply f is missing"),
        ] {
            let error = ThreadFile::parse(text).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}
