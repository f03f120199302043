//! GitHub's discussions, as its GraphQL API gives them for the query in the manual.
//!
//! A discussion is a question, and what is said below it are replies. But a discussion that a comment widget made for a
//! page has the page's path for a title and no question of its own: there each comment is one.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Deserializer, Value};

use super::{Fate, Opening, Post, Report, Thread, time, wrong};
use crate::exchange::authors::Author;
use crate::exchange::{ExchangeError, at};

/// Where a page of results has its discussions.
const DISCUSSIONS: &str = "/data/repository/discussions/nodes";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Discussion {
    number: u64,
    title: String,
    #[serde(flatten)]
    said: Said,
    #[serde(default)]
    locked: bool,
    category: Option<Category>,
    answer: Option<Answer>,
    answer_chosen_at: Option<String>,
    comments: Nodes<Comment>,
}

#[derive(Deserialize)]
struct Comment {
    #[serde(flatten)]
    said: Said,
    #[serde(default)]
    replies: Nodes<Said>,
}

/// What discussions, comments and replies share.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Said {
    id: String,
    body: String,
    created_at: String,
    /// Nobody who is still there.
    author: Option<Login>,
    #[serde(default)]
    is_minimized: bool,
    minimized_reason: Option<String>,
    deleted_at: Option<String>,
}

#[derive(Deserialize)]
struct Login {
    login: String,
}

#[derive(Deserialize)]
struct Category {
    name: String,
}

#[derive(Deserialize)]
struct Answer {
    id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Nodes<T> {
    nodes: Vec<T>,
    page_info: Option<PageInfo>,
}

impl<T> Default for Nodes<T> {
    fn default() -> Self {
        Self { nodes: Vec::new(), page_info: None }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
}

impl<T> Nodes<T> {
    fn has_more(&self) -> bool {
        self.page_info.as_ref().is_some_and(|info| info.has_next_page)
    }
}

/// Reads the file: one page of results, several one after the other, or a list of them.
pub(super) fn read(path: &Path, report: &mut Report) -> Result<Vec<Thread>, ExchangeError> {
    let file = BufReader::new(File::open(path).map_err(at(path))?);
    let mut threads = Vec::new();
    let mut pages = 0;
    for value in Deserializer::from_reader(file).into_iter::<Value>() {
        let value = value.map_err(|error| wrong(path, format!("it is not JSON: {error}")))?;
        let results = match value {
            Value::Array(results) => results,
            one => vec![one],
        };
        for mut result in results {
            pages += 1;
            let nodes = result.pointer_mut(DISCUSSIONS).map(Value::take);
            let nodes =
                nodes.ok_or_else(|| wrong(path, format!("it has nothing at {DISCUSSIONS}: use the manual's query")))?;
            let found: Vec<Discussion> = serde_json::from_value(nodes)
                .map_err(|error| wrong(path, format!("a discussion is not as the manual's query gives it: {error}")))?;
            for discussion in found {
                let number = discussion.number;
                threads.push(thread(discussion, report).map_err(|reason| wrong(path, format!("#{number}: {reason}")))?);
            }
        }
    }
    if pages == 0 {
        return Err(wrong(path, "it is empty".to_owned()));
    }
    Ok(threads)
}

fn thread(discussion: Discussion, report: &mut Report) -> Result<Thread, String> {
    let number = format!("#{}", discussion.number);
    let mut more = discussion.comments.has_more();
    let mut posts = Vec::new();
    for comment in discussion.comments.nodes {
        more |= comment.replies.has_more();
        let parent = comment.said.id.clone();
        posts.push(post(comment.said, None)?);
        for reply in comment.replies.nodes {
            posts.push(post(reply, Some(parent.clone()))?);
        }
    }
    if more {
        report.notes.push(format!("{number}: it has more comments than the file"));
    }
    let opening = post(discussion.said, None)?;
    let answered = discussion.answer_chosen_at.as_deref().and_then(time);
    let solution = discussion.answer.map(|answer| (answer.id, answered.unwrap_or(opening.at)));
    let path =
        Some(&discussion.title).filter(|title| is_path(title)).map(|title| format!("/{}", title.trim_matches('/')));
    let category = discussion.category.map(|category| format!("category {}", category.name));
    Ok(Thread {
        opening: path.is_none().then_some(Opening { post: opening, solution, locked: discussion.locked }),
        places: [Some(number), path, category].into_iter().flatten().collect(),
        title: discussion.title,
        posts,
    })
}

/// Whether a title is the path of a page, with or without the slash that it begins with.
fn is_path(title: &str) -> bool {
    title.contains('/') && !title.contains(char::is_whitespace) && !title.contains("://")
}

fn post(said: Said, parent: Option<String>) -> Result<Post, String> {
    let at = time(&said.created_at).ok_or_else(|| format!("{} is of no time: {:?}", said.id, said.created_at))?;
    let reason = said.minimized_reason.unwrap_or_default().to_lowercase();
    let fate = match () {
        () if said.deleted_at.is_some() => Fate::Deleted,
        () if said.is_minimized && ["spam", "abuse"].contains(&reason.as_str()) => Fate::Spam,
        () if said.is_minimized => Fate::Held,
        () => Fate::Published,
    };
    let has_left = said.author.is_none();
    let author = Author { name: said.author.map(|author| author.login).unwrap_or_default(), address: None };
    Ok(Post { key: said.id, parent, at, author, has_left, text: said.body, fate })
}
