//! The XML file that Disqus exports: threads by the address of their page, and posts that name thread and parent.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::Event;
use serde::Deserialize;

use super::{Fate, Post, Thread, html, time, wrong};
use crate::exchange::authors::Author;
use crate::exchange::{ExchangeError, at};

/// The name of the outermost element.
const ROOT: &str = "disqus";

#[derive(Deserialize)]
struct Export {
    #[serde(default)]
    thread: Vec<ThreadElement>,
    #[serde(default)]
    post: Vec<PostElement>,
}

#[derive(Deserialize)]
struct ThreadElement {
    /// Disqus' own number: `dsq:id`.
    #[serde(rename = "@id")]
    number: Option<String>,
    /// The site's identifier of the page.
    #[serde(default)]
    id: String,
    #[serde(default)]
    link: String,
    #[serde(default)]
    title: String,
    #[serde(default, rename = "isDeleted")]
    is_deleted: bool,
}

#[derive(Deserialize)]
struct PostElement {
    #[serde(rename = "@id")]
    number: Option<String>,
    #[serde(default)]
    id: String,
    #[serde(default)]
    message: String,
    #[serde(rename = "createdAt")]
    created_at: String,
    #[serde(default, rename = "isDeleted")]
    is_deleted: bool,
    #[serde(default, rename = "isSpam")]
    is_spam: bool,
    #[serde(default = "yes", rename = "isApproved")]
    is_approved: bool,
    #[serde(default)]
    author: AuthorElement,
    thread: Reference,
    parent: Option<Reference>,
}

#[derive(Default, Deserialize)]
struct AuthorElement {
    #[serde(default)]
    name: String,
    #[serde(default)]
    username: String,
    #[serde(default)]
    email: String,
}

/// Names another element by Disqus' number or by the site's identifier.
#[derive(Deserialize)]
struct Reference {
    #[serde(rename = "@id")]
    number: Option<String>,
    #[serde(default, rename = "$text")]
    id: String,
}

fn yes() -> bool {
    true
}

/// Reads the file.
pub(super) fn read(path: &Path) -> Result<Vec<Thread>, ExchangeError> {
    let open = || File::open(path).map(BufReader::new).map_err(at(path));
    let root = root(open()?).map_err(|error| wrong(path, format!("it is not XML: {error}")))?;
    if root.as_deref() != Some(ROOT) {
        let has = root.map_or_else(|| "nothing".to_owned(), |name| format!("<{name}>"));
        return Err(wrong(path, format!("it is not an export of Disqus, which begins with <{ROOT}>, but with {has}")));
    }
    let export: Export = quick_xml::de::from_reader(open()?)
        .map_err(|error| wrong(path, format!("it is damaged, or another version of Disqus' exports: {error}")))?;
    threads(export).map_err(|reason| wrong(path, reason))
}

/// The name of the first element.
fn root(file: impl BufRead) -> Result<Option<String>, quick_xml::Error> {
    let (mut reader, mut buffer) = (Reader::from_reader(file), Vec::new());
    loop {
        match reader.read_event_into(&mut buffer)? {
            Event::Start(element) | Event::Empty(element) => {
                return Ok(Some(element.local_name().into_inner().to_owned()));
            }
            Event::Eof => return Ok(None),
            Event::Text(text) if !text.trim().is_empty() => return Ok(None),
            _ => buffer.clear(),
        }
    }
}

fn threads(export: Export) -> Result<Vec<Thread>, String> {
    let mut threads: Vec<Thread> = Vec::with_capacity(export.thread.len());
    let (mut by_number, mut by_id) = (HashMap::new(), HashMap::new());
    let mut deleted = Vec::with_capacity(export.thread.len());
    for element in export.thread {
        by_id.insert(element.id.clone(), threads.len());
        by_number.extend(element.number.map(|number| (number, threads.len())));
        deleted.push(element.is_deleted);
        let places = [element.link, element.id].into_iter().filter(|place| !place.is_empty()).collect();
        threads.push(Thread { places, title: element.title, ..Thread::default() });
    }
    // Posts name their parents in either way; keys are the numbers, where there are any.
    let numbers: HashMap<String, String> = export
        .post
        .iter()
        .filter_map(|post| Some((post.id.clone(), post.number.clone()?)))
        .filter(|(id, _)| !id.is_empty())
        .collect();
    for element in export.post {
        let key = element.number.clone().unwrap_or_else(|| element.id.clone());
        let reference = &element.thread;
        let place =
            reference.number.as_ref().and_then(|number| by_number.get(number)).or_else(|| by_id.get(&reference.id));
        let Some(place) = place.copied() else {
            return Err(format!("post {key} is in a thread that the file does not have"));
        };
        let post = post(key, element, &numbers, deleted[place])?;
        threads[place].posts.push(post);
    }
    Ok(threads)
}

