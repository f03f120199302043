//! What API v1 takes and gives beside threads. The forms post fields of the same names.

use serde::{Deserialize, Serialize};

use crate::thread::{Act, Role, Thread, Viewer};

/// `POST /_qa/api/v1/questions`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AskRequest {
    /// Made by the client, 16 to 64 of `[a-z0-9-]`: sending the same id again changes nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The page's id.
    pub page: String,
    /// The anchor of the section it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// See [`crate::limits::title`].
    pub title: String,
    /// Markdown; see [`crate::limits::question_body`].
    pub body: String,
    /// How the asker wants to be called; ignored when signed in.
    pub name: String,
    /// Where the code and the answer go; ignored when signed in.
    pub email: String,
    /// Must stay empty: people do not see this field.
    pub website: String,
    /// When the form was opened, as [`Me::stamp`] or the form itself says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stamp: Option<String>,
}

/// `POST /_qa/api/v1/questions/{id}/replies`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ReplyRequest {
    /// As in [`AskRequest::id`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Markdown; see [`crate::limits::reply_body`].
    pub body: String,
    /// As in [`AskRequest::name`].
    pub name: String,
    /// As in [`AskRequest::email`].
    pub email: String,
    /// Must stay empty: people do not see this field.
    pub website: String,
    /// As in [`AskRequest::stamp`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stamp: Option<String>,
}

/// What became of a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Posted {
    /// Stored safely as a draft; the code that was mailed sends it on. Status 202.
    Draft(Challenge),
    /// Waits for a moderator. Status 201.
    Held {
        /// The thread as its author now sees it.
        thread: Thread,
    },
    /// On the page. Status 201.
    Published {
        /// The thread as its author now sees it.
        thread: Thread,
    },
}

/// An e-mailed code or link that is waited for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Challenge {
    /// Names the challenge; secret, but worth nothing without the code.
    pub challenge: String,
    /// Where the mail went.
    pub email: String,
    /// Seconds until the code expires.
    pub expires_in: u64,
}

/// `POST /_qa/api/v1/preview`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PreviewRequest {
    /// Markdown; see [`crate::limits::question_body`].
    pub body: String,
}

/// What a text will look like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Preview {
    /// Sanitised HTML.
    pub html: String,
}

/// `POST /_qa/api/v1/sign-in`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SignInRequest {
    /// The account's address.
    pub email: String,
    /// How a new account wants to be called; the part of the address before `@` when empty.
    #[serde(default)]
    pub name: String,
}

/// `POST /_qa/api/v1/challenges/{challenge}/answer`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerRequest {
    /// The digits from the mail; spaces are ignored.
    pub code: String,
}

/// The reply to a right code, which also sets the session cookie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignedIn {
    /// Who is signed in now.
    pub viewer: Viewer,
    /// What became of the draft that waited for the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posted: Option<Posted>,
}

/// `GET /_qa/api/v1/me`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Me {
    /// Absent when nobody is signed in.
    pub viewer: Option<Viewer>,
    /// The present time, signed, for [`AskRequest::stamp`]: how long a form took to fill in is one sign of a program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<String>,
}

/// `POST /_qa/api/v1/questions/{id}/acts` and `…/replies/{id}/acts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ActRequest {
    /// What to do.
    pub act: Act,
    /// Why; shown to the author when the act turns their post down.
    #[serde(default)]
    pub reason: String,
    /// Where to: for [`Act::Move`] a page's id or path, for [`Act::Merge`] the other question's id or permalink.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub to: String,
    /// For [`Act::Split`], the title of the question that the reply becomes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
}

impl ActRequest {
    /// An act that needs nothing but perhaps a reason.
    pub fn new(act: Act, reason: &str) -> Self {
        Self { act, reason: reason.to_owned(), to: String::new(), title: String::new() }
    }
}

/// `POST /_qa/api/v1/questions/{id}/edits` and `…/replies/{id}/edits`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct EditRequest {
    /// The question's title; ignored for a reply.
    pub title: String,
    /// Markdown.
    pub body: String,
}

/// `GET /_qa/api/v1/questions/{id}/edits` and `…/replies/{id}/edits`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Versions {
    /// The newest first; the last one is what was posted.
    pub versions: Vec<Version>,
}

/// What a post said from some time on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Version {
    /// Counted from one; absent for a version that nobody but its author and moderators ever saw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
    /// The display name of who wrote it.
    pub author: String,
    /// When: RFC 3339, UTC.
    pub at: String,
    /// The title; empty for a reply.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Whether it is what the post says now, said before, waits, or was turned down or taken back.
    pub state: VersionState,
    /// Why it waits or was turned down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Where a version of a post is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum VersionState {
    /// What the post says now.
    Present,
    /// What it said before.
    Past,
    /// Waits for a moderator.
    Held,
    /// Turned down, taken back, or replaced before anybody decided.
    Dropped,
}

/// What became of an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Acted {
    /// The audit entry; see [`crate::paths::undo`].
    pub id: String,
    /// What was done.
    pub act: Act,
    /// The thread as the actor now sees it.
    pub thread: Thread,
}

/// What every other deed on a thread replies with: the thread as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Changed {
    /// The thread as whoever did it now sees it.
    pub thread: Thread,
    /// The audit entry to take back, when it can be taken back; see [`crate::paths::undo`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<String>,
}

/// The name that [`role_from_name`] reads.
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Member => "member",
        Role::Moderator => "moderator",
        Role::Staff => "staff",
    }
}

/// A role's name in configuration, forms and on the command line.
pub fn role_from_name(name: &str) -> Option<Role> {
    match name {
        "member" => Some(Role::Member),
        "moderator" => Some(Role::Moderator),
        "staff" => Some(Role::Staff),
        _ => None,
    }
}
