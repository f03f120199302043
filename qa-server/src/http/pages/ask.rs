//! `GET /_qa/ask/{page}?section=`: asking about a page or one of its sections, as a page of its own.
//!
//! A page of the site is the same for everybody and cannot know at which heading a reader wants to ask; this one can.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use qa_api::problem::{Code, Problem};
use qa_api::request::AskRequest;
use qa_widget::form::AskForm;
use serde::Deserialize;

use super::super::extract::Who;
use super::super::problem::PageFailure;
use super::super::shell;
use crate::app::App;

/// Where on the page.
#[derive(Debug, Default, Deserialize)]
pub(in crate::http) struct At {
    #[serde(default)]
    section: String,
}

/// Shows the form, for the section if the page has it.
pub(in crate::http) async fn get_ask(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(id): Path<String>,
    Query(at): Query<At>,
) -> Result<Response, PageFailure> {
    let contents = app.site.contents();
    let page = contents.page(&id).filter(|page| page.qa).ok_or_else(|| {
        PageFailure::new(&app, Problem::new(Code::UnknownPage, "Check the address, or ask at the foot of a page."))
    })?;
    let section = page.sections.iter().find(|section| section.anchor == at.section);
    let title = section.map_or(&page.title, |section| &section.title);
    let form = AskForm {
        request: AskRequest {
            page: page.id.clone(),
            section: section.map(|section| section.anchor.clone()),
            ..AskRequest::default()
        },
        problem: None,
        viewer: visitor.viewer(),
        page_title: Some(title.clone()),
    };
    Ok(shell::page(&app, StatusCode::OK, "Ask a question", &qa_widget::render::ask(&form)))
}
