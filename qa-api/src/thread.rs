//! Threads as a reader sees them: what the API sends, what is baked into pages, what the widget renders.
//!
//! A public view holds only published posts, and no acts; a personal one adds what its viewer may see and do.

use serde::{Deserialize, Serialize};

use crate::follow::Often;

/// The questions of one page, as one viewer sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Viewer {
    /// The display name.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

/// What an account may do; each role may do all that the one before it may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Asks and answers.
    #[default]
    Member,
    /// Decides over posts, reversibly; sees no e-mail address.
    Moderator,
    /// Everything but configuration.
    Staff,
}

/// A question with its replies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Thread {
    /// The question's id.
    pub id: String,
    /// One line of plain text; empty when the question was deleted and only its replies are left.
    pub title: String,
    /// Sanitised HTML; may be empty.
    pub body_html: String,
    /// Who asked; nobody by name when the question was deleted.
    pub author: Author,
    /// When it was asked: RFC 3339, UTC.
    pub asked_at: String,
    /// Where on the page it was asked, when not at its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<SectionRef>,
    /// How far moderation is with it.
    #[serde(default, skip_serializing_if = "QuestionState::is_published")]
    pub state: QuestionState,
    /// When its text was last changed: RFC 3339, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<String>,
    /// Whether it stands before the page's other questions.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pinned: bool,
    /// Whether it takes no more replies.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub locked: bool,
    /// Whether somebody waits for the asker to say more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waiting: bool,
    /// How many others have the same question.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub votes: u32,
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
    /// Who says that they are answering it, to those who are signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
    /// The rest of what only this viewer sees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal: Option<Personal>,
}

/// An answer or a remark below a question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reply {
    /// The reply's id.
    pub id: String,
    /// Sanitised HTML.
    pub body_html: String,
    /// Who wrote it.
    pub author: Author,
    /// When it was posted: RFC 3339, UTC.
    pub posted_at: String,
    /// When its text was last changed: RFC 3339, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<String>,
    /// How many found it helpful.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub votes: u32,
    /// How far moderation is with it.
    #[serde(default, skip_serializing_if = "ReplyState::is_published")]
    pub state: ReplyState,
    /// Whether it answers the question about a section that has changed since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub section_changed: bool,
    /// Why it waits or is hidden, for its author and moderators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What the viewer may do with it now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acts: Vec<Act>,
    /// The rest of what only this viewer sees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal: Option<Personal>,
}

/// What only one viewer sees of a post, beside its note and the acts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Personal {
    /// Whether they voted for it; absent when it is not theirs to vote for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voted: Option<bool>,
    /// Whether they may change its text now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub editable: bool,
    /// Whether they may see what it said before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub history: bool,
    /// The change of its text that waits for a moderator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edit: Option<PendingEdit>,
    /// The question that it was merged into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<String>,
    /// How often they get mail about the question; absent where there is nothing to follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<Often>,
}

/// A change of a published text that waits for a moderator; everybody else sees the text before it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PendingEdit {
    /// The new title; empty for a reply.
    pub title: String,
    /// The new text: sanitised HTML.
    pub body_html: String,
    /// When it was sent: RFC 3339, UTC.
    pub sent_at: String,
    /// Why it waits.
    pub note: String,
}

/// Somebody's word that they are answering a question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Claim {
    /// Their display name.
    pub name: String,
    /// When the word expires: RFC 3339, UTC.
    pub until: String,
    /// Whether it is the viewer's own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// Who wrote a post, as everybody may know.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SectionRef {
    /// The heading's id on the page.
    pub anchor: String,
    /// The heading's text when the question was asked.
    pub title: String,
}

/// How far moderation is with a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// Deleted by its author, who can bring it back until it is purged.
    Deleted,
    /// A duplicate; its replies are with another question.
    Merged,
    /// Was deleted for so long that its text is gone.
    Purged,
}

impl QuestionState {
    /// Every state.
    pub const ALL: [Self; 7] =
        [Self::Held, Self::Published, Self::Rejected, Self::Archived, Self::Deleted, Self::Merged, Self::Purged];

    /// The state's name in JSON, the database and problems.
    pub fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Published => "published",
            Self::Rejected => "rejected",
            Self::Archived => "archived",
            Self::Deleted => "deleted",
            Self::Merged => "merged",
            Self::Purged => "purged",
        }
    }

    /// The state of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    fn is_published(&self) -> bool {
        *self == Self::Published
    }
}

/// How far moderation is with a reply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReplyState {
    /// Waits for a moderator.
    Held,
    /// Everybody who sees the question sees it.
    #[default]
    Published,
    /// Turned down or taken back; its author sees it, with the reason.
    Hidden,
    /// Deleted by its author, who can bring it back until it is purged.
    Deleted,
    /// Became a question of its own.
    Split,
    /// Was deleted for so long that its text is gone.
    Purged,
}

impl ReplyState {
    /// Every state.
    pub const ALL: [Self; 6] = [Self::Held, Self::Published, Self::Hidden, Self::Deleted, Self::Split, Self::Purged];

    /// The state's name in JSON, the database and problems.
    pub fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Published => "published",
            Self::Hidden => "hidden",
            Self::Deleted => "deleted",
            Self::Split => "split",
            Self::Purged => "purged",
        }
    }

    /// The state of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    fn is_published(&self) -> bool {
        *self == Self::Published
    }
}

/// What can be done with a question or a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// Puts a question before the page's others.
    Pin,
    /// Puts it back into its place.
    Unpin,
    /// Takes no more replies to a question.
    Lock,
    /// Takes replies again.
    Unlock,
    /// Says that the actor is answering; expires by itself.
    Claim,
    /// Takes that word back.
    Release,
    /// Says that the asker has to say more first; their next reply clears it.
    Wait,
    /// Says that nobody waits for the asker any more.
    Unwait,
    /// Moves a question to another page.
    Move,
    /// Calls a question a duplicate of another one, which gets its replies.
    Merge,
    /// Makes a reply a question of its own.
    Split,
    /// Deletes one's own question or reply.
    Delete,
    /// Brings one's own deleted post back to held.
    Undelete,
    /// Shows the text of an edit that waits.
    AcceptEdit,
    /// Turns an edit that waits down, with a reason for its author.
    RefuseEdit,
    /// Says that an answer is still right, although its section has changed since.
    Confirm,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 23] = [
        Self::Publish,
        Self::Reject,
        Self::Archive,
        Self::Hide,
        Self::Restore,
        Self::Resolve,
        Self::Reopen,
        Self::Pin,
        Self::Unpin,
        Self::Lock,
        Self::Unlock,
        Self::Claim,
        Self::Release,
        Self::Wait,
        Self::Unwait,
        Self::Move,
        Self::Merge,
        Self::Split,
        Self::Delete,
        Self::Undelete,
        Self::AcceptEdit,
        Self::RefuseEdit,
        Self::Confirm,
    ];

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
            Self::Pin => "pin",
            Self::Unpin => "unpin",
            Self::Lock => "lock",
            Self::Unlock => "unlock",
            Self::Claim => "claim",
            Self::Release => "release",
            Self::Wait => "wait",
            Self::Unwait => "unwait",
            Self::Move => "move",
            Self::Merge => "merge",
            Self::Split => "split",
            Self::Delete => "delete",
            Self::Undelete => "undelete",
            Self::AcceptEdit => "accept_edit",
            Self::RefuseEdit => "refuse_edit",
            Self::Confirm => "confirm",
        }
    }

    /// The act of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.name() == name)
    }
}
