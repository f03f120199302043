//! The state of the staff's page of what did not arrive.
//!
//! Filled in by qa-server, drawn by [`crate::render`].

use crate::form::Notice;

/// What did not arrive, and which targets are off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutboxPage {
    /// What was given up, last first; perhaps not all of it.
    pub letters: Vec<Letter>,
    /// Targets that nothing goes to.
    pub off: Vec<OffTarget>,
    /// How much was given up.
    pub dead: i64,
    /// How much is on its way.
    pub waiting: i64,
    /// What has just been done.
    pub done: Option<Notice>,
}

/// Something that was given up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub kind: String,
    /// Where it was to go.
    pub target: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What went wrong last.
    pub error: String,
    /// When it was given up: RFC 3339, UTC.
    pub at: String,
}

/// A target that nothing goes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffTarget {
    /// Which one.
    pub target: String,
    /// What it said.
    pub reason: String,
}
