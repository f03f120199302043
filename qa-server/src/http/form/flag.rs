//! `POST /_qa/form/flag`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use qa_api::inbox::{PostRef, ReportReason, ReportRequest};
use qa_api::problem::{Code, Problem};
use serde::Deserialize;

use super::super::extract::{FormBody, Who};
use super::super::pages::flag_page;
use super::super::problem::{PageFailure, problem};
use super::{see_other, showable};
use crate::app::App;
use crate::service::flag::flag;

/// The fields of the form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct FlagFields {
    post: String,
    reason: String,
    note: String,
}

/// Takes the report and thanks, or shows the form again with what is wrong.
pub(in crate::http) async fn post_flag(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(fields): FormBody<FlagFields>,
) -> Result<Response, PageFailure> {
    let (Some(post), Some(reason)) = (PostRef::from_name(&fields.post), ReportReason::from_name(&fields.reason)) else {
        let detail = "The form does not say what is wrong with which post.";
        return Err(PageFailure::new(&app, Problem::new(Code::BadRequest, detail)));
    };
    let request = ReportRequest { post: post.clone(), reason, note: fields.note.clone() };
    match flag(&app, &visitor, request).await {
        Ok(_) => Ok(see_other(&format!("{}&done=1", qa_api::paths::flag_page(&post.name())))),
        Err(refusal) => flag_page(&app, &visitor, &post, showable(&fields.note), Some(problem(refusal)), false).await,
    }
}
