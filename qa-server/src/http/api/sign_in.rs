//! `POST /_qa/api/v1/sign-in` and `POST /_qa/api/v1/sign-out`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use qa_api::request::SignInRequest;

use super::super::extract::{JsonBody, Who};
use super::super::problem::Failure;
use super::super::session;
use super::private;
use crate::app::App;
use crate::service::sign_in::{sign_in, sign_out};

/// Mails a code or link.
pub(in crate::http) async fn post_sign_in(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    JsonBody(request): JsonBody<SignInRequest>,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::ACCEPTED, &sign_in(&app, &visitor, request).await?))
}

/// Ends the session.
pub(in crate::http) async fn post_sign_out(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    if let Some(token) = session::token(&app, &headers) {
        sign_out(&app, &token).await?;
    }
    Ok((StatusCode::NO_CONTENT, [session::end(&app)]).into_response())
}
