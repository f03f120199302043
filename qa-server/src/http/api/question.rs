//! `POST /_qa/api/v1/questions`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use qa_api::request::AskRequest;

use super::super::extract::{JsonBody, Who};
use super::super::problem::Failure;
use super::posted;
use crate::app::App;
use crate::service::ask::ask;

/// Asks.
pub(in crate::http) async fn post_question(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    JsonBody(request): JsonBody<AskRequest>,
) -> Result<Response, Failure> {
    Ok(posted(&ask(&app, &visitor, request).await?))
}
