//! `POST /_qa/api/v1/flags`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use qa_api::inbox::ReportRequest;

use super::super::extract::{JsonBody, Who};
use super::super::problem::Failure;
use super::private;
use crate::app::App;
use crate::service::flag::flag;

/// Takes a reader's report.
pub(in crate::http) async fn post_flag(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    JsonBody(request): JsonBody<ReportRequest>,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &flag(&app, &visitor, request).await?))
}
