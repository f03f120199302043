//! What GitHub sends by itself: that something was done to an issue.
//!
//! Source: <https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries>.

use serde::Deserialize;

use crate::deliver::hmac;
use crate::hex;

/// Whether `signature`, as in `X-Hub-Signature-256`, is GitHub's over `body`.
pub fn is_genuine(secret: &str, signature: &str, body: &[u8]) -> bool {
    let Some(signature) = signature.strip_prefix("sha256=").and_then(hex::decode) else { return false };
    hmac::verify(secret.as_bytes(), &[body], &signature)
}

/// The repository and the issue that an event is about, if it matters to a question.
pub fn touched(event: &str, body: &[u8]) -> Option<(String, String)> {
    #[derive(Deserialize)]
    struct Payload {
        action: String,
        issue: Issue,
        repository: Repository,
    }
    #[derive(Deserialize)]
    struct Issue {
        number: u64,
    }
    #[derive(Deserialize)]
    struct Repository {
        full_name: String,
    }
    let payload: Payload = serde_json::from_slice(body).ok()?;
    let matters = match event {
        "issues" => matches!(payload.action.as_str(), "closed" | "reopened" | "deleted" | "transferred"),
        "issue_comment" => payload.action == "created",
        _ => false,
    };
    matters.then(|| (payload.repository.full_name, payload.issue.number.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_checked_against_the_body() {
        // The example of GitHub's documentation.
        let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
        assert!(is_genuine("It's a Secret to Everybody", signature, b"Hello, World!"));
        assert!(!is_genuine("It's a Secret to Everybody", signature, b"Hello, World"));
        assert!(!is_genuine("another", signature, b"Hello, World!"));
        for broken in ["", "sha256=", "sha256=7", "sha256=zz", "757107ea", "sha256=é"] {
            assert!(!is_genuine("It's a Secret to Everybody", broken, b"Hello, World!"), "{broken}");
        }
    }

    #[test]
    fn events_name_an_issue() {
        let body = br#"{"action":"closed","issue":{"number":7},"repository":{"full_name":"a/b"}}"#;
        assert_eq!(touched("issues", body), Some(("a/b".to_owned(), "7".to_owned())));
        assert_eq!(touched("issue_comment", body), None);
        assert_eq!(touched("ping", br#"{"zen":"..."}"#), None);
    }
}
