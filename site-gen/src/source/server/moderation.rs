//! `_data/moderation.yaml`: which posts wait for a moderator, and how urgent topics are.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

/// The file, below the content folder.
pub const FILE: &str = "_data/moderation.yaml";

/// Rules of moderation.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Moderation {
    /// Which posts of members wait.
    pub hold: Option<Hold>,
    /// How many published posts end an author's first ones.
    pub first: Option<u32>,
    /// The points from which a post looks like spam.
    pub threshold: Option<u32>,
    /// Words and phrases that count against a post.
    pub words: Vec<String>,
    /// Hosts that count against a post that links to them or below them.
    pub hosts: Vec<String>,
    /// What single topics have of their own.
    pub topics: BTreeMap<String, TopicRule>,
}

/// What a topic has of its own.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TopicRule {
    /// Which posts of members wait.
    pub hold: Option<Hold>,
    /// How many published posts end an author's first ones.
    pub first: Option<u32>,
    /// The points from which a post looks like spam.
    pub threshold: Option<u32>,
    /// How urgent questions about it are.
    pub priority: Option<Priority>,
}

/// Which posts wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// Every one.
    All,
    /// An author's first ones, and later ones that look like spam.
    First,
    /// Those that look like spam.
    Score,
}

/// How urgent questions are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// When there is time.
    Low,
    /// In turn.
    Normal,
    /// Before others.
    High,
    /// Before everything.
    Urgent,
}
