//! `GET /_qa/api/v1/openapi.json`.

use std::sync::OnceLock;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::super::{openapi, routes};

/// The API's description; the same as long as the program is.
pub(in crate::http) async fn get_openapi() -> Response {
    static DOCUMENT: OnceLock<String> = OnceLock::new();
    let document = DOCUMENT.get_or_init(|| openapi::document(&routes::table(None)).to_string());
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-cache")], document.as_str()).into_response()
}
