//! HMAC-SHA256 (RFC 2104), by which messages of targets, and to them, are signed; each vendor says over which parts.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The signature of `parts`, one after the other.
pub fn sign(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    mac(key, parts).finalize().into_bytes().into()
}

/// Whether `signature` is that of `parts`; takes as long for any that is not.
pub fn verify(key: &[u8], parts: &[&[u8]], signature: &[u8]) -> bool {
    mac(key, parts).verify_slice(signature).is_ok()
}

fn mac(key: &[u8], parts: &[&[u8]]) -> Hmac<Sha256> {
    let mut mac = Hmac::new_from_slice(key).expect("a key of HMAC has any length");
    for part in parts {
        mac.update(part);
    }
    mac
}
