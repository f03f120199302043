//! `POST /_qa/api/v1/me/leave`, `POST /_qa/api/v1/me/stay` and `GET /_qa/api/v1/me/export`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_DISPOSITION;
use axum::response::{IntoResponse, Response};
use qa_api::people::LeaveRequest;

use super::super::extract::{JsonBody, Who};
use super::super::problem::Failure;
use super::super::session;
use super::private;
use crate::app::App;
use crate::service::{export, leave};

/// Signs out everywhere and sets the day on which the account is erased.
pub(in crate::http) async fn post_leave(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    JsonBody(request): JsonBody<LeaveRequest>,
) -> Result<Response, Failure> {
    let leaving = leave::leave(&app, &visitor, request).await?;
    Ok(([session::end(&app)], private(StatusCode::ACCEPTED, &leaving)).into_response())
}

/// Stays after all.
pub(in crate::http) async fn post_stay(State(app): State<Arc<App>>, Who(visitor): Who) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &leave::stay(&app, &visitor).await?))
}

/// Everything that is stored about the account, as a file.
pub(in crate::http) async fn get_export(State(app): State<Arc<App>>, Who(visitor): Who) -> Result<Response, Failure> {
    let export = export::export(&app, &visitor).await?;
    let file = [(CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\"")];
    Ok((file, private(StatusCode::OK, &export)).into_response())
}
