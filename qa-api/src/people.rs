//! What API v1 takes and gives about people: what they say about themselves, where they are signed in, what they may do.
//!
//! Nothing here but [`Profile`] holds an e-mail address, and that goes to its owner alone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::thread::Role;

/// `GET /_qa/api/v1/me/profile`: an account as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Profile {
    /// The account's id.
    pub id: String,
    /// The display name.
    pub name: String,
    /// The proven address.
    pub email: String,
    /// What the account may do.
    pub role: Role,
    /// A few words about oneself; empty when there are none.
    pub bio: String,
    /// An `http` or `https` address; empty when there is none.
    pub link: String,
    /// Where everybody reads this, once there is something to read: see [`crate::paths::person`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public: Option<String>,
    /// Since when the wish to become a moderator waits for an answer: RFC 3339, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_role_at: Option<String>,
    /// That the account is on its way out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaving: Option<Leaving>,
    /// The providers by which its owner can sign in, besides by mail.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub connections: Vec<Connection>,
}

/// A provider by which the owner of an account can sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Connection {
    /// What the operator calls it.
    pub provider: String,
    /// What people read.
    pub name: String,
    /// Since when: RFC 3339, UTC.
    pub since: String,
}

/// `POST /_qa/api/v1/me/providers/disconnect`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct DisconnectRequest {
    /// See [`Connection::provider`].
    pub provider: String,
}

/// When and how an account is erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Leaving {
    /// From when on: RFC 3339, UTC. Until then it can be taken back.
    pub at: String,
    /// What becomes of the posts.
    pub posts: LeftPosts,
}

/// What becomes of the posts of somebody who leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeftPosts {
    /// What is published stays, without a name.
    Keep,
    /// Their text goes too.
    Remove,
}

impl LeftPosts {
    /// The name in forms and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Remove => "remove",
        }
    }

    /// The choice of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Keep, Self::Remove].into_iter().find(|posts| posts.name() == name)
    }
}

/// `POST /_qa/api/v1/me/profile`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ProfileRequest {
    /// See [`crate::limits::name`].
    pub name: String,
    /// See [`crate::limits::bio`].
    pub bio: String,
    /// See [`crate::limits::link`].
    pub link: String,
}

/// `GET /_qa/api/v1/me/sessions`: where an account is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sessions {
    /// The one that asks first, then the last seen first.
    pub sessions: Vec<Session>,
}

/// One browser that is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Session {
    /// Names it to its owner; worth nothing for signing in.
    pub id: String,
    /// The browser's family, such as `Firefox`.
    pub browser: String,
    /// Since when: RFC 3339, UTC.
    pub begun_at: String,
    /// When it was last seen, to the hour or so: RFC 3339, UTC.
    pub seen_at: String,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// `POST /_qa/api/v1/me/sessions/end`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct EndSessionsRequest {
    /// Which one; all but the one that asks when empty.
    pub session: String,
}

/// `POST /_qa/api/v1/me/leave`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LeaveRequest {
    /// What becomes of the posts.
    pub posts: LeftPosts,
}

/// `GET /_qa/api/v1/me/export`: everything that is stored about an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Export {
    /// When it was taken: RFC 3339, UTC.
    pub taken_at: String,
    /// The rows of each table of the database; times in them are milliseconds since 1970.
    pub tables: BTreeMap<String, Vec<Value>>,
}

/// `POST /_qa/api/v1/me/role`: the wish to become a moderator.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct RoleRequest {
    /// Why; see [`crate::limits::reason`].
    pub reason: String,
}

/// `POST /_qa/api/v1/people/{id}/role`: what staff decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleDecision {
    /// The role from now on; the present one turns a wish down.
    pub role: Role,
    /// Why; the person reads it.
    #[serde(default)]
    pub reason: String,
}

/// `GET /_qa/api/v1/people`: who has a role, and who asks for one. For staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct People {
    /// Wishes to become a moderator, oldest first.
    pub wishes: Vec<Wish>,
    /// Moderators and staff, by name.
    pub team: Vec<TeamMember>,
}

/// A wish to become a moderator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Wish {
    /// The account's id.
    pub id: String,
    /// The display name.
    pub name: String,
    /// The address; staff see it.
    pub email: String,
    /// Since when it waits: RFC 3339, UTC.
    pub asked_at: String,
    /// Why, in their words; may be empty.
    pub reason: String,
    /// How many published questions and replies they wrote.
    pub posts: u32,
}

/// A moderator or one of the staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TeamMember {
    /// The account's id.
    pub id: String,
    /// The display name.
    pub name: String,
    /// The address; staff see it.
    pub email: String,
    /// What they may do.
    pub role: Role,
}

/// `GET /_qa/api/v1/people/{id}`: somebody as everybody may know them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Person {
    /// The account's id.
    pub id: String,
    /// The display name.
    pub name: String,
    /// The role, when it is more than a member's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub badge: Option<Role>,
    /// A few words about themselves; empty when there are none.
    pub bio: String,
    /// An `http` or `https` address; empty when there is none.
    pub link: String,
    /// Published questions, newest first.
    pub questions: Vec<PersonPost>,
    /// Published replies, newest first.
    pub replies: Vec<PersonPost>,
}

/// A published post of a [`Person`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PersonPost {
    /// The title of the question, or of the one that the reply is below.
    pub title: String,
    /// Where it is read.
    pub path: String,
    /// When it was posted: RFC 3339, UTC.
    pub posted_at: String,
}
