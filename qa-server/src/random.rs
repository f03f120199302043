//! Randomness, injected, and the ids made from it.

use std::sync::Mutex;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use ulid::Ulid;

use crate::clock::Millis;

/// Where unpredictable bytes come from.
pub trait Random: Send + Sync {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's generator, by way of the thread's cryptographic one.
#[derive(Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        rand::rng().fill_bytes(bytes);
    }
}

/// The same bytes for the same seed: for tests.
#[derive(Debug)]
pub struct SeededRandom(Mutex<StdRng>);

impl SeededRandom {
    /// A generator that always starts the same way.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().expect("no thread panics while it draws").fill_bytes(bytes);
    }
}

/// Makes ids: ULIDs in lower case, which sort by the time they were made and fit a URL.
///
/// Of one process each is greater than the one before, also within a millisecond and when the clock is set back:
/// what was posted or done in turn is listed in turn.
#[derive(Debug, Default)]
pub struct Ids(Mutex<u128>);

impl Ids {
    /// A new id.
    pub fn next(&self, random: &dyn Random, now: Millis) -> String {
        let mut bytes = [0; 16];
        random.fill(&mut bytes);
        let drawn = u128::from_be_bytes(bytes);
        let mut last = self.0.lock().expect("no thread panics while it counts");
        // A step of 64 random bits cannot be guessed either; what overflows makes it a millisecond later.
        let step = 1 + (drawn & u128::from(u64::MAX));
        *last = Ulid::from_parts(now.unsigned_abs(), drawn).0.max(*last + step);
        Ulid(*last).to_string().to_lowercase()
    }
}

/// A fraction of the range from zero to one, for jitter.
pub fn fraction(random: &dyn Random) -> f64 {
    let mut bytes = [0; 4];
    random.fill(&mut bytes);
    f64::from(u32::from_be_bytes(bytes)) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_in_the_order_they_were_made() {
        let (random, ids) = (SeededRandom::new(1), Ids::default());
        let made: Vec<_> = [1000, 1000, 1000, 2000, 1500, 2000].map(|now| ids.next(&random, now)).into();
        assert!(made.is_sorted_by(|a, b| a < b) && made.iter().all(|id| id.len() == 26), "{made:?}");
    }
}
