//! `POST /_qa/api/v1/votes`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use qa_api::reader::VoteRequest;

use super::super::extract::{Agent, JsonBody, Who};
use super::super::problem::Failure;
use crate::app::App;
use crate::service::vote::vote;

/// Takes a vote.
pub(in crate::http) async fn post_vote(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Agent(agent): Agent,
    JsonBody(request): JsonBody<VoteRequest>,
) -> Result<StatusCode, Failure> {
    vote(&app, &visitor, &agent, &request).await?;
    Ok(StatusCode::NO_CONTENT)
}
