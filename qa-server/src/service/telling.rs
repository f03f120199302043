//! What an event is about, read at the moment it is told: the posts as they are now, and how to call them.
//!
//! Called by targets, each of which makes words of its own of this.
//!
//! **Invariant:** words of a post are in [`Told::Published`] alone if everybody may read them,
//! and in [`Told::Held`] only for an event that went to a private audience.

use qa_api::paths;
use qa_api::thread::QuestionState;

use super::announce::topic;
use crate::app::App;
use crate::domain::event::Event;
use crate::domain::post::{Published, Question, Reply};
use crate::domain::text;
use crate::store::StoreError;
use crate::store::questions::find_question;
use crate::store::replies::{count_published_replies, find_reply};

/// An event's question as it is now.
#[derive(Clone, Debug)]
pub enum Told {
    /// Everybody may read it.
    Published(Box<About>),
    /// It waits, and only whoever moderates may know of it.
    Held(Box<Waiting>),
    /// It is on no page.
    Gone,
}

/// A question on its page, and the reply that the event is about.
#[derive(Clone, Debug)]
pub struct About {
    /// The question.
    pub question: Published<Question>,
    /// The event's reply, if that is on the page too.
    pub reply: Option<Published<Reply>>,
    /// The name of whoever resolved it by a reply, or of the reply's author.
    pub reply_author: Option<String>,
    /// How many replies are on the page.
    pub replies: i64,
    /// Where it is.
    pub place: Place,
}

/// A post that waits for a moderator.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// One line: the question's title.
    pub title: String,
    /// What is waiting: "question" or "reply".
    pub what: &'static str,
    /// Who wrote it.
    pub author: String,
    /// The page that says everything about it, for moderators.
    pub link: String,
    /// Where it is.
    pub place: Place,
}

/// Where a question is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The page's id.
    pub page: String,
    /// The title of the page, or of the topic whose own page it is.
    pub page_title: String,
    /// The topic's id.
    pub topic: Option<String>,
    /// The full URL of the page.
    pub url: String,
}

impl About {
    /// The full URL of the question on its page.
    pub fn link(&self) -> String {
        format!("{}#{}", self.place.url, paths::question_anchor(&self.question.get().id))
    }

    /// The full URL of the event's reply, or of the question.
    pub fn reply_link(&self) -> String {
        match &self.reply {
            Some(reply) => format!("{}#{}", self.place.url, paths::reply_anchor(&reply.get().id)),
            None => self.link(),
        }
    }

    /// The first words of the question, as plain text of at most `most` graphemes.
    pub fn excerpt(&self, most: usize) -> String {
        text::cut(&text::plain(&self.question.get().body_html), most)
    }

    /// The first words of the event's reply.
    pub fn reply_excerpt(&self, most: usize) -> Option<String> {
        self.reply.as_ref().map(|reply| text::cut(&text::plain(&reply.get().body_html), most))
    }
}

/// Reads what `event` is about.
///
/// # Errors
/// When the database is away.
pub async fn tell(app: &App, event: &Event) -> Result<Told, StoreError> {
    let mut tx = app.store.read().await?;
    let Some(question) = find_question(&mut tx, event.question()).await? else { return Ok(Told::Gone) };
    let reply = match event.reply() {
        Some(id) => find_reply(&mut tx, id).await?,
        None => None,
    };
    // What waited and is published by now is told as everybody may read it.
    if event.kind().is_private()
        && let Some(waiting) = waits(app, &question, reply.as_ref())
    {
        return Ok(Told::Held(Box::new(waiting)));
    }
    let place = place(app, &question);
    let Some(question) = Published::question(question) else { return Ok(Told::Gone) };
    let reply = reply.and_then(|reply| Published::reply(reply, &question));
    let reply_author = reply.as_ref().map(|reply| reply.get().author.shown_name().to_owned());
    let replies = count_published_replies(&mut tx, &question.get().id).await?;
    Ok(Told::Published(Box::new(About { question, reply, reply_author, replies, place })))
}

/// The question, or the reply to it, if that waits for a moderator: for a private audience alone.
pub fn waits(app: &App, question: &Question, reply: Option<&Reply>) -> Option<Waiting> {
    let (state, id, author, what) = match reply {
        Some(reply) => (reply.status.state.name(), &reply.id, &reply.author.name, "reply"),
        None => (question.status.state.name(), &question.id, &question.author.name, "question"),
    };
    (state == QuestionState::Held.name()).then(|| Waiting {
        title: question.title.clone(),
        what,
        author: author.clone(),
        link: app.url(&paths::case_page(&format!("{what}-{id}"))),
        place: place(app, question),
    })
}

fn place(app: &App, question: &Question) -> Place {
    Place {
        page: question.page.clone(),
        page_title: app.site.contents().home_title(&question.page),
        topic: topic(app, question),
        url: app.page_url(&question.page),
    }
}
