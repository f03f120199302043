//! One message a second to each channel, as Slack asks for: later ones get a turn of their own.

use std::collections::HashMap;
use std::sync::Mutex;

use crate::clock::{HOUR, Millis};

/// Between two messages to one channel.
const SPACING: Millis = 1_100;

/// The turns of every channel.
#[derive(Debug, Default)]
pub(super) struct Pace(Mutex<HashMap<String, Turns>>);

#[derive(Debug, Default)]
struct Turns {
    /// When the next turn without an owner is.
    free: Millis,
    /// Turns that were given out, by the row that waits for them.
    given: HashMap<String, Millis>,
}

impl Pace {
    /// Whether it is the turn of `row` to write to `channel`; if not, until when it waits.
    pub(super) fn turn(&self, channel: &str, row: &str, now: Millis) -> Result<(), Millis> {
        let mut channels = self.0.lock().expect("no thread panics while it gives out turns");
        let turns = channels.entry(channel.to_owned()).or_default();
        // Some never come back for theirs, as when they are cancelled.
        turns.given.retain(|_, at| now - *at < HOUR);
        match turns.given.get(row) {
            Some(at) if *at > now => return Err(*at),
            Some(_) => {
                turns.given.remove(row);
                return Ok(());
            }
            None => {}
        }
        let at = turns.free.max(now);
        turns.free = at + SPACING;
        if at == now {
            return Ok(());
        }
        turns.given.insert(row.to_owned(), at);
        Err(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_gets_a_turn_in_order() {
        let pace = Pace::default();
        assert_eq!(pace.turn("C1", "a", 5_000), Ok(()));
        assert_eq!(pace.turn("C1", "b", 5_000), Err(6_100));
        assert_eq!(pace.turn("C1", "c", 5_001), Err(7_200));
        assert_eq!(pace.turn("C2", "d", 5_001), Ok(()));
        assert_eq!(pace.turn("C1", "b", 6_099), Err(6_100));
        assert_eq!(pace.turn("C1", "b", 6_100), Ok(()));
        assert_eq!(pace.turn("C1", "e", 6_100), Err(8_300));
        assert_eq!(pace.turn("C1", "c", 7_200), Ok(()));
    }
}
