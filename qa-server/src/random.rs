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

/// A new id: a ULID in lower case, so that ids sort by the time they were made and fit a URL.
pub fn id(random: &dyn Random, now: Millis) -> String {
    let mut bytes = [0; 16];
    random.fill(&mut bytes);
    Ulid::from_parts(now.unsigned_abs(), u128::from_be_bytes(bytes)).to_string().to_lowercase()
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
    fn ids_sort_by_time_and_differ() {
        let random = SeededRandom::new(1);
        let (a, b, later) = (id(&random, 1000), id(&random, 1000), id(&random, 2000));
        assert_eq!(a.len(), 26);
        assert_ne!(a, b);
        assert!(a < later && b < later);
    }
}
