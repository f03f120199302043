//! `POST /_qa/form/act`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use qa_api::problem::{Code, Problem};
use qa_api::request::ActRequest;
use qa_api::thread::Act;
use serde::Deserialize;

use super::super::extract::{FormBody, Who};
use super::super::problem::PageFailure;
use super::{on_page, see_other};
use crate::app::App;
use crate::service::act::{Subject, act};

/// The fields of the form.
#[derive(Debug, Deserialize)]
pub(in crate::http) struct ActFields {
    kind: String,
    id: String,
    act: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    title: String,
}

/// Acts, and goes back to the page with the way to undo it.
pub(in crate::http) async fn post_act(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(fields): FormBody<ActFields>,
) -> Result<Response, PageFailure> {
    let (Some(subject), Some(name)) = (subject(&fields), Act::from_name(&fields.act)) else {
        return Err(PageFailure::new(&app, Problem::new(Code::BadRequest, "The form does not say what to do.")));
    };
    let request = ActRequest { act: name, reason: fields.reason, to: fields.to, title: fields.title };
    let done = act(&app, &visitor, subject, request).await.map_err(|refusal| PageFailure::refusal(&app, refusal))?;
    Ok(see_other(&on_page(&done.page, done.acted.act.name(), Some(&done.acted.id), &done.acted.thread.id)))
}

fn subject(fields: &ActFields) -> Option<Subject> {
    match fields.kind.as_str() {
        "question" => Some(Subject::Question(fields.id.clone())),
        "reply" => Some(Subject::Reply(fields.id.clone())),
        _ => None,
    }
}
