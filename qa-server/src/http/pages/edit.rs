//! `GET /_qa/edit/{kind}/{id}`: the form to edit a post.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use qa_api::paths;
use qa_widget::form::EditForm;

use super::super::extract::Who;
use super::super::form::PostFields;
use super::super::problem::PageFailure;
use super::super::shell;
use crate::app::App;
use crate::service::edit::editable;

/// Shows the form to whoever may edit the post.
pub(in crate::http) async fn get_edit(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path((kind, id)): Path<(String, String)>,
) -> Result<Response, PageFailure> {
    let refused = |refusal| PageFailure::refusal(&app, refusal);
    let post = PostFields { kind, id };
    let subject = post.subject().map_err(refused)?;
    let found = editable(&app, &visitor, &subject).await.map_err(refused)?;
    let form = EditForm {
        kind: post.kind,
        id: post.id,
        request: found.request,
        problem: None,
        back: format!("{}#{}", paths::personal_page(&found.page), paths::question_anchor(&found.question)),
    };
    Ok(shell::page(&app, StatusCode::OK, "Edit", &qa_widget::render::edit(&form)))
}
