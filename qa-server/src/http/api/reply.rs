//! `POST /_qa/api/v1/questions/{question}/replies`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use qa_api::request::ReplyRequest;

use super::super::extract::{JsonBody, Who};
use super::super::problem::Failure;
use super::posted;
use crate::app::App;
use crate::service::reply::reply;

/// Replies.
pub(in crate::http) async fn post_reply(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(question): Path<String>,
    JsonBody(request): JsonBody<ReplyRequest>,
) -> Result<Response, Failure> {
    Ok(posted(&reply(&app, &visitor, &question, request).await?))
}
