//! What Zendesk sends by itself: that something was done to a ticket.
//!
//! Only which ticket it was is taken from there: it may come twice, late, out of order or not at all,
//! so the ticket is read again. Source: <https://developer.zendesk.com/documentation/webhooks/verifying/>.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;

use crate::clock::{MINUTE, Millis, parse_rfc3339};
use crate::deliver::hmac;

/// The secret that Zendesk publishes for trying webhooks out.
pub const TEST_SECRET: &str = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==";
/// How old or new a signature may be.
const WINDOW: Millis = 5 * MINUTE;

/// What was done to which ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// The ticket's number.
    pub ticket: String,
    /// The same for the same word of it; absent where the sender gave none.
    pub id: Option<String>,
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    detail: Option<Detail>,
    /// In the bodies of triggers, which the manual tells how to write.
    #[serde(default)]
    ticket_id: Option<Value>,
}

#[derive(Deserialize)]
struct Detail {
    #[serde(default)]
    id: Option<Value>,
}

/// Whether `signature` over `timestamp` and `body` is Zendesk's, and of now.
pub fn is_genuine(secret: &str, signature: &str, timestamp: &str, body: &[u8], now: Millis) -> bool {
    let in_time = parse_rfc3339(timestamp).is_some_and(|at| (now - at).abs() <= WINDOW);
    let Ok(signature) = STANDARD.decode(signature) else { return false };
    in_time && hmac::verify(secret.as_bytes(), &[timestamp.as_bytes(), body], &signature)
}

/// What a body says, if it is about a ticket.
pub fn touched(body: &[u8]) -> Option<Touched> {
    let envelope: Envelope = serde_json::from_slice(body).ok()?;
    let ticket = number(envelope.detail.and_then(|detail| detail.id).or(envelope.ticket_id)?)?;
    Some(Touched { ticket, id: envelope.id })
}

/// Ids are texts in events and may be numbers in triggers.
fn number(id: Value) -> Option<String> {
    let id = match id {
        Value::String(id) => id,
        Value::Number(id) => id.to_string(),
        _ => return None,
    };
    (!id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: &str = "2021-03-25T05:09:27Z";

    #[test]
    fn a_signature_is_checked_against_body_and_time() {
        let body = br#"{"event":"ticket.updated","id":123}"#;
        let signature = "S/RDdU2ERmj7LHDDoWJ2onPYH+t7/f2+LTM4dL7UiLM=";
        let now = parse_rfc3339(AT).unwrap();
        assert!(is_genuine(TEST_SECRET, signature, AT, body, now + WINDOW));
        assert!(!is_genuine(TEST_SECRET, signature, AT, body, now + WINDOW + 1));
        assert!(!is_genuine(TEST_SECRET, signature, AT, body, now - WINDOW - 1));
        assert!(!is_genuine(TEST_SECRET, signature, AT, b"{}", now));
        assert!(!is_genuine("another", signature, AT, body, now));
        assert!(!is_genuine(TEST_SECRET, "", AT, body, now));
    }

    #[test]
    fn events_and_triggers_name_a_ticket() {
        let event =
            br#"{"type":"zen:event-type:ticket.status_changed","id":"e1","detail":{"id":"35436","status":"SOLVED"}}"#;
        assert_eq!(touched(event), Some(Touched { ticket: "35436".to_owned(), id: Some("e1".to_owned()) }));
        let trigger = br#"{"ticket_id":"35436","external_id":"postil-x","status":"Solved"}"#;
        assert_eq!(touched(trigger), Some(Touched { ticket: "35436".to_owned(), id: None }));
        for other in ["{}", "[]", "", r#"{"ticket_id":"../1"}"#, r#"{"detail":{"id":""}}"#] {
            assert_eq!(touched(other.as_bytes()), None, "{other}");
        }
    }
}
