//! Slack's signatures of what it sends: HMAC-SHA256 over version, time and body (docs.slack.dev, "Verifying requests").

use crate::clock::{MINUTE, Millis, SECOND};
use crate::deliver::hmac;
use crate::hex;

/// How far Slack's clock may be from ours.
const TOLERANCE: Millis = 5 * MINUTE;

/// Whether Slack, which alone knows `secret` beside us, sent `body` just now.
pub fn is_genuine(secret: &str, timestamp: &str, signature: &str, body: &[u8], now: Millis) -> bool {
    let Ok(at) = timestamp.parse::<Millis>() else { return false };
    let fresh = at.checked_mul(SECOND).is_some_and(|at| now.abs_diff(at) <= TOLERANCE.unsigned_abs());
    let Some(signature) = signature.strip_prefix("v0=").and_then(hex::decode) else { return false };
    fresh && hmac::verify(secret.as_bytes(), &[b"v0:", timestamp.as_bytes(), b":", body], &signature)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_slack_is_believed_and_only_at_once() {
        let signature = "v0=63e1372e8b7ddbce08bddc4ff4d403a15d2d69f718d33f5a2d9e0bc5720a56c6";
        let at = |now| is_genuine("s3cret", "1700000000", signature, b"payload=%7B%7D", now);
        let now = 1_700_000_000 * SECOND;
        assert!(at(now) && at(now + TOLERANCE) && at(now - TOLERANCE));
        assert!(!at(now + TOLERANCE + 1) && !at(now - TOLERANCE - 1));
        assert!(!is_genuine("other", "1700000000", signature, b"payload=%7B%7D", now));
        assert!(!is_genuine("s3cret", "1700000000", signature, b"payload=%7B", now));
        assert!(!is_genuine("s3cret", "99999999999999999999", signature, b"", now));
    }
}
