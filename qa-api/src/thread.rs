//! Threads as a reader sees them: what the API sends, what is baked into pages, what the widget renders.
//!
//! A public view holds only published posts, and no acts; a personal one adds what its viewer may see and do.

use serde::{Deserialize, Serialize};

/// The questions of one page, as one viewer sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageView {
    /// The page's id.
    pub page: String,
    /// Who looks; absent in every public view.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub viewer: Option<Viewer>,
    /// Oldest question first, except that questions waiting for the viewer come before the others.
    pub threads: Vec<Thread>,
}

/// The signed-in person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// The display name.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

/// What an account may do; each role may do all that the one before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Asks and answers.
    Member,
    /// Decides over posts, reversibly; sees no e-mail address.
    Moderator,
    /// Everything but configuration.
    Staff,
}

/// A question with its replies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// The question's id.
    pub id: String,
    /// One line of plain text.
    pub title: String,
    /// Sanitised HTML; may be empty.
    pub body_html: String,
    /// Who asked.
    pub author: Author,
    /// When it was asked: RFC 3339, UTC.
    pub asked_at: String,
    /// Where on the page it was asked, when not at its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<SectionRef>,
    /// How far moderation is with it.
    #[serde(default, skip_serializing_if = "QuestionState::is_published")]
    pub state: QuestionState,
    /// Whether the asker or a moderator called it resolved.
    pub resolved: bool,
    /// The reply that resolved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solution: Option<String>,
    /// Oldest first.
    pub replies: Vec<Reply>,
    /// Why it waits or was turned down, for its author and moderators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What the viewer may do with it now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acts: Vec<Act>,
}

/// An answer or a remark below a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The reply's id.
    pub id: String,
    /// Sanitised HTML.
    pub body_html: String,
    /// Who wrote it.
    pub author: Author,
    /// When it was posted: RFC 3339, UTC.
    pub posted_at: String,
    /// How far moderation is with it.
    #[serde(default, skip_serializing_if = "ReplyState::is_published")]
    pub state: ReplyState,
    /// Why it waits or is hidden, for its author and moderators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What the viewer may do with it now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acts: Vec<Act>,
}

/// Who wrote a post, as everybody may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// The display name.
    pub name: String,
    /// The role, when it is more than a member's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub badge: Option<Role>,
    /// Whether it is the asker of the question.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asker: bool,
    /// The account's id, for [`crate::paths::person`]; absent for somebody who has left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
}

/// A section of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionRef {
    /// The heading's id on the page.
    pub anchor: String,
    /// The heading's text when the question was asked.
    pub title: String,
}

/// How far moderation is with a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionState {
    /// Waits for a moderator.
    Held,
    /// Everybody sees it.
    #[default]
    Published,
    /// Turned down; its author sees it, with the reason.
    Rejected,
    /// Was published and no longer is.
    Archived,
}

impl QuestionState {
    fn is_published(&self) -> bool {
        *self == Self::Published
    }
}

/// How far moderation is with a reply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplyState {
    /// Waits for a moderator.
    Held,
    /// Everybody who sees the question sees it.
    #[default]
    Published,
    /// Turned down or taken back; its author sees it, with the reason.
    Hidden,
}

impl ReplyState {
    fn is_published(&self) -> bool {
        *self == Self::Published
    }
}

/// What can be done with a question or a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Shows a held question or reply to everybody.
    Publish,
    /// Turns a held question down, with a reason for its author.
    Reject,
    /// Takes a published question off the page.
    Archive,
    /// Takes a held or published reply off the page.
    Hide,
    /// Brings a rejected question or a hidden reply back to held, an archived question back to published.
    Restore,
    /// Calls a published question resolved; on a reply, resolved by that reply.
    Resolve,
    /// Calls a resolved question open again.
    Reopen,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 7] =
        [Self::Publish, Self::Reject, Self::Archive, Self::Hide, Self::Restore, Self::Resolve, Self::Reopen];

    /// The act's name in requests and forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Reject => "reject",
            Self::Archive => "archive",
            Self::Hide => "hide",
            Self::Restore => "restore",
            Self::Resolve => "resolve",
            Self::Reopen => "reopen",
        }
    }

    /// The act of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.name() == name)
    }
}
