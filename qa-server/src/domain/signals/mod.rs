//! What speaks against a post before anybody reads it: one signal, one file, each a pure function of the [`Evidence`].
//!
//! Called by `service::judging`, whose findings go to [`super::policy`].
//! **Invariants:** a signal never drops anything, it only adds points; every finding says why in a sentence for people.

mod account;
mod bidi;
mod fill_time;
mod honeypot;
mod hosts;
mod links;
mod names;
mod pace;
mod repetition;
mod words;

pub mod sketch;

use self::sketch::Sketch;
use super::policy::Signals;
use crate::clock::Millis;

/// Everything that is known about a post and its author when it comes in.
#[derive(Clone, Debug)]
pub struct Evidence<'a> {
    /// What the form itself told.
    pub signals: Signals,
    /// Title and Markdown.
    pub text: &'a str,
    /// The hosts that its links lead to, one entry for each link.
    pub hosts: &'a [String],
    /// The author's display name.
    pub name: &'a str,
    /// What the author did before.
    pub standing: Standing,
    /// What the post says, for comparing.
    pub sketch: &'a Sketch,
    /// Recent posts of the same author.
    pub own: &'a [Sketch],
    /// Recent posts of others.
    pub others: &'a [Sketch],
    /// Words that count against a post, in plain form.
    pub bad_words: &'a [String],
    /// Hosts that count against a post.
    pub bad_hosts: &'a [String],
}

/// What an author did before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// How long the account has existed.
    pub age: Millis,
    /// Published questions and replies.
    pub published: u32,
    /// Posts of the last ten minutes.
    pub recent: u32,
    /// Whether an earlier post was called spam.
    pub suspect: bool,
}

impl Standing {
    /// Whether nothing of theirs has been published yet.
    pub fn is_new(&self) -> bool {
        self.published == 0
    }
}

/// One thing that speaks against a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much; 50 is what a post of its own accord is held for, unless configured otherwise.
    pub points: u32,
    /// A sentence for moderators and the author.
    pub reason: String,
}

impl Finding {
    fn new(points: u32, reason: impl Into<String>) -> Self {
        Self { points, reason: reason.into() }
    }
}

/// A signal.
type Signal = fn(&Evidence<'_>) -> Option<Finding>;

/// Every signal, the weightiest first.
const SIGNALS: [Signal; 10] = [
    honeypot::find,
    account::find,
    hosts::find,
    words::find,
    repetition::find,
    links::find,
    names::find,
    bidi::find,
    fill_time::find,
    pace::find,
];

/// Everything that speaks against the post.
pub fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    SIGNALS.iter().filter_map(|signal| signal(evidence)).collect()
}

/// The points of all findings together.
pub fn score(findings: &[Finding]) -> u32 {
    findings.iter().map(|finding| finding.points).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::clock::DAY;

    /// A post of a well-known author that nothing speaks against, for tests to change.
    pub(super) fn harmless() -> Evidence<'static> {
        static SKETCH: Sketch = Sketch::EMPTY;
        Evidence {
            signals: Signals::default(),
            text: "How long does the oil last?",
            hosts: &[],
            name: "Ada",
            standing: Standing { age: 30 * DAY, published: 5, recent: 1, suspect: false },
            sketch: &SKETCH,
            own: &[],
            others: &[],
            bad_words: &[],
            bad_hosts: &[],
        }
    }

    #[test]
    fn nothing_speaks_against_a_plain_question() {
        assert_eq!(find(&harmless()), []);
    }

    proptest! {
        #[test]
        fn every_finding_has_points_and_a_sentence(
            text in ".{0,200}", name in ".{0,30}", hosts in prop::collection::vec("[a-z]{1,5}\\.example", 0..6),
            age in 0..DAY * 3, published in 0_u32..3, recent in 0_u32..12, suspect: bool, honeypot: bool, fill in 0_i64..100_000,
        ) {
            let sketch = Sketch::of(&text);
            let evidence = Evidence {
                signals: Signals { honeypot, fill: Some(fill) },
                text: &text, name: &name, hosts: &hosts, sketch: &sketch,
                standing: Standing { age, published, recent, suspect },
                own: std::slice::from_ref(&sketch),
                ..harmless()
            };
            for finding in find(&evidence) {
                prop_assert!(finding.points > 0);
                prop_assert!(finding.reason.ends_with('.') && !finding.reason.contains('\n'), "{}", finding.reason);
            }
        }
    }
}
