//! `POST /_qa/form/{ban,note,escalate,priority}`: what a post's page in the inbox offers.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use qa_api::inbox::{BanRequest, Decided, EscalateRequest, NoteRequest, PostRef, Priority, PriorityRequest};
use qa_api::problem::{Code, Problem};
use serde::Deserialize;

use super::super::super::extract::{FormBody, Who};
use super::super::super::pages::refused_case;
use super::super::super::problem::PageFailure;
use super::super::see_other;
use super::{case_or_inbox, done_at};
use crate::app::App;
use crate::service::moderation::{ban, escalate, note, prioritise};
use crate::service::{Refusal, Visitor};

/// The fields of all of these forms.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct CaseFields {
    post: String,
    question: String,
    days: String,
    reason: String,
    text: String,
    about_author: String,
    priority: String,
}

/// Keeps the author from posting.
pub(in crate::http) async fn post_ban(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(fields): FormBody<CaseFields>,
) -> Result<Response, PageFailure> {
    let post = PostRef::from_name(&fields.post).ok_or_else(|| unclear(&app))?;
    // What is no number is none of the days that are possible.
    let days = fields.days.trim().parse().unwrap_or(0);
    let request = BanRequest { post: post.clone(), days, reason: fields.reason };
    let decided = ban::ban(&app, &visitor, request).await;
    answer(&app, &visitor, post, "ban", decided).await
}

/// Keeps a note.
pub(in crate::http) async fn post_note(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(fields): FormBody<CaseFields>,
) -> Result<Response, PageFailure> {
    let post = PostRef::from_name(&fields.post).ok_or_else(|| unclear(&app))?;
    let about_author = !fields.about_author.is_empty();
    let request = NoteRequest { post: post.clone(), about_author, text: fields.text };
    let decided = note::write_note(&app, &visitor, request).await;
    answer(&app, &visitor, post, "note", decided).await
}

/// Asks the staff to decide.
pub(in crate::http) async fn post_escalate(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(fields): FormBody<CaseFields>,
) -> Result<Response, PageFailure> {
    let post = PostRef::from_name(&fields.post).ok_or_else(|| unclear(&app))?;
    let request = EscalateRequest { post: post.clone(), reason: fields.reason };
    let decided = escalate::escalate(&app, &visitor, request).await;
    answer(&app, &visitor, post, "escalate", decided).await
}

/// Says how urgent the question is.
pub(in crate::http) async fn post_priority(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(fields): FormBody<CaseFields>,
) -> Result<Response, PageFailure> {
    let post = PostRef::from_name(&fields.post).ok_or_else(|| unclear(&app))?;
    let request = PriorityRequest { question: fields.question, priority: Priority::from_name(&fields.priority) };
    let decided = prioritise::prioritise(&app, &visitor, request).await;
    answer(&app, &visitor, post, "priority", decided).await
}

fn unclear(app: &App) -> PageFailure {
    PageFailure::new(app, Problem::new(Code::BadRequest, "The form does not say which post it is about."))
}

/// Back to the post's page: with what was done, or with what is wrong.
async fn answer(
    app: &App,
    visitor: &Visitor,
    post: PostRef,
    what: &str,
    decided: Result<Decided, Refusal>,
) -> Result<Response, PageFailure> {
    match decided {
        Ok(decided) => Ok(see_other(&done_at(&case_or_inbox(&post.name()), what, &decided))),
        Err(refusal) => refused_case(app, visitor, post, refusal).await,
    }
}
