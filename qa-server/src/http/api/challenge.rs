//! `POST /_qa/api/v1/challenges/{challenge}/answer` and `…/resend`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use qa_api::request::{AnswerRequest, SignedIn};

use super::super::extract::{JsonBody, Who};
use super::super::form::join_waiting;
use super::super::problem::Failure;
use super::super::session;
use super::private;
use crate::app::App;
use crate::service::challenge::{answer_code, resend};
use crate::service::sign_in::sign_out;

/// Signs in and sends the draft on.
pub(in crate::http) async fn post_answer(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    headers: HeaderMap,
    Path(challenge): Path<String>,
    JsonBody(request): JsonBody<AnswerRequest>,
) -> Result<Response, Failure> {
    let done = answer_code(&app, &visitor, &challenge, &request.code).await?;
    if let Some(before) = session::token(&app, &headers) {
        sign_out(&app, &before).await?;
    }
    let join = join_waiting(&app, &headers, &done.account).await;
    let body = SignedIn { viewer: done.account.viewer(), posted: done.posted };
    let begun = AppendHeaders([session::begin(&app, &done.token)]);
    Ok((begun, AppendHeaders(join), private(StatusCode::OK, &body)).into_response())
}

/// Mails another code.
pub(in crate::http) async fn post_resend(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(challenge): Path<String>,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::ACCEPTED, &resend(&app, &visitor, &challenge).await?))
}
