//! `GET /_qa/flag?post=…`: saying that something is wrong with a post.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use qa_api::inbox::PostRef;
use qa_api::paths;
use qa_api::problem::{Code, Problem};
use qa_widget::form::FlagForm;
use serde::Deserialize;

use super::super::extract::Who;
use super::super::problem::{PageFailure, page};
use super::super::shell;
use crate::app::App;
use crate::service::Visitor;
use crate::service::flag::flagged_title;

/// Which post, and whether the report was just taken.
#[derive(Debug, Default, Deserialize)]
pub(in crate::http) struct Flagged {
    #[serde(default)]
    post: String,
    #[serde(default)]
    done: String,
}

/// Shows the form, or the thanks.
pub(in crate::http) async fn get_flag(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Query(flagged): Query<Flagged>,
) -> Result<Response, PageFailure> {
    let post = PostRef::from_name(&flagged.post)
        .ok_or_else(|| PageFailure::new(&app, Problem::new(Code::NotFound, "Check the address.")))?;
    flag_page(&app, &visitor, &post, String::new(), None, !flagged.done.is_empty()).await
}

/// The form with what was written, and what is wrong.
pub(in crate::http) async fn flag_page(
    app: &App,
    visitor: &Visitor,
    post: &PostRef,
    note: String,
    problem: Option<Problem>,
    done: bool,
) -> Result<Response, PageFailure> {
    let found = flagged_title(app, visitor, post).await;
    let (title, page_id) = found.map_err(|refusal| PageFailure::refusal(app, refusal))?;
    let contents = app.site.contents();
    let path = contents.page(&page_id).map_or_else(|| paths::personal_page(&page_id), |page| page.path.clone());
    let form = FlagForm { post: post.name(), title, back: path, note, problem: problem.clone(), done };
    let body = qa_widget::render::flag(&form);
    Ok(match problem {
        Some(problem) => page(app, &problem, &body),
        None => shell::page(app, StatusCode::OK, "Report a post", &body),
    })
}
