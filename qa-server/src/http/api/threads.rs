//! `GET /_qa/api/v1/pages/{page}/threads` and `GET /_qa/api/v1/me/pages/{page}/threads`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::super::extract::Who;
use super::super::problem::Failure;
use super::private;
use crate::app::App;
use crate::service::fragments::fragment;
use crate::service::{Refusal, view};

/// The published threads: the same for everybody, with or without a cookie.
pub(in crate::http) async fn get_threads(
    State(app): State<Arc<App>>,
    Path(page): Path<String>,
) -> Result<Response, Failure> {
    let fragment = fragment(&app, &page).await?;
    let headers = [(CACHE_CONTROL, "no-cache"), (CONTENT_TYPE, "application/json")];
    // What a script element may hold is JSON like any other.
    Ok((headers, fragment.json.clone()).into_response())
}

/// The threads as the signed-in reader may see them.
pub(in crate::http) async fn get_my_threads(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(page): Path<String>,
) -> Result<Response, Failure> {
    let account = visitor.account.ok_or_else(Refusal::signed_out)?;
    let mut tx = app.store.read().await?;
    Ok(private(StatusCode::OK, &view::personal(&mut tx, &app, &page, &account).await?))
}
