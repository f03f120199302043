//! `POST /_qa/form/edit`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use qa_api::paths;
use qa_api::problem::Problem;
use qa_api::request::EditRequest;
use qa_widget::form::EditForm;
use serde::Deserialize;

use super::super::extract::{FormBody, Who};
use super::super::problem::{page, problem};
use super::{PostFields, on_page, see_other, showable};
use crate::app::App;
use crate::service::edit::edit;

/// The fields of the form: the post beside those of [`EditRequest`].
#[derive(Clone, Debug, Deserialize)]
pub(in crate::http) struct EditFields {
    kind: String,
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    body: String,
}

/// Edits and goes back to the page, or shows the form again with what is wrong.
pub(in crate::http) async fn post_edit(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(fields): FormBody<EditFields>,
) -> Response {
    let EditFields { kind, id, title, body } = fields;
    let post = PostFields { kind, id };
    let request = EditRequest { title, body };
    let edited = match post.subject() {
        Ok(subject) => edit(&app, &visitor, subject, request.clone()).await,
        Err(refusal) => Err(refusal),
    };
    match edited {
        Ok(edited) => {
            let done = if edited.held { "edit_held" } else { "edited" };
            let undo = edited.changed.undo.as_deref();
            see_other(&on_page(&edited.page, done, undo, &edited.changed.thread.id))
        }
        Err(refusal) => edit_page(&app, post, request, &problem(refusal)),
    }
}

/// The form with everything that was typed, and what is wrong.
pub(in crate::http) fn edit_page(app: &App, post: PostFields, mut request: EditRequest, problem: &Problem) -> Response {
    for field in [&mut request.title, &mut request.body] {
        *field = showable(field);
    }
    let form = EditForm {
        // Where the post is was not looked up, since it may not be there; the edit page knows.
        back: paths::edit_page(&post.kind, &post.id),
        kind: post.kind,
        id: post.id,
        request,
        problem: Some(problem.clone()),
    };
    page(app, problem, &qa_widget::render::edit(&form))
}
