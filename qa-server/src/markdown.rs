//! Users' Markdown to HTML that is safe on any page: once, when it is posted.
//!
//! Raw HTML is shown as the text it is, images become links (a remote image would tell its host who reads),
//! headings start below the thread's own, and what remains passes an allow-list.
//!
//! **Invariant:** size and depth are bounded before parsing, and the output is bounded too.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use qa_api::limits::{BODY_MAX_BYTES, BODY_MAX_DEPTH};
use qa_api::problem::FieldProblem;
use tokio::sync::Semaphore;

/// Most bytes of HTML that one post may become: escaping and tags take a few times the room of the text.
const HTML_MAX_BYTES: usize = 8 * BODY_MAX_BYTES;

/// Renders posts away from the threads that serve requests, a few at a time.
#[derive(Debug)]
pub struct Renderer(Semaphore);

impl Default for Renderer {
    fn default() -> Self {
        Self(Semaphore::new(2))
    }
}

impl Renderer {
    /// The HTML of `text`, which [`qa_api::limits`] has accepted.
    ///
    /// # Errors
    /// When the text nests too deeply or becomes too long.
    pub async fn render(&self, text: String) -> Result<String, FieldProblem> {
        let _permit = self.0.acquire().await.expect("the semaphore is never closed");
        tokio::task::spawn_blocking(move || render(&text))
            .await
            .unwrap_or_else(|_| Err(problem("This text cannot be shown. Write it more simply.".to_owned())))
    }
}

fn render(text: &str) -> Result<String, FieldProblem> {
    if text.lines().any(|line| markers(line) > BODY_MAX_DEPTH) {
        return Err(too_deep());
    }
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut depth = 0_usize;
    let mut events = Vec::new();
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > BODY_MAX_DEPTH {
            return Err(too_deep());
        }
        events.push(safer(event));
    }
    let mut unsafe_html = String::with_capacity(text.len() * 2);
    html::push_html(&mut unsafe_html, events.into_iter());
    if unsafe_html.len() > HTML_MAX_BYTES {
        return Err(problem("The text becomes too long when it is shown. Shorten it.".to_owned()));
    }
    Ok(SANITISER.clean(&unsafe_html).to_string().trim_end().to_owned())
}

/// How many quote and list markers begin `line`: an upper bound of the containers it opens.
fn markers(line: &str) -> usize {
    line.split([' ', '\t', '>'])
        .take_while(|part| part.len() <= 1)
        .filter(|part| matches!(*part, "" | "-" | "*" | "+"))
        .count()
        .min(line.matches(['>', '-', '*', '+']).count())
}

fn safer(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
        Event::Start(Tag::Heading { level, classes, attrs, .. }) => {
            Event::Start(Tag::Heading { level: lower(level), id: None, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        other => other,
    }
}

/// The page's title is an h1, the questions an h2, a question's title an h3.
fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H4,
        HeadingLevel::H2 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from([
            "a",
            "blockquote",
            "br",
            "code",
            "del",
            "em",
            "h4",
            "h5",
            "h6",
            "hr",
            "li",
            "ol",
            "p",
            "pre",
            "strong",
            "table",
            "tbody",
            "td",
            "th",
            "thead",
            "tr",
            "ul",
        ]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("nofollow ugc noopener"));
    builder
});

fn too_deep() -> FieldProblem {
    problem(format!("Quotes and lists are nested more than {BODY_MAX_DEPTH} deep. Flatten them and send again."))
}

fn problem(message: String) -> FieldProblem {
    FieldProblem { field: "body".to_owned(), message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_kept() {
        insta::assert_snapshot!(
            render("# Big\n\nSee [the *docs*](/guide/) and `x < y`.\n\n- one\n- two\n\n> quoted\n\n```rust\nfn main() {}\n```\n\n| a | b |\n|--:|---|\n| 1 | 2 |").unwrap()
        );
    }

    #[test]
    fn html_is_shown_and_not_obeyed() {
        let html = render("<script>alert(1)</script>\n\nand <img src=x onerror=alert(1)> inline").unwrap();
        assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{html}");
    }

    #[test]
    fn images_and_links_cannot_do_harm() {
        let html =
            render("![cat](https://tracker.example/cat.png) [x](javascript:alert(1)) [y](data:text/html,z)").unwrap();
        assert!(
            html.contains("<a href=\"https://tracker.example/cat.png\" rel=\"nofollow ugc noopener\">cat</a>"),
            "{html}"
        );
        assert!(!html.contains("javascript:") && !html.contains("data:"), "{html}");
    }

    #[test]
    fn nesting_is_bounded_and_quick_to_refuse() {
        for hostile in [">".repeat(20_000), "> ".repeat(10_000), "- ".repeat(10_000), "* > ".repeat(5_000)] {
            assert!(render(&hostile).unwrap_err().message.contains("nested"), "{}", &hostile[..8]);
        }
        let stairs: String = (0..200).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect();
        assert!(render(&stairs).unwrap_err().message.contains("nested"));
        assert!(render("> > > - a\n\n---\n\n***\n\n- - -").is_ok());
    }
}
