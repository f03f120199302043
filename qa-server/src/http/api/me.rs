//! `GET /_qa/api/v1/me`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use qa_api::request::Me;

use super::super::extract::Who;
use super::private;
use crate::app::App;
use crate::service::stamp;

/// Who is signed in.
pub(in crate::http) async fn get_me(State(app): State<Arc<App>>, Who(visitor): Who) -> Response {
    private(StatusCode::OK, &Me { viewer: visitor.viewer(), stamp: Some(stamp::issue(&app)) })
}
