//! Isso's database, or the JSON that Isso itself imports: a list of threads, each with its comments.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use serde::Deserialize;

use super::{Fate, Post, Thread, time, wrong};
use crate::exchange::authors::Author;
use crate::exchange::{ExchangeError, at};
use crate::store::isso_file::{IssoComment, list_isso_comments};

/// How every SQLite database begins.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

#[derive(Deserialize)]
struct ThreadObject {
    /// The page's path.
    id: String,
    #[serde(default)]
    title: String,
    comments: Vec<CommentObject>,
}

#[derive(Deserialize)]
struct CommentObject {
    /// Counted within the thread.
    id: i64,
    #[serde(default)]
    parent: Option<i64>,
    #[serde(default)]
    author: Option<String>,
    #[serde(default)]
    email: Option<String>,
    created: String,
    #[serde(default)]
    mode: Option<i64>,
    #[serde(default)]
    text: String,
}

/// Reads the file, whichever of the two it is.
pub(super) async fn read(path: &Path) -> Result<Vec<Thread>, ExchangeError> {
    let mut start = Vec::new();
    let file = File::open(path).map_err(at(path))?;
    file.take(16).read_to_end(&mut start).map_err(at(path))?;
    if start == MAGIC {
        let comments = list_isso_comments(path).await;
        let comments = comments.map_err(|error| wrong(path, format!("it is not a database of Isso: {error}")))?;
        return Ok(of_database(comments));
    }
    let objects: Vec<ThreadObject> = serde_json::from_reader(BufReader::new(File::open(path).map_err(at(path))?))
        .map_err(|error| {
            wrong(path, format!("it is neither a database of Isso nor such JSON as Isso imports: {error}"))
        })?;
    of_objects(objects).map_err(|reason| wrong(path, reason))
}

fn of_database(comments: Vec<IssoComment>) -> Vec<Thread> {
    let mut threads: BTreeMap<String, Thread> = BTreeMap::new();
    for comment in comments {
        let post = Post {
            key: comment.id.to_string(),
            parent: comment.parent.map(|id| id.to_string()),
            // Times are kept in seconds with a fraction; what is out of bounds becomes their end.
            #[expect(clippy::cast_possible_truncation, reason = "a float saturates")]
            at: (comment.created * 1000.0) as i64,
            author: Author { name: comment.author, address: Some(comment.email) },
            has_left: false,
            text: comment.text,
            fate: fate(comment.mode),
        };
        let thread = threads.entry(comment.uri.clone()).or_insert_with(|| Thread {
            places: vec![comment.uri],
            title: comment.title,
            ..Thread::default()
        });
        thread.posts.push(post);
    }
    threads.into_values().collect()
}

fn of_objects(objects: Vec<ThreadObject>) -> Result<Vec<Thread>, String> {
    let mut threads = Vec::new();
    for object in objects {
        let key = |id: i64| format!("{} {id}", object.id);
        let mut posts = Vec::new();
        for comment in object.comments {
            let at = time(&comment.created)
                .ok_or_else(|| format!("comment {} is of no time: {:?}", key(comment.id), comment.created))?;
            posts.push(Post {
                key: key(comment.id),
                parent: comment.parent.map(key),
                at,
                author: Author { name: comment.author.unwrap_or_default(), address: comment.email },
                has_left: false,
                text: comment.text,
                fate: fate(comment.mode.unwrap_or(1)),
            });
        }
        threads.push(Thread { places: vec![object.id], title: object.title, posts, ..Thread::default() });
    }
    Ok(threads)
}

/// Isso's modes of a comment.
fn fate(mode: i64) -> Fate {
    match mode {
        1 => Fate::Published,
        4 => Fate::Deleted,
        _ => Fate::Held,
    }
}
