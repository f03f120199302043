//! How a GitHub App gets in: it shows an assertion that its key signed, and gets a token of an hour.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use qa_server::clock::rfc3339;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use serde::Deserialize;
use serde_json::{Value, json};

use super::api::{Door, missing, parse};

/// The app's client ID.
pub(super) const CLIENT: &str = "Iv23liBetweenTwoTests";
/// Its key. Everybody knows it.
pub(super) const PRIVATE_KEY: &str = include_str!("../../keys/rsa.pem");
const PUBLIC_KEY: &str = include_str!("../../keys/rsa.pub.pem");
const INSTALLATION: u64 = 77;
/// Seconds for which a token is good.
const LIFE: i64 = 60 * 60;
/// Most seconds for which an assertion may be good.
const MOST: i64 = 10 * 60;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    typ: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    iss: String,
    iat: i64,
    exp: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenRequest {
    repositories: Vec<String>,
    permissions: Permissions,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Permissions {
    issues: String,
}

/// When an assertion says that it was made, in seconds; nothing unless the app's key signed it for a short time.
pub(super) fn asserted_at(token: &str) -> Option<i64> {
    let (message, signature) = token.rsplit_once('.')?;
    let (header, claims) = message.split_once('.')?;
    let part = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
    let header: Header = serde_json::from_slice(&part(header)?).ok()?;
    let claims: Claims = serde_json::from_slice(&part(claims)?).ok()?;
    let lines: String = PUBLIC_KEY.lines().filter(|line| !line.starts_with('-')).collect();
    let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, STANDARD.decode(lines).ok()?);
    key.verify(message.as_bytes(), &part(signature)?).ok()?;
    let holds = (header.alg.as_str(), header.typ.as_str()) == ("RS256", "JWT")
        && claims.iss == CLIENT
        && (1..=MOST).contains(&(claims.exp - claims.iat));
    holds.then_some(claims.iat)
}

pub(super) async fn get_installation(Shared(state): Door) -> Result<Json<Value>, Response> {
    let state = state.lock().expect("no handler panics");
    if state.uninstalled { Err(missing()) } else { Ok(Json(json!({ "id": INSTALLATION }))) }
}

pub(super) async fn post_token(
    Shared(state): Door,
    Path(id): Path<u64>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Response> {
    let request: TokenRequest = parse(&body)?;
    assert_eq!(
        (request.repositories.as_slice(), request.permissions.issues.as_str()),
        (&["handbook-questions".to_owned()][..], "write")
    );
    let mut state = state.lock().expect("no handler panics");
    if id != INSTALLATION || state.uninstalled {
        return Err(missing());
    }
    let given = headers["authorization"].to_str().unwrap_or_default();
    let at = given.strip_prefix("Bearer ").and_then(asserted_at).expect("it was let in");
    let token = format!("ghs_{}", state.tokens.len());
    state.tokens.push(token.clone());
    let said = json!({ "token": token, "expires_at": rfc3339((at + LIFE) * 1000) });
    Ok((StatusCode::CREATED, Json(said)).into_response())
}
