//! `POST /_qa/api/v1/acts/{act}/undo`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::super::extract::Who;
use super::super::problem::Failure;
use super::private;
use crate::app::App;
use crate::service::undo::undo;

/// Takes an act back; replies with the thread as it is then.
pub(in crate::http) async fn post_undo(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(act): Path<String>,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &undo(&app, &visitor, &act).await?.thread))
}
