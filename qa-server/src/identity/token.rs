//! What a provider says about somebody, proven: an ID token is believed after every check of OpenID Connect Core 1.0,
//! section 3.1.3.7, that the code flow asks for.

use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;

use super::signature::{ALGORITHMS, install};
use crate::clock::{Millis, SECOND};

/// How far the provider's clock may be behind ours, in seconds.
const LEEWAY: i64 = 60;

/// What a token must say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    pub(super) nonce: &'a str,
    pub(super) now: Millis,
}

/// What a token, or the provider's answer about its user, says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub(super) struct Claims {
    pub(super) sub: String,
    #[serde(default)]
    pub(super) nonce: Option<String>,
    #[serde(default)]
    pub(super) azp: Option<String>,
    #[serde(default)]
    pub(super) exp: i64,
    #[serde(default)]
    pub(super) email: Option<String>,
    #[serde(default)]
    pub(super) email_verified: Verified,
    #[serde(default)]
    pub(super) name: Option<String>,
}

/// `true`, which some providers write as a string.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "serde_json::Value")]
pub(super) struct Verified(pub(super) bool);

impl From<serde_json::Value> for Verified {
    fn from(value: serde_json::Value) -> Self {
        Self(value == serde_json::Value::Bool(true) || value == "true")
    }
}

/// Why a token is not believed.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// Form, signature, issuer or audience.
    #[error("the ID token does not hold: {0}")]
    Token(#[from] jsonwebtoken::errors::Error),
    /// None of the provider's keys is the one that signed it.
    #[error("the provider has no key {0:?}")]
    Key(Option<String>),
    /// It was signed in a way that is not taken.
    #[error("the ID token is signed by {0}")]
    Algorithm(String),
    /// It was made for another sign-in.
    #[error("the ID token is not for this sign-in")]
    Nonce,
    /// It was made for somebody else.
    #[error("the ID token is for another client")]
    Party,
    /// It is too old.
    #[error("the ID token has expired")]
    Expired,
}

/// The claims of `token`, if it is what is `expected` and one of `keys` signed it.
pub(super) fn verify(token: &str, keys: &JwkSet, expected: Expected<'_>) -> Result<Claims, TokenError> {
    install();
    let header = decode_header(token)?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(TokenError::Algorithm(format!("{:?}", header.alg)));
    }
    let mut validation = Validation::new(header.alg);
    // The library would ask the machine what time it is.
    validation.validate_exp = false;
    validation.set_required_spec_claims(&["iss", "aud", "sub"]);
    validation.set_issuer(&[expected.issuer]);
    validation.set_audience(&[expected.client_id]);
    let key = find(keys, header.kid.as_deref()).ok_or(TokenError::Key(header.kid))?;
    let claims = decode::<Claims>(token, &DecodingKey::from_jwk(key)?, &validation)?.claims;
    if claims.nonce.as_deref() != Some(expected.nonce) {
        return Err(TokenError::Nonce);
    }
    if claims.azp.as_ref().is_some_and(|party| party != expected.client_id) {
        return Err(TokenError::Party);
    }
    if (claims.exp + LEEWAY).saturating_mul(SECOND) <= expected.now {
        return Err(TokenError::Expired);
    }
    Ok(claims)
}

/// The key of this name; without a name the only one there is.
fn find<'k>(keys: &'k JwkSet, name: Option<&str>) -> Option<&'k Jwk> {
    match name {
        Some(name) => keys.find(name),
        None => keys.keys.first().filter(|_| keys.keys.len() == 1),
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
    use serde_json::{Value, json};

    use super::*;

    const NOW: Millis = 1_700_000_000_000;
    const EXPECTED: Expected<'_> =
        Expected { issuer: "https://id.example.org", client_id: "postil", nonce: "n1", now: NOW };

    struct Provider {
        pair: EcdsaKeyPair,
        random: SystemRandom,
    }

    impl Provider {
        fn new() -> Self {
            let random = SystemRandom::new();
            let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
            let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.as_ref(), &random).unwrap();
            Self { pair, random }
        }

        fn keys(&self) -> JwkSet {
            let point = self.pair.public_key().as_ref();
            let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
            serde_json::from_value(json!({ "keys": [{
                "kty": "EC", "crv": "P-256", "kid": "k1", "x": part(&point[1..33]), "y": part(&point[33..])
            }] }))
            .unwrap()
        }

        fn token(&self, header: &Value, claims: &Value) -> String {
            let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
            let message = format!("{}.{}", part(header), part(claims));
            let signed = self.pair.sign(&self.random, message.as_bytes()).unwrap();
            format!("{message}.{}", URL_SAFE_NO_PAD.encode(signed))
        }
    }

    fn claims() -> Value {
        json!({
            "iss": "https://id.example.org", "aud": "postil", "sub": "7", "nonce": "n1", "exp": NOW / 1000 + 300,
            "email": "ada@example.org", "email_verified": "true"
        })
    }

    fn with(name: &str, value: Value) -> Value {
        let mut claims = claims();
        claims[name] = value;
        claims
    }

    #[test]
    fn a_token_that_is_right_is_believed() {
        let provider = Provider::new();
        let header = json!({ "alg": "ES256", "kid": "k1" });
        let read = verify(&provider.token(&header, &claims()), &provider.keys(), EXPECTED).unwrap();
        assert_eq!(
            (read.sub.as_str(), read.email.as_deref(), read.email_verified.0),
            ("7", Some("ada@example.org"), true)
        );
        let without_name = json!({ "alg": "ES256" });
        assert!(verify(&provider.token(&without_name, &claims()), &provider.keys(), EXPECTED).is_ok());
        let several = with("aud", json!(["other", "postil"]));
        assert!(verify(&provider.token(&header, &several), &provider.keys(), EXPECTED).is_ok());
    }

    #[test]
    fn a_token_that_is_wrong_in_one_thing_is_not() {
        let provider = Provider::new();
        let header = json!({ "alg": "ES256", "kid": "k1" });
        let wrong = [
            with("iss", json!("https://other.example.org")),
            with("aud", json!("other")),
            with("nonce", json!("n2")),
            with("nonce", Value::Null),
            with("azp", json!("other")),
            with("exp", json!(NOW / 1000 - 61)),
            with("sub", Value::Null),
        ];
        for claims in wrong {
            assert!(verify(&provider.token(&header, &claims), &provider.keys(), EXPECTED).is_err(), "{claims}");
        }
        let token = provider.token(&header, &claims());
        assert!(verify(&token, &Provider::new().keys(), EXPECTED).is_err(), "another one's signature");
        let unknown = provider.token(&json!({ "alg": "ES256", "kid": "k2" }), &claims());
        assert!(matches!(verify(&unknown, &provider.keys(), EXPECTED), Err(TokenError::Key(_))));
        for alg in ["none", "HS256", "RS256"] {
            let token = provider.token(&json!({ "alg": alg, "kid": "k1" }), &claims());
            assert!(verify(&token, &provider.keys(), EXPECTED).is_err(), "{alg}");
        }
    }
}
