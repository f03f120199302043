//! Waiting on a condition of another process or task, instead of for a time.

use std::time::{Duration, Instant};

/// How long a condition may take on a busy machine before the test fails.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(10);

/// Asks `condition` until it gives something.
///
/// # Panics
/// When it gives nothing for half a minute; `what` says what was waited for.
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, mut condition: impl FnMut() -> F) -> T {
    let started = Instant::now();
    loop {
        if let Some(value) = condition().await {
            return value;
        }
        assert!(started.elapsed() < PATIENCE, "waited in vain for {what}");
        tokio::time::sleep(PAUSE).await;
    }
}
