//! What an answer by HTTP, or none, means for a delivery, where the target's own rules say nothing else.

use super::Delivery;
use crate::clock::{HOUR, Millis, SECOND};
use crate::outward::{Answer, OutwardError};

/// Longest that a target can make a delivery wait by `Retry-After`.
const MOST_WAIT: Millis = HOUR;

/// Nobody answered: it is tried again, but for what is wrong with the address.
pub fn unanswered(error: &OutwardError) -> Delivery {
    if error.is_lasting() { Delivery::Off(error.to_string()) } else { Delivery::retry(error) }
}

/// The delivery of an answer that is no success, if it says by itself that it may work later: 408, 425, 429, 5xx.
pub fn later(answer: &Answer) -> Option<Delivery> {
    let later = matches!(answer.status, 408 | 425 | 429 | 500..=599);
    later.then(|| Delivery::Retry { error: format!("it answered {}", answer.status), after: retry_after(answer) })
}

/// Milliseconds that an answer asks to wait, by `Retry-After` in seconds (RFC 9110, section 10.2.3).
pub fn retry_after(answer: &Answer) -> Option<Millis> {
    let seconds: Millis = answer.header("retry-after")?.trim().parse().ok()?;
    Some(seconds.saturating_mul(SECOND).clamp(SECOND, MOST_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, retry_after: &str) -> Answer {
        let headers = vec![("retry-after".to_owned(), retry_after.to_owned())];
        Answer { status, headers, body: Vec::new() }
    }

    #[test]
    fn what_may_work_later_is_tried_again_when_it_says() {
        assert_eq!(later(&answer(404, "")), None);
        let after = |delivery| match delivery {
            Some(Delivery::Retry { after, .. }) => after,
            other => panic!("{other:?}"),
        };
        assert_eq!(after(later(&answer(429, "30"))), Some(30 * SECOND));
        assert_eq!(after(later(&answer(503, "soon"))), None);
        assert_eq!(after(later(&answer(503, "999999"))), Some(MOST_WAIT));
    }
}