fn post(
    key: String,
    element: PostElement,
    numbers: &HashMap<String, String>,
    thread_is_deleted: bool,
) -> Result<Post, String> {
    let created_at = &element.created_at;
    let at = time(created_at).ok_or_else(|| format!("post {key} is of no time: {created_at:?}"))?;
    let parent = element.parent.and_then(|parent| {
        let id = Some(parent.id).filter(|id| !id.is_empty());
        parent.number.or_else(|| id.map(|id| numbers.get(&id).cloned().unwrap_or(id)))
    });
    let AuthorElement { name, username, email } = element.author;
    let fate = match () {
        () if element.is_deleted || thread_is_deleted => Fate::Deleted,
        () if element.is_spam => Fate::Spam,
        () if !element.is_approved => Fate::Held,
        () => Fate::Published,
    };
    Ok(Post {
        key,
        parent,
        at,
        author: Author { name: if name.is_empty() { username } else { name }, address: Some(email) },
        has_left: false,
        text: html::to_markdown(&element.message),
        fate,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Result<Vec<Thread>, ExchangeError> {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("export.xml");
        std::fs::write(&path, text).unwrap();
        read(&path)
    }

    #[test]
    fn threads_are_named_in_either_way() {
        let threads = written(
            r#"<?xml version="1.0"?>
            <disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
              <thread dsq:id="7"><id>lamp</id><link>https://a.example/lamp/</link><title>The &amp; lamp</title></thread>
              <post dsq:id="1"><id>x</id><message><![CDATA[<p>Is it <b>oil</b>?</p>]]></message>
                <createdAt>2020-01-02T03:04:05Z</createdAt><isSpam>false</isSpam>
                <author><email>ada@example.org</email><name>Ada</name></author><thread dsq:id="7"/></post>
              <post dsq:id="2"><message>&lt;p&gt;It is.&lt;/p&gt;</message><createdAt>2020-01-02T03:04:06</createdAt>
                <isSpam>true</isSpam><thread>lamp</thread><parent>x</parent></post>
            </disqus>"#,
        )
        .unwrap();
        assert_eq!(threads.len(), 1);
        assert_eq!(threads[0].places, ["https://a.example/lamp/", "lamp"]);
        assert_eq!(threads[0].title, "The & lamp");
        let [question, reply] = &threads[0].posts[..] else { panic!("two posts") };
        assert_eq!((question.text.as_str(), question.at), ("Is it **oil**?", 1_577_934_245_000));
        assert_eq!((reply.text.as_str(), reply.parent.as_deref(), reply.fate), ("It is.", Some("1"), Fate::Spam));
        assert_eq!(question.author.address.as_deref(), Some("ada@example.org"));
    }

    #[test]
    fn what_is_no_export_is_said_in_a_line() {
        let head = "<disqus><thread dsq:id=\"7\"><id>a</id></thread><post dsq:id=\"1\"><message>a</message>";
        for (text, expected) in [
            ("{}", "begins with <disqus>, but with nothing"),
            ("<rss/>", "but with <rss>"),
            (head, "damaged"),
            (&format!("{head}<thread dsq:id=\"7\"/></post></disqus>"), "createdAt"),
            (&format!("{head}<createdAt>soon</createdAt><thread dsq:id=\"7\"/></post></disqus>"), "of no time"),
            (
                &format!("{head}<createdAt>2020-01-01T00:00:00</createdAt><thread dsq:id=\"8\"/></post></disqus>"),
                "does not have",
            ),
        ] {
            let error = written(text).unwrap_err().to_string();
            assert!(error.contains(expected) && !error.contains('\n'), "{error}");
        }
    }
}
