//! When the periods of digests end: every day at seven in the morning, every Monday at seven, UTC.

use qa_api::follow::Often;

use crate::clock::{DAY, HOUR, Millis};

/// When a day's digest is due.
const MORNING: Millis = 7 * HOUR;
/// The first Monday of the epoch, which began on a Thursday.
const MONDAY: Millis = 4 * DAY;

/// When the last period before `now` ended; at `now` itself for what is told at once or never.
pub fn period_end(often: Often, now: Millis) -> Millis {
    let (first, length) = match often {
        Often::Daily => (MORNING, DAY),
        Often::Weekly => (MONDAY + MORNING, 7 * DAY),
        Often::AtOnce | Often::Never => return now,
    };
    now - (now - first).rem_euclid(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{parse_rfc3339, rfc3339};

    #[test]
    fn days_end_in_the_morning_and_weeks_on_monday() {
        let end = |often, now| rfc3339(period_end(often, parse_rfc3339(now).unwrap()));
        assert_eq!(end(Often::Daily, "2026-11-21T06:59:59Z"), "2026-11-20T07:00:00Z");
        assert_eq!(end(Often::Daily, "2026-11-21T07:00:00Z"), "2026-11-21T07:00:00Z");
        assert_eq!(end(Often::Weekly, "2026-11-21T12:00:00Z"), "2026-11-16T07:00:00Z");
        assert_eq!(end(Often::Weekly, "2026-11-23T07:00:00Z"), "2026-11-23T07:00:00Z");
    }
}
