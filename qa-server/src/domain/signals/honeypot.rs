//! The field that people do not see was filled in.

use super::{Evidence, Finding};

pub(super) fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let reason = "A field that people do not see was filled in; programs do that.";
    evidence.signals.honeypot.then(|| Finding::new(100, reason))
}
