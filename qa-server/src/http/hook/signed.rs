//! A word of another system as it came: its headers, and its body to the byte, which is what is signed.

use axum::body::{Body, Bytes, to_bytes};
use axum::http::HeaderMap;
use qa_api::problem::Code;

use crate::http::problem::Failure;
use crate::service::Refusal;

/// Most bytes of a word: GitHub sends the whole issue with its repository.
const MOST_BYTES: usize = 1024 * 1024;

/// See the module.
pub(super) struct Signed {
    headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Signed {
    /// Reads the whole body.
    ///
    /// # Errors
    /// When it is too long.
    pub(super) async fn read(headers: HeaderMap, body: Body) -> Result<Self, Failure> {
        match to_bytes(body, MOST_BYTES).await {
            Ok(body) => Ok(Self { headers, body }),
            Err(_) => Err(refused("This is longer than what such systems send.")),
        }
    }

    /// A header's value, empty where there is none.
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Refuses what is not genuine.
    ///
    /// # Errors
    /// When `is_genuine` is false: `who` did not sign it.
    pub(super) fn check(&self, is_genuine: bool, who: &str) -> Result<(), Failure> {
        let told = || refused(&format!("This is not signed by {who}, or was on its way for too long."));
        is_genuine.then_some(()).ok_or_else(told)
    }
}

/// What is answered to what cannot be taken.
pub(super) fn refused(told: &str) -> Failure {
    Refusal::new(Code::BadRequest, told).into()
}
