//! Lists of published questions, newest first, in parts.

use qa_api::paths;
use qa_api::thread::Thread;

use super::{Refusal, view};
use crate::app::App;
use crate::domain::home;
use crate::domain::post::{Published, Question};
use crate::store::questions::{Listing, list_published};

/// Questions of one part.
const PART: usize = 20;

/// Which list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum List {
    /// All published questions.
    Newest,
    /// Those without a published reply.
    Unanswered,
    /// Those that were resolved.
    Solved,
    /// Those about the pages of a topic, and about the topic as a whole.
    Topic(String),
}

impl List {
    /// Where the list is.
    pub fn path(&self) -> String {
        match self {
            Self::Newest => paths::QUESTIONS_LIST.to_owned(),
            Self::Unanswered => paths::UNANSWERED_LIST.to_owned(),
            Self::Solved => paths::SOLVED_LIST.to_owned(),
            Self::Topic(topic) => paths::topic_list(topic),
        }
    }

    fn listing(&self) -> Listing {
        match self {
            Self::Newest | Self::Topic(_) => Listing::All,
            Self::Unanswered => Listing::Unanswered,
            Self::Solved => Listing::Solved,
        }
    }
}

/// One question of a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The question as everybody sees it, without its replies.
    pub thread: Thread,
    /// The id of its page.
    pub page: String,
    /// How many published replies it has.
    pub replies: u32,
}

impl Listed {
    /// A published question with its number of published replies.
    pub(super) fn new(question: &Published<Question>, replies: i64) -> Self {
        Self {
            thread: view::listed(question),
            page: question.get().page.clone(),
            replies: u32::try_from(replies).unwrap_or(u32::MAX),
        }
    }
}

/// One part of a list.
#[derive(Clone, Debug)]
pub struct Part {
    /// The questions.
    pub items: Vec<Listed>,
    /// The question that the next part comes before.
    pub next: Option<String>,
}

/// The part of `list` before the question `before`, or its first part.
///
/// # Errors
/// When the topic is none of this site, or the database is away.
pub async fn part(app: &App, list: &List, before: &str) -> Result<Part, Refusal> {
    let contents = app.site.contents();
    let home;
    let pages: Vec<&str> = match list {
        List::Topic(topic) => {
            contents.topic(topic).ok_or_else(Refusal::not_found)?;
            home = home::of_topic(topic);
            contents.pages_of_topic(topic).map(|page| page.id.as_str()).chain([home.as_str()]).collect()
        }
        _ => Vec::new(),
    };
    let mut tx = app.store.read().await?;
    let most = i64::try_from(PART + 1).expect("a small number");
    let mut questions = list_published(&mut tx, list.listing(), before, &pages, most).await?;
    let more = questions.len() > PART;
    questions.truncate(PART);
    let next = questions.last().filter(|_| more).map(|(question, _)| question.get().id.clone());
    let items = questions.iter().map(|(question, replies)| Listed::new(question, *replies)).collect();
    Ok(Part { items, next })
}
