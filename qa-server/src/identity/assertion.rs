//! Assertions: tokens by which this server says who it is to a system that knows its public key (RFC 7523).
//!
//! Called by targets that sign in so. A token is good for minutes and is kept nowhere.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::Serialize;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;

use super::signature::{install, rsa_key_pair};
use crate::clock::{Millis, SECOND};

/// How far the other side's clock may be behind ours, in seconds.
const LEEWAY: i64 = 60;

/// A private RSA key that signs assertions.
pub struct AssertionKey(EncodingKey);

/// Why something is no key.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It is no PEM file with a private key.
    #[error("it is no private key in PEM form, which begins with -----BEGIN")]
    Pem,
    /// It is another kind of key, or too short.
    #[error("it is no RSA key of at least 2048 bits")]
    Rsa,
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    iat: i64,
    exp: i64,
}

impl AssertionKey {
    /// The key in the PEM file `text`: PKCS#1 or PKCS#8.
    ///
    /// # Errors
    /// When there is none.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let der = match PrivateKeyDer::from_pem_slice(text.as_bytes()).map_err(|_| KeyError::Pem)? {
            PrivateKeyDer::Pkcs1(key) => key.secret_pkcs1_der().to_vec(),
            PrivateKeyDer::Pkcs8(key) => key.secret_pkcs8_der().to_vec(),
            _ => return Err(KeyError::Rsa),
        };
        rsa_key_pair(&der).ok_or(KeyError::Rsa)?;
        Ok(Self(EncodingKey::from_rsa_der(&der)))
    }

    /// A token by which `issuer` says that it asks, until `until`.
    pub fn assert(&self, issuer: &str, now: Millis, until: Millis) -> String {
        install();
        let claims = Claims { iss: issuer, iat: now / SECOND - LEEWAY, exp: until / SECOND };
        encode(&Header::new(Algorithm::RS256), &claims, &self.0).expect("the key was read before")
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use ring::signature::{KeyPair, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
    use serde_json::{Value, json};

    use super::*;

    /// Made for tests, and known to everybody.
    const PEM: &str = include_str!("../../../tests/keys/rsa.pem");

    #[test]
    fn what_is_asserted_is_signed_by_the_key() {
        let key = AssertionKey::from_pem(PEM).unwrap();
        let token = key.assert("Iv1", 1_700_000_000_000, 1_700_000_540_000);
        let parts: Vec<_> = token.split('.').collect();
        let part = |at: usize| URL_SAFE_NO_PAD.decode(parts[at]).unwrap();
        let json = |at| serde_json::from_slice::<Value>(&part(at)).unwrap();
        assert_eq!(json(0), json!({ "typ": "JWT", "alg": "RS256" }));
        assert_eq!(json(1), json!({ "iss": "Iv1", "iat": 1_699_999_940, "exp": 1_700_000_540 }));
        let pair = rsa_key_pair(key.0.as_bytes()).unwrap();
        let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, pair.public_key());
        let message = format!("{}.{}", parts[0], parts[1]);
        assert!(public.verify(message.as_bytes(), &part(2)).is_ok());
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let refused = |text: &str| AssertionKey::from_pem(text).err();
        assert_eq!(refused("hunter2"), Some(KeyError::Pem));
        let other = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        assert_eq!(refused(other), Some(KeyError::Rsa));
    }
}
