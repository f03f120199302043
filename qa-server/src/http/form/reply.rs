//! `POST /_qa/form/reply`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use qa_api::problem::Problem;
use qa_api::request::{Posted, ReplyRequest};
use qa_api::thread::Viewer;
use qa_widget::form::ReplyForm;
use serde::Deserialize;

use super::super::extract::{FormBody, Who};
use super::super::problem::{page, problem};
use super::{posted_at, see_other, showable};
use crate::app::App;
use crate::domain::post::Published;
use crate::service::reply;
use crate::store::questions::find_question;

/// The fields of the form: the question beside those of [`ReplyRequest`].
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::http) struct ReplyFields {
    id: Option<String>,
    question: String,
    body: String,
    name: String,
    email: String,
    website: String,
    stamp: Option<String>,
}

/// Replies, or shows the form again with what is wrong.
pub(in crate::http) async fn post_reply(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(fields): FormBody<ReplyFields>,
) -> Response {
    match reply::reply(&app, &visitor, &fields.question, fields.clone().request()).await {
        Ok(posted) => see_other(&posted_at(&page_of(&app, &posted).await, &posted)),
        Err(refusal) => reply_page(&app, visitor.viewer(), fields, problem(refusal)).await,
    }
}

impl ReplyFields {
    fn request(self) -> ReplyRequest {
        ReplyRequest {
            id: self.id,
            body: self.body,
            name: self.name,
            email: self.email,
            website: self.website,
            stamp: self.stamp,
        }
    }
}

async fn page_of(app: &App, posted: &Posted) -> String {
    let id = match posted {
        Posted::Draft(_) => return String::new(),
        Posted::Held { thread } | Posted::Published { thread } => &thread.id,
    };
    let question = match app.store.read().await {
        Ok(mut tx) => find_question(&mut tx, id).await.ok().flatten(),
        Err(_) => None,
    };
    question.map(|question| question.page).unwrap_or_default()
}

/// The form with everything that was typed, and what is wrong.
pub(in crate::http) async fn reply_page(
    app: &App,
    viewer: Option<Viewer>,
    mut fields: ReplyFields,
    problem: Problem,
) -> Response {
    for field in [&mut fields.body, &mut fields.name, &mut fields.email, &mut fields.question] {
        *field = showable(field);
    }
    let question = fields.question.clone();
    let form = ReplyForm {
        question_title: published_title(app, &question).await.unwrap_or_default(),
        question,
        request: fields.request(),
        problem: Some(problem.clone()),
        viewer,
    };
    page(app, &problem, &qa_widget::render::reply(&form))
}

async fn published_title(app: &App, question: &str) -> Option<String> {
    let mut tx = app.store.read().await.ok()?;
    let question = find_question(&mut tx, question).await.ok()?.and_then(Published::question)?;
    Some(question.get().title.clone())
}
