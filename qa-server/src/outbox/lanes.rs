//! How many deliveries each target has under way, so that one that hangs does not take the places of others.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// Deliveries to one target at the same time.
const AT_ONCE: usize = 8;

/// The deliveries under way, by lane.
#[derive(Debug, Default)]
pub(super) struct Lanes(Mutex<HashMap<String, usize>>);

/// A delivery under way; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    lanes: Arc<Lanes>,
    lane: String,
}

impl Lanes {
    /// The lanes that take no more.
    pub(super) fn full(&self) -> Vec<String> {
        self.counts().iter().filter(|(_, count)| **count >= AT_ONCE).map(|(lane, _)| lane.clone()).collect()
    }

    /// Takes a place in `lane`.
    pub(super) fn enter(self: Arc<Self>, lane: &str) -> Place {
        *self.counts().entry(lane.to_owned()).or_default() += 1;
        Place { lane: lane.to_owned(), lanes: self }
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.0.lock().expect("no thread panics while it counts")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(count) = self.lanes.counts().get_mut(&self.lane) {
            *count -= 1;
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
        assert_eq!(lanes.full(), ["slack"]);
        places.pop();
        assert!(lanes.full().is_empty());
    }
}
