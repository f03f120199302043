//! `POST /_qa/form/leave` and `POST /_qa/form/stay`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use qa_api::people::LeaveRequest;

use super::super::extract::{FormBody, Who};
use super::super::problem::PageFailure;
use super::super::{session, shell};
use super::{on_profile, see_other};
use crate::app::App;
use crate::service::leave;

/// Signs out everywhere and says until when one can come back.
pub(in crate::http) async fn post_leave(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(request): FormBody<LeaveRequest>,
) -> Result<Response, PageFailure> {
    let leaving = leave::leave(&app, &visitor, request).await.map_err(|refusal| PageFailure::refusal(&app, refusal))?;
    let body = qa_widget::render::left(&leaving);
    Ok(([session::end(&app)], shell::page(&app, StatusCode::OK, "Signed out", &body)).into_response())
}

/// Stays after all.
pub(in crate::http) async fn post_stay(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
) -> Result<Response, PageFailure> {
    leave::stay(&app, &visitor).await.map_err(|refusal| PageFailure::refusal(&app, refusal))?;
    Ok(see_other(&on_profile("stays")))
}
