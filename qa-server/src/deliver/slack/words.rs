//! What is written in Slack: blocks, and the line that notifications show.
//!
//! **Invariants:** words of people stand in elements of `rich_text`, which Slack shows as they are, or are escaped.
//! They are cut before they are escaped, so that no escape is cut in half.

use serde_json::{Value, json};

use crate::domain::text;
use crate::service::telling::{About, Waiting};

/// Most graphemes of a post.
const EXCERPT: usize = 600;
/// Most graphemes of a title or name.
const LINE: usize = 150;

/// One message, without where it goes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Words {
    /// What notifications show.
    pub text: String,
    /// The message.
    pub blocks: Value,
}

impl Words {
    /// A line of text, then blocks of `elements`.
    fn new(text: &str, elements: Vec<Value>) -> Self {
        let blocks = json!([{ "type": "rich_text", "elements": elements }]);
        Self { text: escape(text), blocks }
    }
}

/// Escapes what Slack's mark-up obeys; nothing else may be escaped.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The announcement of a question, as it is now.
pub(super) fn announcement(about: &About) -> Words {
    let question = about.question.get();
    let resolved = question.status.resolved_at.is_some();
    let (title, name) = (text::cut(&question.title, LINE), text::cut(question.author.shown_name(), LINE));
    let page = text::cut(&about.place.page_title, LINE);
    let state = match (resolved, about.replies) {
        (true, _) => " · resolved".to_owned(),
        (false, 0) => String::new(),
        (false, 1) => " · one reply".to_owned(),
        (false, many) => format!(" · {many} replies"),
    };
    let emoji = if resolved { "white_check_mark" } else { "question" };
    let elements = vec![
        section(&[emoji_element(emoji), plain(" "), link(&about.link(), &title)]),
        quote(&about.excerpt(EXCERPT)),
        section(&[plain(&format!("{name} asks on “{page}”{state}"))]),
    ];
    let text = if resolved { format!("Resolved: {title}") } else { format!("{name} asks: {title}") };
    Words::new(&text, elements)
}

/// A reply, below the announcement of its question or, with the question's title, by itself.
pub(super) fn reply(about: &About, alone: bool) -> Words {
    let name = text::cut(about.reply_author.as_deref().unwrap_or_default(), LINE);
    let excerpt = about.reply_excerpt(EXCERPT).unwrap_or_default();
    let title = text::cut(&about.question.get().title, LINE);
    let mut first = vec![plain(&format!("{name} ")), link(&about.reply_link(), "replies")];
    if alone {
        first.push(plain(&format!(" to “{title}”")));
    }
    // Below the announcement the title is not repeated: it may change.
    let line = if alone { format!("{name} replies to: {title}") } else { format!("{name} replies") };
    Words::new(&line, vec![section(&first), quote(&excerpt)])
}

/// That a question is answered.
pub(super) fn resolution(about: &About, alone: bool) -> Words {
    let title = text::cut(&about.question.get().title, LINE);
    let name = about.reply_author.as_deref().map(|name| text::cut(name, LINE));
    let by = name.map_or_else(String::new, |name| format!(", by what {name} wrote"));
    let what = if alone { title.clone() } else { "Resolved".to_owned() };
    let first = [emoji_element("white_check_mark"), plain(" "), link(&about.reply_link(), &what), plain(&by)];
    let line = if alone { format!("Resolved: {title}") } else { format!("Resolved{by}") };
    Words::new(&line, vec![section(&first)])
}

/// That it is open again.
pub(super) fn reopening(about: &About) -> Words {
    let first = [emoji_element("question"), plain(" "), link(&about.link(), "Open again")];
    Words::new("Open again", vec![section(&first)])
}

/// What stands in the place of something that left the page; says nothing of what that was.
pub(super) fn gone(what: &str) -> Words {
    let text = format!("This {what} is no longer on its page.");
    Words::new(&text, vec![section(&[plain(&text)])])
}

/// That something waits for a moderator. For private channels alone.
pub(super) fn waiting(waiting: &Waiting) -> Words {
    let (title, name) = (text::cut(&waiting.title, LINE), text::cut(&waiting.author, LINE));
    let page = text::cut(&waiting.place.page_title, LINE);
    let what = waiting.what;
    let elements = vec![
        section(&[emoji_element("hourglass_flowing_sand"), plain(" "), link(&waiting.link, &title)]),
        section(&[plain(&format!("A {what} by {name} on “{page}” waits for a moderator"))]),
    ];
    Words::new(&format!("A {what} waits: {title}"), elements)
}

fn section(elements: &[Value]) -> Value {
    json!({ "type": "rich_text_section", "elements": elements })
}

fn quote(words: &str) -> Value {
    json!({ "type": "rich_text_quote", "elements": [plain(words)] })
}

/// An element may not be empty.
fn plain(words: &str) -> Value {
    json!({ "type": "text", "text": if words.is_empty() { " " } else { words } })
}

fn link(url: &str, words: &str) -> Value {
    json!({ "type": "link", "url": url, "text": words, "style": { "bold": true } })
}

fn emoji_element(name: &str) -> Value {
    json!({ "type": "emoji", "name": name })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::post::{Published, Question};
    use crate::service::telling::Place;

    #[test]
    fn what_people_write_is_obeyed_nowhere() {
        let title = "<!channel> & <https://evil.example|here> *bold*".to_owned();
        let question = Question {
            id: "1".to_owned(),
            title,
            body_html: format!("<p>{}</p>", "&lt;@U1&gt; ".repeat(400)),
            ..Question::default()
        };
        let about = About {
            question: Published::question(question).unwrap(),
            reply: None,
            reply_author: None,
            replies: 2,
            place: Place { page_title: "Wicks & oil".to_owned(), ..Place::default() },
        };
        let words = announcement(&about);
        assert!(!words.text.contains('<') && words.text.contains("&lt;!channel&gt; &amp; "), "{}", words.text);
        let quoted = words.blocks[0]["elements"][1]["elements"][0]["text"].as_str().unwrap();
        assert!(quoted.starts_with("<@U1> ") && quoted.ends_with('…') && quoted.chars().count() <= EXCERPT + 1);
    }
}
