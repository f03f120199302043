//! `POST /_qa/api/v1/questions/{question}/acts` and `POST /_qa/api/v1/replies/{reply}/acts`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use qa_api::request::ActRequest;

use super::super::extract::{JsonBody, Who};
use super::super::problem::Failure;
use super::private;
use crate::app::App;
use crate::service::act::{Subject, act};

/// Acts on a question.
pub(in crate::http) async fn post_question_act(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(question): Path<String>,
    JsonBody(request): JsonBody<ActRequest>,
) -> Result<Response, Failure> {
    let done = act(&app, &visitor, Subject::Question(question), request).await?;
    Ok(private(StatusCode::OK, &done.acted))
}

/// Acts on a reply.
pub(in crate::http) async fn post_reply_act(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(reply): Path<String>,
    JsonBody(request): JsonBody<ActRequest>,
) -> Result<Response, Failure> {
    let done = act(&app, &visitor, Subject::Reply(reply), request).await?;
    Ok(private(StatusCode::OK, &done.acted))
}
