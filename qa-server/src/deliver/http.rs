//! What an answer by HTTP, or none, means for a delivery, where the target's own rules say nothing else.

use super::Delivery;
use crate::clock::{DAY, Millis, SECOND, parse_http_date};
use crate::outward::{Answer, OutwardError};

/// Longest that a target can make a delivery wait by `Retry-After`: well below the time after which it is given up.
const MOST_WAIT: Millis = DAY;

/// Nobody answered: it is tried again, but for what is wrong with the address.
pub fn unanswered(error: &OutwardError) -> Delivery {
    if error.is_lasting() { Delivery::Off(error.to_string()) } else { Delivery::retry(error) }
}

/// The delivery of an answer that came `now` and is no success, if it says by itself that it may work later: 408, 425,
/// 429, 5xx.
pub fn later(answer: &Answer, now: Millis) -> Option<Delivery> {
    let later = matches!(answer.status, 408 | 425 | 429 | 500..=599);
    later.then(|| Delivery::Retry { error: format!("it answered {}", answer.status), after: retry_after(answer, now) })
}

/// Milliseconds that an answer which came `now` asks to wait, by `Retry-After`: a number of seconds, or a date
/// (RFC 9110, section 10.2.3).
pub fn retry_after(answer: &Answer, now: Millis) -> Option<Millis> {
    let asked = answer.header("retry-after")?.trim();
    let wait = match asked.parse::<Millis>() {
        Ok(seconds) => seconds.saturating_mul(SECOND),
        Err(_) => parse_http_date(asked)?.saturating_sub(now),
    };
    Some(wait.clamp(SECOND, MOST_WAIT))
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
        let now = 1_700_000_000_000;
        assert_eq!(later(&answer(404, ""), now), None);
        let after = |delivery| match delivery {
            Some(Delivery::Retry { after, .. }) => after,
            other => panic!("{other:?}"),
        };
        assert_eq!(after(later(&answer(429, "30"), now)), Some(30 * SECOND));
        assert_eq!(after(later(&answer(503, "soon"), now)), None);
        assert_eq!(after(later(&answer(503, "999999"), now)), Some(MOST_WAIT));
        assert_eq!(after(later(&answer(429, "Tue, 14 Nov 2023 22:14:20 GMT"), now)), Some(60 * SECOND));
        assert_eq!(after(later(&answer(429, "Tue, 14 Nov 2023 22:00:00 GMT"), now)), Some(SECOND));
    }
}
