//! `GET /_qa/api/v1/similar` and `POST /_qa/api/v1/similar/chosen`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use qa_api::reader::Chosen;
use serde::Deserialize;

use super::super::extract::{JsonBody, Who};
use super::super::problem::Failure;
use crate::app::App;
use crate::service::similar::{choose, similar};

/// What is being asked, and where.
#[derive(Debug, Default, Deserialize)]
pub(in crate::http) struct Asked {
    #[serde(default)]
    page: String,
    #[serde(default)]
    q: String,
}

/// What may answer it already: the same for everybody.
pub(in crate::http) async fn get_similar(
    State(app): State<Arc<App>>,
    Query(Asked { page, q }): Query<Asked>,
) -> Result<Response, Failure> {
    Ok(([(CACHE_CONTROL, "no-cache")], Json(similar(&app, &page, &q).await?)).into_response())
}

/// Counts that it did.
pub(in crate::http) async fn post_chosen(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    JsonBody(chosen): JsonBody<Chosen>,
) -> Result<StatusCode, Failure> {
    choose(&app, &visitor, &chosen).await?;
    Ok(StatusCode::NO_CONTENT)
}
