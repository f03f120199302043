//! What other systems exported: comments of Disqus and Isso, and GitHub's discussions.
//!
//! [`disqus`], [`isso`] and [`github`] read a file as it is; [`threads`] makes questions with replies of it, [`places`]
//! says on which pages, [`wording`] what they are called, [`html`] turns HTML into Markdown, and [`taking`] puts all of
//! it into the database.
//! Called by `qa-server import --from`.
//!
//! **Invariants:** a file is read to its end before anything is stored. What a post is known by in its own system is its
//! repeat key here, so that a second run takes in nothing twice and goes on where the first was interrupted.

mod disqus;
mod github;
mod html;
mod isso;
mod places;
mod report;
mod taking;
mod threads;
mod wording;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ValueEnum;

pub use self::report::{Lost, Report};

use self::places::Places;
use super::authors::Author;
use super::{ExchangeError, at};
use crate::app::App;
use crate::clock::{Millis, parse_rfc3339};

/// Most bytes of a file: far more than any site's comments, and what a machine has memory for.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// Where a file is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum System {
    /// The XML file of Disqus
    Disqus,
    /// The database of Isso, or the JSON that Isso itself imports
    Isso,
    /// The JSON that GitHub's GraphQL API gives
    GithubDiscussions,
}

/// What is to be taken in, and how.
#[derive(Clone, Debug)]
pub struct Order {
    /// Where the file is from.
    pub system: System,
    /// The file.
    pub file: PathBuf,
    /// The folder of the built site.
    pub site: PathBuf,
    /// A YAML file that says where threads go that the site does not know.
    pub map: Option<PathBuf>,
    /// Keeps threads whose page is not found, for moderators to move.
    pub keep_lost: bool,
    /// Stores nothing.
    pub dry_run: bool,
}

/// A thread as its system has it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Thread {
    /// What says where it belongs, best first: an address, a path, an id of the system's own, a category.
    places: Vec<String>,
    /// What it is called.
    title: String,
    /// The post that the others reply to, where the system has one; else each post without a parent is a question.
    opening: Option<Opening>,
    posts: Vec<Post>,
}

/// What is known of a thread that begins with a question.
#[derive(Clone, Debug, Default, PartialEq)]
struct Opening {
    post: Post,
    /// The post that solved it, and when it was said to.
    solution: Option<(String, Millis)>,
    locked: bool,
}

/// A post as its system has it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Post {
    /// What the system knows it by: no two of it have the same.
    key: String,
    parent: Option<String>,
    at: Millis,
    author: Author,
    /// Whether the author has left that system, which keeps no name then.
    has_left: bool,
    /// Markdown.
    text: String,
    fate: Fate,
}

/// How a system has decided over a post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Fate {
    #[default]
    Published,
    Held,
    Deleted,
    Spam,
}

impl System {
    /// What repeat keys and accounts of its authors go by; never changes.
    fn name(self) -> &'static str {
        match self {
            Self::Disqus => "disqus",
            Self::Isso => "isso",
            Self::GithubDiscussions => "github",
        }
    }

    /// For people.
    fn title(self) -> &'static str {
        match self {
            Self::Disqus => "Disqus",
            Self::Isso => "Isso",
            Self::GithubDiscussions => "GitHub",
        }
    }
}

/// Takes in what `order` names, or only says what that would be.
///
/// # Errors
/// When a file cannot be read or is not what it should be, before anything is stored; or when the database is away,
/// after which the same order goes on where it ended.
pub async fn import(app: &Arc<App>, order: &Order) -> Result<Report, ExchangeError> {
    let places = Places::read(&order.site, order.map.as_deref())?;
    let size = fs::metadata(&order.file).map_err(at(&order.file))?.len();
    if size > MOST_BYTES {
        let most = MOST_BYTES / 1024 / 1024;
        return Err(wrong(&order.file, format!("it has more than {most} MiB, which no export of comments has")));
    }
    let mut report = Report::new(order.dry_run);
    let threads = match order.system {
        System::Disqus => disqus::read(&order.file)?,
        System::Isso => isso::read(&order.file).await?,
        System::GithubDiscussions => github::read(&order.file, &mut report)?,
    };
    let ready = threads::prepare(app, order, &places, threads, &mut report).await?;
    taking::take(app, order, ready, &mut report).await?;
    Ok(report)
}

fn wrong(path: &Path, reason: String) -> ExchangeError {
    ExchangeError::Content { path: path.to_owned(), reason }
}

/// The time that an export says: RFC 3339, also without a zone, which is UTC then, or with a space for the `T`.
fn time(text: &str) -> Option<Millis> {
    let text = text.trim().replacen(' ', "T", 1);
    parse_rfc3339(&text).or_else(|| parse_rfc3339(&format!("{text}Z")))
}
