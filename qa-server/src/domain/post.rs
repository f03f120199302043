//! Questions and replies, and the proof that one is published.

use qa_api::thread::{QuestionState, ReplyState};

use super::account::PostAuthor;
use super::status::{QuestionStatus, ReplyStatus};
use crate::clock::Millis;

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The question's id.
    pub id: String,
    /// The id of the page it was asked on.
    pub page: String,
    /// The section it is about.
    pub section: Option<Section>,
    /// Who asked.
    pub author: PostAuthor,
    /// One line of plain text.
    pub title: String,
    /// Sanitised HTML.
    pub body_html: String,
    /// How far it is.
    pub status: QuestionStatus,
    /// When it was asked.
    pub created_at: Millis,
}

/// The section that a question is about, as it was then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading's id.
    pub anchor: String,
    /// The heading's text.
    pub title: String,
    /// The hash of its source.
    pub hash: String,
}

/// A reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The reply's id.
    pub id: String,
    /// The question's id.
    pub question: String,
    /// Who wrote it.
    pub author: PostAuthor,
    /// Sanitised HTML.
    pub body_html: String,
    /// How far it is.
    pub status: ReplyStatus,
    /// When it was written.
    pub created_at: Millis,
}

/// A post that everybody may see. There is no other way to make one than from a post in that state,
/// and no way to change it, so what takes a `Published<…>` cannot be handed a held post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published<T>(T);

impl<T> Published<T> {
    /// The post.
    pub fn get(&self) -> &T {
        &self.0
    }
}

impl Published<Question> {
    /// The proof for a question, if it is published.
    pub fn question(question: Question) -> Option<Self> {
        (question.status.state == QuestionState::Published).then_some(Self(question))
    }
}

impl Published<Reply> {
    /// The proof for a reply, if it and its question are published.
    pub fn reply(reply: Reply, question: &Published<Question>) -> Option<Self> {
        let published = reply.status.state == ReplyState::Published && reply.question == question.0.id;
        published.then_some(Self(reply))
    }
}
