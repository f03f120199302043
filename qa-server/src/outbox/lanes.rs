//! Which targets take no more now: one that hangs does not take the places of others, and one that asks to be left
//! alone for a time is.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use crate::clock::Millis;

/// Deliveries to one target at the same time.
const AT_ONCE: usize = 8;

/// What is under way, by lane.
#[derive(Debug, Default)]
pub(super) struct Lanes(Mutex<HashMap<String, Lane>>);

#[derive(Debug, Default)]
struct Lane {
    under_way: usize,
    /// Until when the target asks to be left alone.
    rests_until: Millis,
}

/// A delivery under way; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    lanes: Arc<Lanes>,
    lane: String,
}

impl Lanes {
    /// The lanes that take no more `now`.
    pub(super) fn closed(&self, now: Millis) -> Vec<String> {
        let is_closed = |lane: &Lane| lane.under_way >= AT_ONCE || lane.rests_until > now;
        self.lanes().iter().filter(|(_, lane)| is_closed(lane)).map(|(name, _)| name.clone()).collect()
    }

    /// Until when `lane` is to be left alone, if that is after `now`.
    pub(super) fn rests_until(&self, lane: &str, now: Millis) -> Option<Millis> {
        self.lanes().get(lane).map(|lane| lane.rests_until).filter(|until| *until > now)
    }

    /// Leaves `lane` alone until then.
    pub(super) fn rest(&self, lane: &str, until: Millis) {
        let mut lanes = self.lanes();
        let lane = lanes.entry(lane.to_owned()).or_default();
        lane.rests_until = lane.rests_until.max(until);
    }

    /// Takes a place in `lane`.
    pub(super) fn enter(self: Arc<Self>, lane: &str) -> Place {
        self.lanes().entry(lane.to_owned()).or_default().under_way += 1;
        Place { lane: lane.to_owned(), lanes: self }
    }

    fn lanes(&self) -> MutexGuard<'_, HashMap<String, Lane>> {
        self.0.lock().expect("no thread panics while it counts")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(lane) = self.lanes.lanes().get_mut(&self.lane) {
            lane.under_way -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_lane_has_room_again_when_a_delivery_ends() {
        let lanes = Arc::new(Lanes::default());
        let mut places: Vec<_> = (0..AT_ONCE).map(|_| lanes.clone().enter("slack")).collect();
        let _other = lanes.clone().enter("email");
        assert_eq!(lanes.closed(0), ["slack"]);
        places.pop();
        assert!(lanes.closed(0).is_empty());
    }

    #[test]
    fn a_lane_rests_for_as_long_as_its_target_asks() {
        let lanes = Arc::new(Lanes::default());
        lanes.rest("slack", 30);
        lanes.rest("slack", 20);
        assert_eq!((lanes.closed(29), lanes.closed(30)), (vec!["slack".to_owned()], Vec::new()));
        assert_eq!((lanes.rests_until("slack", 29), lanes.rests_until("slack", 30)), (Some(30), None));
    }
}
