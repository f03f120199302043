//! `POST /_qa/form/ask`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use qa_api::problem::Problem;
use qa_api::request::AskRequest;
use qa_api::thread::Viewer;
use qa_widget::form::AskForm;

use super::super::extract::{FormBody, Who};
use super::super::problem::{page, problem};
use super::{posted_at, see_other, showable};
use crate::app::App;
use crate::service::ask;

/// Asks, or shows the form again with what is wrong.
pub(in crate::http) async fn post_ask(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(request): FormBody<AskRequest>,
) -> Response {
    match ask::ask(&app, &visitor, request.clone()).await {
        Ok(posted) => see_other(&posted_at(&request.page, &posted)),
        Err(refusal) => ask_page(&app, visitor.viewer(), request, problem(refusal)),
    }
}

/// The form with everything that was typed, and what is wrong.
pub(in crate::http) fn ask_page(
    app: &App,
    viewer: Option<Viewer>,
    mut request: AskRequest,
    problem: Problem,
) -> Response {
    for field in [&mut request.title, &mut request.body, &mut request.name, &mut request.email, &mut request.page] {
        *field = showable(field);
    }
    let page_title = app.site.contents().page(&request.page).map(|page| page.title.clone());
    let form = AskForm { request, problem: Some(problem.clone()), viewer, page_title };
    page(app, &problem, &qa_widget::render::ask(&form))
}
