//! What is held for a moderator, and why.

use qa_api::thread::Role;

use super::capability::{Capability, allows};

/// What can be told about a post before anybody reads it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signals {
    /// Whether the field that people do not see was filled in.
    pub honeypot: bool,
}

/// What becomes of a new post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is on the page at once.
    Publish,
    /// It waits for a moderator, who is told why.
    Hold(String),
}

/// Decides over a new post: everything is held but what moderators and staff write.
pub fn decide(role: Role, signals: Signals) -> Decision {
    if allows(Some(role), false, Capability::PostUnheld) {
        return Decision::Publish;
    }
    let reason = if signals.honeypot {
        "A field that people do not see was filled in; programs do that."
    } else {
        "Every post waits for a moderator."
    };
    Decision::Hold(reason.to_owned())
}
