//! `GET /_qa/versions/{kind}/{id}`: every text that a post had, for its author and moderators.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use qa_api::paths;
use qa_widget::form::VersionsPage;

use super::super::extract::Who;
use super::super::form::PostFields;
use super::super::problem::PageFailure;
use super::super::shell;
use crate::app::App;
use crate::service::edit::list_versions;

/// Shows the versions, the newest first.
pub(in crate::http) async fn get_versions(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path((kind, id)): Path<(String, String)>,
) -> Result<Response, PageFailure> {
    let refused = |refusal| PageFailure::refusal(&app, refusal);
    let subject = PostFields { kind, id }.subject().map_err(refused)?;
    let (versions, question) = list_versions(&app, &visitor, &subject).await.map_err(refused)?;
    let back = format!("{}#{}", paths::personal_page(&question.page), paths::question_anchor(&question.id));
    let page = VersionsPage { title: question.title, back, versions };
    Ok(shell::page(&app, StatusCode::OK, "Versions", &qa_widget::render::versions(&page)))
}
