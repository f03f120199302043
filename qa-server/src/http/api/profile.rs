//! `/_qa/api/v1/me/profile`, `/_qa/api/v1/me/sessions`, `/_qa/api/v1/me/providers/disconnect` and `/_qa/api/v1/people/{person}`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use qa_api::people::{DisconnectRequest, EndSessionsRequest, ProfileRequest};

use super::super::extract::{JsonBody, Who};
use super::super::problem::Failure;
use super::private;
use crate::app::App;
use crate::service::{person, profile, provider, sessions};

/// What the signed-in person says about themselves.
pub(in crate::http) async fn get_profile(State(app): State<Arc<App>>, Who(visitor): Who) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &profile::profile(&app, &visitor).await?))
}

/// Changes it.
pub(in crate::http) async fn post_profile(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    JsonBody(request): JsonBody<ProfileRequest>,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &profile::change(&app, &visitor, request).await?))
}

/// Where the signed-in person is signed in.
pub(in crate::http) async fn get_sessions(State(app): State<Arc<App>>, Who(visitor): Who) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &sessions::sessions(&app, &visitor).await?))
}

/// Ends one of these, or all others; replies with what is left.
pub(in crate::http) async fn post_end_sessions(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    JsonBody(request): JsonBody<EndSessionsRequest>,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &sessions::end(&app, &visitor, request).await?))
}

/// Parts the signed-in account from a provider.
pub(in crate::http) async fn post_disconnect(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    JsonBody(request): JsonBody<DisconnectRequest>,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &provider::disconnect(&app, &visitor, request).await?))
}

/// Somebody as everybody may know them: the same with and without a cookie.
pub(in crate::http) async fn get_person(
    State(app): State<Arc<App>>,
    Path(person): Path<String>,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &person::person(&app, &person).await?))
}
