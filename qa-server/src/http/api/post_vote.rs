//! `POST /_qa/api/v1/questions/{question}/vote` and `POST /_qa/api/v1/replies/{reply}/vote`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::super::extract::Who;
use super::super::problem::Failure;
use super::private;
use crate::app::App;
use crate::service::act::Subject;
use crate::service::post_vote::vote;

/// Votes for a question, or takes the vote back.
pub(in crate::http) async fn post_question_vote(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(question): Path<String>,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &vote(&app, &visitor, Subject::Question(question)).await?.changed))
}

/// Votes for a reply, or takes the vote back.
pub(in crate::http) async fn post_reply_vote(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(reply): Path<String>,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &vote(&app, &visitor, Subject::Reply(reply)).await?.changed))
}
