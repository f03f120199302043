//! Holding people to [`crate::domain::limit`].

use super::Refusal;
use crate::clock::Millis;
use crate::domain::limit::Limit;
use crate::store::{Tx, counters};

/// Counts once against each limit, or refuses when one is used up; the unit of work that is refused has counted nothing.
pub(super) async fn count(tx: &mut Tx, limits: &[(&Limit, &str)], now: Millis) -> Result<(), Refusal> {
    for (limit, subject) in limits {
        if counters::update_counter(tx, limit, subject, now).await? > limit.max {
            tracing::info!(limit = limit.name, "a limit was reached");
            return Err(Refusal::rate_limited(limit.retry_after(now)));
        }
    }
    Ok(())
}
