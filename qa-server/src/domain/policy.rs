//! What is held for a moderator, and why.

use qa_api::server_data::{Hold, HoldRule};
use qa_api::thread::Role;

use super::capability::{Capability, allows};
use super::signals::{Finding, Standing, score};
use crate::clock::Millis;

/// What the form itself tells about a post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// Whether the field that people do not see was filled in.
    pub honeypot: bool,
    /// Milliseconds from opening the form to sending it; absent when the form did not say when it was opened.
    pub fill: Option<Millis>,
}

/// Which posts of members wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Which ones.
    pub hold: Hold,
    /// How many published posts end an author's first ones.
    pub first: u32,
    /// The points from which a post looks like spam.
    pub threshold: u32,
}

impl Default for Policy {
    fn default() -> Self {
        Self { hold: Hold::All, first: 2, threshold: 50 }
    }
}

impl Policy {
    /// The policy with what `rule` says instead.
    #[must_use]
    pub fn with(self, rule: HoldRule) -> Self {
        Self {
            hold: rule.hold.unwrap_or(self.hold),
            first: rule.first.unwrap_or(self.first),
            threshold: rule.threshold.unwrap_or(self.threshold),
        }
    }
}

/// What becomes of a new post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is on the page at once.
    Publish,
    /// It waits for a moderator, who is told why: one sentence a line, never none.
    Hold(String),
}

/// Decides over a new post of somebody of `role`.
///
/// What moderators and staff write is never held; what members write is held as the policy says, and whatever it
/// says when enough speaks against it.
pub fn decide(role: Role, policy: Policy, standing: Standing, findings: &[Finding]) -> Decision {
    if allows(Some(role), false, Capability::PostUnheld) {
        return Decision::Publish;
    }
    let is_first = standing.published < policy.first;
    let rule = match policy.hold {
        Hold::All => Some("Every post waits for a moderator.".to_owned()),
        Hold::First if is_first => Some(format!(
            "Posts of new members wait for a moderator: {} of {} published so far.",
            standing.published, policy.first
        )),
        Hold::First | Hold::Score => None,
    };
    if rule.is_none() && score(findings) < policy.threshold.max(1) {
        return Decision::Publish;
    }
    let reasons: Vec<String> = rule.into_iter().chain(findings.iter().map(|finding| finding.reason.clone())).collect();
    Decision::Hold(reasons.join("\n"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn finding(points: u32) -> Finding {
        Finding { points, reason: "It looks odd.".to_owned() }
    }

    fn held(policy: Policy, published: u32, points: u32) -> bool {
        let standing = Standing { published, ..Standing::default() };
        let findings: Vec<_> = (points > 0).then(|| finding(points)).into_iter().collect();
        decide(Role::Member, policy, standing, &findings) != Decision::Publish
    }

    #[test]
    fn each_policy_holds_what_it_says() {
        let with = |hold| Policy { hold, ..Policy::default() };
        assert!(held(with(Hold::All), 9, 0));
        assert!(held(with(Hold::First), 1, 0) && !held(with(Hold::First), 2, 0) && held(with(Hold::First), 2, 50));
        assert!(!held(with(Hold::Score), 0, 49) && held(with(Hold::Score), 0, 50));
    }

    #[test]
    fn a_topic_says_only_what_differs() {
        let rule = HoldRule { hold: Some(Hold::Score), first: None, threshold: Some(10) };
        assert_eq!(Policy::default().with(rule), Policy { hold: Hold::Score, first: 2, threshold: 10 });
    }

    proptest! {
        #[test]
        fn every_hold_has_a_reason_and_moderators_are_never_held(
            hold in prop::sample::select(vec![Hold::All, Hold::First, Hold::Score]),
            first in 0_u32..5, threshold in 0_u32..200, published in 0_u32..5, points in prop::collection::vec(1_u32..120, 0..6),
        ) {
            let (policy, standing) = (Policy { hold, first, threshold }, Standing { published, ..Standing::default() });
            let findings: Vec<_> = points.into_iter().map(finding).collect();
            if let Decision::Hold(reasons) = decide(Role::Member, policy, standing, &findings) {
                prop_assert!(!reasons.is_empty() && reasons.lines().all(|reason| reason.ends_with('.')));
            }
            prop_assert_eq!(decide(Role::Moderator, policy, standing, &findings), Decision::Publish);
        }
    }
}
