//! Signatures of Standard Webhooks, scheme `v1`: HMAC-SHA256 over id, time and body
//! (standardwebhooks.com, "Signature scheme").

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::deliver::hmac;

/// What a key begins with as text.
const PREFIX: &str = "whsec_";

/// A key.
pub(in crate::deliver) struct Key(Vec<u8>);

impl Key {
    /// The key that `text` writes, if it is one.
    pub(in crate::deliver) fn parse(text: &str) -> Option<Self> {
        let bytes = STANDARD.decode(text.strip_prefix(PREFIX)?).ok()?;
        (24..=64).contains(&bytes.len()).then_some(Self(bytes))
    }

    /// The signature of a message.
    pub(in crate::deliver) fn sign(&self, id: &str, timestamp: i64, body: &[u8]) -> String {
        let head = format!("{id}.{timestamp}.");
        format!("v1,{}", STANDARD.encode(hmac::sign(&self.0, &[head.as_bytes(), body])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_as_the_reference_library_makes_it() {
        let key = Key::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signature = key.sign("msg_1", 1_700_000_000, br#"{"a":1}"#);
        assert_eq!(signature, "v1,hVsFLpmw4Ib/Xm0eZLt3KqYBZdt0U8gdGeuz0EsGv78=");
        assert!(Key::parse("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").is_none() && Key::parse("whsec_YWJj").is_none());
    }
}
