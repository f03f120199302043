//! What API v1 takes and gives about following: which mail somebody gets about what others post.

use serde::{Deserialize, Serialize};

/// How often somebody gets mail about what they follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Often {
    /// As it happens.
    AtOnce,
    /// Together, every morning.
    Daily,
    /// Together, on Monday morning.
    Weekly,
    /// Not at all, whatever wider thing is followed.
    Never,
}

impl Often {
    /// Each, most frequent first.
    pub const ALL: [Self; 4] = [Self::AtOnce, Self::Daily, Self::Weekly, Self::Never];

    /// The name in forms and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::AtOnce => "at_once",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Never => "never",
        }
    }

    /// The one of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|often| often.name() == name)
    }
}

/// What can be followed; the narrowest one that somebody chose for counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The questions on the pages of a topic.
    Topic,
    /// The questions on a page.
    Page,
    /// One question.
    Question,
}

impl Scope {
    /// Each, widest first.
    pub const ALL: [Self; 3] = [Self::Topic, Self::Page, Self::Question];

    /// The name in forms and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Page => "page",
            Self::Question => "question",
        }
    }

    /// The one of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// Something that somebody follows, or could.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Follow {
    /// What it is.
    pub scope: Scope,
    /// The id of the question, page or topic.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it is read.
    pub path: String,
    /// How often they get mail about it; absent when they never chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub often: Option<Often>,
}

/// `GET /_qa/api/v1/me/follows`: everything that the signed-in person chose for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Follows {
    /// Topics first, then pages, then questions, the last chosen first.
    pub follows: Vec<Follow>,
    /// Why no such mail goes to their address, whatever they follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<Stopped>,
}

/// Why an address gets no mail but codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stopped {
    /// Its owner wants none.
    Asked,
    /// Its mail server takes none.
    Bounced,
}

impl Stopped {
    /// The name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Bounced => "bounced",
        }
    }

    /// The one of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Asked, Self::Bounced].into_iter().find(|stopped| stopped.name() == name)
    }
}

/// `POST /_qa/api/v1/me/follows`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FollowRequest {
    /// What it is.
    pub scope: Scope,
    /// The id of the question, page or topic.
    pub id: String,
    /// How often they want mail about it.
    pub often: Often,
}

/// `POST /_qa/api/v1/questions/{question}/follow`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OftenRequest {
    /// How often they want mail about it.
    pub often: Often,
}
