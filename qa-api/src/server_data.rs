//! Server data: what the writers' data files say to the server alone – teams, duties, rules of moderation, canned replies.
//!
//! site-gen writes it to the file that `--server-data` names, outside of what is published;
//! qa-server reads it again when it changes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::contract::{self, ContractError};
use crate::inbox::Priority;

/// The version that this build writes and reads.
pub const VERSION: u32 = 1;

/// The server data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerData {
    /// [`VERSION`].
    pub version: u32,
    /// Which posts wait for a moderator, on all pages whose topic says nothing else.
    #[serde(default)]
    pub hold: HoldRule,
    /// Words that count against a post, in lower case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// Hosts that count against a post that links to them or below them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
    /// What single topics have of their own, by topic id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub topics: BTreeMap<String, TopicRule>,
    /// The teams, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub teams: BTreeMap<String, Team>,
    /// Replies that moderators send often, in the order of their file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replies: Vec<CannedReply>,
}

/// Which posts of members wait for a moderator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// Every one.
    All,
    /// An author's first ones, and later ones that look like spam.
    First,
    /// Those that look like spam.
    Score,
}

/// A rule, as far as it is given; what is not comes from the rule above it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldRule {
    /// Which posts wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<Hold>,
    /// How many published posts end an author's first ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// The points from which a post looks like spam.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<u32>,
}

/// What a topic has of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicRule {
    /// Which posts wait.
    #[serde(flatten)]
    pub hold: HoldRule,
    /// How urgent questions about it are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
}

/// People who answer for topics.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// For people.
    pub title: String,
    /// The ids of the topics it answers for.
    pub topics: Vec<String>,
    /// Its people, by the ids that its rotation uses.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub people: BTreeMap<String, Person>,
    /// Who is on duty when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rotation: Option<Rotation>,
    /// What else its entry has, for the systems that its alerts go to.
    #[serde(flatten)]
    pub more: BTreeMap<String, serde_json::Value>,
}

/// Somebody of a team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// How others call them.
    pub name: String,
    /// The address of their account, where alerts go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// Who is on duty when: one week each, in turns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rotation {
    /// Ids of people in the order of their turns; never empty.
    pub people: Vec<String>,
    /// When the first one's first week begins: RFC 3339. Each hand-over is whole weeks later.
    pub first: String,
    /// Who stands in for whomever it would be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
}

/// Somebody's standing in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Who.
    pub person: String,
    /// From when on: RFC 3339.
    pub from: String,
    /// Until when: RFC 3339.
    pub until: String,
}

/// A reply that moderators send often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CannedReply {
    /// `[a-z0-9-]+`.
    pub id: String,
    /// What moderators choose it by.
    pub title: String,
    /// Markdown.
    pub text: String,
}

impl ServerData {
    /// Reads server data.
    ///
    /// # Errors
    /// When `text` is not server data, or of another version.
    pub fn parse(text: &str) -> Result<Self, ContractError> {
        contract::read("server data", VERSION, text)
    }

    /// The server data as the file's text.
    ///
    /// # Panics
    /// Never: every key is a string.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("contract types serialise to JSON") + "\n"
    }
}
