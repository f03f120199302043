//! What did not arrive, for staff.

use serde::{Deserialize, Serialize};

/// `GET /_qa/api/v1/outbox`, and the reply to what is done about a letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Outbox {
    /// What was given up, last first; perhaps not all of it.
    pub letters: Vec<Letter>,
    /// Targets that nothing goes to, by name.
    pub off: Vec<OffTarget>,
    /// How much was given up.
    pub dead: u64,
    /// How much is on its way.
    pub waiting: u64,
}

/// A mail, message or event that was given up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Letter {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub kind: String,
    /// Where it was to go.
    pub target: String,
    /// How often it was tried.
    pub attempts: u64,
    /// What went wrong last; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub error: String,
    /// When it was given up: RFC 3339, UTC.
    pub at: String,
}

/// A target that nothing goes to until one of its letters is tried again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OffTarget {
    /// Which one.
    pub target: String,
    /// What it said.
    pub reason: String,
    /// Since when: RFC 3339, UTC.
    pub since: String,
}
