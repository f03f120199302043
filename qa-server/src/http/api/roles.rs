//! `POST /_qa/api/v1/me/role`, `GET /_qa/api/v1/people` and `POST /_qa/api/v1/people/{person}/role`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use qa_api::people::{RoleDecision, RoleRequest};

use super::super::extract::{JsonBody, Who};
use super::super::problem::Failure;
use super::private;
use crate::app::App;
use crate::service::roles;

/// Asks to become a moderator.
pub(in crate::http) async fn post_ask_role(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    JsonBody(request): JsonBody<RoleRequest>,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &roles::ask(&app, &visitor, request).await?))
}

/// Who has a role, and who asks for one.
pub(in crate::http) async fn get_people(State(app): State<Arc<App>>, Who(visitor): Who) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &roles::people(&app, &visitor).await?))
}

/// Decides; replies with the lists as they are then.
pub(in crate::http) async fn post_role(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(person): Path<String>,
    JsonBody(request): JsonBody<RoleDecision>,
) -> Result<Response, Failure> {
    roles::decide(&app, &visitor, &person, request).await?;
    Ok(private(StatusCode::OK, &roles::people(&app, &visitor).await?))
}
