//! What a webhook is told: the event's type, its time, and what it is about, as it is when it is sent.

use qa_api::paths;
use serde::Serialize;

use crate::clock::{Millis, rfc3339};
use crate::domain::event::{Event, EventKind};
use crate::service::telling::{Place, Told};

/// Most graphemes of a post.
const EXCERPT: usize = 1_000;

/// The body.
#[derive(Debug, Serialize)]
pub(super) struct Body {
    /// Such as `question.published`.
    #[serde(rename = "type")]
    kind: String,
    timestamp: String,
    data: Data,
}

#[derive(Debug, Serialize)]
struct Data {
    question: QuestionData,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply: Option<ReplyData>,
}

/// Of what is on no page, the id is all that is told.
#[derive(Debug, Default, Serialize)]
struct QuestionData {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    permalink: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resolved: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replies: Option<i64>,
}

#[derive(Debug, Default, Serialize)]
struct ReplyData {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// `question_published` as `question.published`.
pub(super) fn type_name(kind: EventKind) -> String {
    kind.name().replacen('_', ".", 1)
}

impl Body {
    /// What is told of an event that happened `at`.
    pub(super) fn new(event: &Event, told: &Told, at: Millis, url: impl Fn(&str) -> String) -> Self {
        let mut data = Data {
            question: QuestionData { id: event.question().to_owned(), ..QuestionData::default() },
            reply: event.reply().map(|id| ReplyData { id: id.to_owned(), ..ReplyData::default() }),
        };
        match told {
            Told::Gone => {}
            Told::Held(waiting) => {
                data.question.place(&waiting.place);
                data.question.title = Some(waiting.title.clone());
                data.question.author = Some(waiting.author.clone()).filter(|_| event.reply().is_none());
                data.question.url = Some(waiting.link.clone());
            }
            Told::Published(about) => {
                let question = about.question.get();
                data.question.place(&about.place);
                data.question.title = Some(question.title.clone());
                data.question.text = Some(about.excerpt(EXCERPT));
                data.question.author = Some(question.author.shown_name().to_owned());
                data.question.url = Some(about.link());
                data.question.permalink = Some(url(&paths::permalink(&question.title, &question.id)));
                data.question.resolved = Some(question.status.resolved_at.is_some());
                data.question.replies = Some(about.replies);
                if let (Some(reply), Some(_)) = (&mut data.reply, &about.reply) {
                    reply.text = about.reply_excerpt(EXCERPT);
                    reply.author.clone_from(&about.reply_author);
                    reply.url = Some(about.reply_link());
                }
            }
        }
        Self { kind: type_name(event.kind()), timestamp: rfc3339(at), data }
    }
}

impl QuestionData {
    fn place(&mut self, place: &Place) {
        self.page = Some(place.page.clone());
        self.page_title = Some(place.page_title.clone());
        self.topic.clone_from(&place.topic);
    }
}
