//! `/_qa/api/v1/me/follows`, `/_qa/api/v1/me/mail` and `POST /_qa/api/v1/questions/{question}/follow`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use qa_api::follow::{FollowRequest, OftenRequest};

use super::super::extract::{JsonBody, Who};
use super::super::problem::Failure;
use super::private;
use crate::app::App;
use crate::service::follow;

/// Everything that the signed-in person follows.
pub(in crate::http) async fn get_follows(State(app): State<Arc<App>>, Who(visitor): Who) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &follow::follows(&app, &visitor).await?))
}

/// Follows something, or does no more.
pub(in crate::http) async fn post_follow(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    JsonBody(request): JsonBody<FollowRequest>,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &follow::choose(&app, &visitor, request).await?))
}

/// The same for one question, where it is read; replies with its thread.
pub(in crate::http) async fn post_question_follow(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(question): Path<String>,
    JsonBody(request): JsonBody<OftenRequest>,
) -> Result<Response, Failure> {
    let (changed, _) = follow::choose_on_thread(&app, &visitor, &question, request.often).await?;
    Ok(private(StatusCode::OK, &changed))
}

/// Lets mail come again.
pub(in crate::http) async fn post_resume_mail(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &follow::resume_mail(&app, &visitor).await?))
}
