//! Questions and replies, and the proof that one is published.

use qa_api::thread::{QuestionState, ReplyState};
use serde::{Deserialize, Serialize};

use super::account::PostAuthor;
use super::status::{QuestionStatus, ReplyStatus};
use crate::clock::Millis;

/// A question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// When its text was last changed.
    pub edited_at: Option<Millis>,
    /// The number of the version of its text, counted from one.
    pub version: i64,
    /// How many others have the same question.
    pub votes: i64,
    /// The display name of who claimed it last.
    pub claimant: Option<String>,
}

/// The section that a question is about, as it was then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The heading's id.
    pub anchor: String,
    /// The heading's text.
    pub title: String,
    /// The hash of its source.
    pub hash: String,
}

/// A reply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// When its text was last changed.
    pub edited_at: Option<Millis>,
    /// The number of the version of its text, counted from one.
    pub version: i64,
    /// How many found it helpful.
    pub votes: i64,
    /// The hash of the question's section as it is now, empty where the section is gone.
    pub section_now: Option<String>,
}

impl Reply {
    /// Whether the section that it is about has changed since.
    pub fn is_outdated(&self) -> bool {
        self.status.section_hash.is_some() && self.section_now.is_some() && self.status.section_hash != self.section_now
    }
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

    /// What keeps the place of a question that was deleted from its page: its id and nothing that was written.
    /// Whether others' published replies make that worth showing is for the caller to see.
    pub fn stub(question: &Question) -> Option<Self> {
        let gone = matches!(question.status.state, QuestionState::Deleted | QuestionState::Purged);
        (gone && question.status.stub).then(|| {
            Self(Question {
                id: question.id.clone(),
                page: question.page.clone(),
                status: QuestionStatus { state: QuestionState::Deleted, ..QuestionStatus::published() },
                created_at: question.created_at,
                ..Question::default()
            })
        })
    }
}

impl Published<Reply> {
    /// The proof for a reply, if it and its question are published.
    pub fn reply(reply: Reply, question: &Published<Question>) -> Option<Self> {
        let published = reply.status.state == ReplyState::Published && reply.question == question.0.id;
        published.then_some(Self(reply))
    }
}
