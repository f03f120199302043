//! `POST /_qa/api/v1/preview`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use qa_api::request::PreviewRequest;

use super::super::extract::{JsonBody, Who};
use super::super::problem::Failure;
use super::private;
use crate::app::App;
use crate::service::preview::preview;

/// Shows what a text will look like; stores nothing of it.
pub(in crate::http) async fn post_preview(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    JsonBody(request): JsonBody<PreviewRequest>,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &preview(&app, &visitor, &request).await?))
}
