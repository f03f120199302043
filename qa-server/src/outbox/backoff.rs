//! When to try again, and when to stop trying.

use crate::clock::{DAY, HOUR, Millis, SECOND};
use crate::deliver::Delivery;
use crate::store::outbox::LeasedRow;

/// The longest wait before the second try.
const BASE: Millis = 5 * SECOND;
/// The longest wait before any try.
const CAP: Millis = HOUR;
/// How long an effect is tried.
const LIFE: Millis = 3 * DAY;

/// Turns a failed try into the last one when the effect has been tried for too long.
pub(super) fn give_up(delivery: Delivery, row: &LeasedRow, now: Millis) -> Delivery {
    match delivery {
        Delivery::Retry { error, .. } if now - row.tried_since >= LIFE => Delivery::Failed(error),
        other => other,
    }
}

/// Milliseconds until the next try: what the target asked for, else a random part of an exponentially growing bound.
pub(super) fn delay(delivery: &Delivery, attempts: i64, fraction: f64) -> Millis {
    let Delivery::Retry { after, .. } = delivery else { return 0 };
    if let Some(after) = after {
        return *after;
    }
    let doublings = u32::try_from(attempts.clamp(1, 20) - 1).unwrap_or(0);
    let bound = BASE.saturating_mul(1 << doublings).min(CAP);
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a wait of at most an hour")]
    let jittered = (bound as f64 * fraction) as Millis;
    jittered.max(SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn retry(after: Option<Millis>) -> Delivery {
        Delivery::Retry { error: "down".to_owned(), after }
    }

    #[test]
    fn waits_grow_up_to_a_cap_and_the_target_has_the_last_word() {
        assert_eq!(delay(&retry(None), 1, 1.0), BASE);
        assert_eq!(delay(&retry(None), 3, 1.0), 4 * BASE);
        assert_eq!(delay(&retry(None), 60, 1.0), CAP);
        assert_eq!(delay(&retry(None), 60, 0.0), SECOND);
        assert_eq!(delay(&retry(Some(7 * SECOND)), 60, 1.0), 7 * SECOND);
    }

    #[test]
    fn after_three_days_a_person_has_to_look() {
        let row = LeasedRow {
            id: String::new(),
            lane: String::new(),
            target: String::new(),
            payload: String::new(),
            attempts: 9,
            created_at: 0,
            first_sent_at: 0,
            tried_since: 0,
        };
        assert_eq!(give_up(retry(None), &row, LIFE), Delivery::Failed("down".to_owned()));
        assert_eq!(give_up(retry(None), &row, LIFE - 1), retry(None));
    }
}
