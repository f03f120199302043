//! `GET /_qa/api/v1/me`.

use axum::http::StatusCode;
use axum::response::Response;
use qa_api::request::Me;

use super::super::extract::Who;
use super::private;

/// Who is signed in.
pub(in crate::http) async fn get_me(Who(visitor): Who) -> Response {
    private(StatusCode::OK, &Me { viewer: visitor.viewer() })
}
