//! When whoever builds the site is told that what is public changed.
//!
//! Time is cut into slots as long as the builder's pause; all changes in a slot are told of once, when it is over. So
//! a builder is called at most once in a pause, and the call after the last change comes after that change.

use crate::clock::{MINUTE, Millis, SECOND};

/// How long after a slot it is told: a change of the slot that is a little slow to be stored is in the build, too.
const SETTLING: Millis = 10 * SECOND;

/// A configured builder, as far as calls to it are planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Builder {
    /// Its name, and that of its lane in the outbox.
    pub name: String,
    /// How long it has peace between two calls.
    pub pause: Millis,
}

/// How soon a change has to be in the built pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// With everything else.
    InTime,
    /// Within a minute or so: something is to be on no page any more.
    Soon,
}

impl Builder {
    /// When the builder is told of a change that happens `now`.
    pub fn due(&self, now: Millis, urgency: Urgency) -> Millis {
        let slot = match urgency {
            Urgency::InTime => self.pause,
            Urgency::Soon => self.pause.min(MINUTE),
        };
        now - now.rem_euclid(slot) + slot + SETTLING
    }

    /// The order of calls of one urgency: what is to go soon does not wait for the rest.
    pub fn order_key(&self, urgency: Urgency) -> String {
        match urgency {
            Urgency::InTime => self.name.clone(),
            Urgency::Soon => format!("{}:soon", self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_of_a_slot_are_told_of_together_after_it() {
        let builder = Builder { name: "build:site".to_owned(), pause: 5 * MINUTE };
        let start = 30_000 * MINUTE;
        for now in [start, start + MINUTE, start + 5 * MINUTE - 1] {
            assert_eq!(builder.due(now, Urgency::InTime), start + 5 * MINUTE + SETTLING);
        }
        let next = builder.due(start + 5 * MINUTE, Urgency::InTime);
        assert_eq!(next, start + 10 * MINUTE + SETTLING, "a pause after the one before");
    }

    #[test]
    fn what_goes_away_goes_sooner() {
        let builder = Builder { name: "build:site".to_owned(), pause: 60 * MINUTE };
        let now = 1_790_000_000_123;
        assert!(builder.due(now, Urgency::Soon) - now <= MINUTE + SETTLING);
        let quick = Builder { pause: 20 * SECOND, ..builder };
        assert_eq!(quick.due(now, Urgency::Soon), quick.due(now, Urgency::InTime));
    }
}
