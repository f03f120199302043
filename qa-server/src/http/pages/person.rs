//! `GET /_qa/people/{person}`: somebody as everybody may know them, with and without a cookie.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::super::problem::PageFailure;
use super::super::shell;
use crate::app::App;
use crate::service::person::person;

/// Shows the page. Search engines find posts by their permalinks and need not list people.
pub(in crate::http) async fn get_person(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
) -> Result<Response, PageFailure> {
    let person = person(&app, &id).await.map_err(|refusal| PageFailure::refusal(&app, refusal))?;
    Ok(shell::page(&app, StatusCode::OK, &person.name, &qa_widget::render::person(&person)))
}
