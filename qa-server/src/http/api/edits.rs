//! `GET` and `POST` of `/_qa/api/v1/questions/{question}/edits` and `/_qa/api/v1/replies/{reply}/edits`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use qa_api::request::{EditRequest, Versions};

use super::super::extract::{JsonBody, Who};
use super::super::problem::Failure;
use super::private;
use crate::app::App;
use crate::service::Visitor;
use crate::service::act::Subject;
use crate::service::edit::{edit, list_versions};

/// Edits a question.
pub(in crate::http) async fn post_question_edit(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(question): Path<String>,
    JsonBody(request): JsonBody<EditRequest>,
) -> Result<Response, Failure> {
    post(&app, &visitor, Subject::Question(question), request).await
}

/// Edits a reply.
pub(in crate::http) async fn post_reply_edit(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(reply): Path<String>,
    JsonBody(request): JsonBody<EditRequest>,
) -> Result<Response, Failure> {
    post(&app, &visitor, Subject::Reply(reply), request).await
}

/// The versions of a question's text.
pub(in crate::http) async fn get_question_edits(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(question): Path<String>,
) -> Result<Response, Failure> {
    get(&app, &visitor, &Subject::Question(question)).await
}

/// The versions of a reply's text.
pub(in crate::http) async fn get_reply_edits(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(reply): Path<String>,
) -> Result<Response, Failure> {
    get(&app, &visitor, &Subject::Reply(reply)).await
}

/// 202 for what waits for a moderator, 200 for what is done.
async fn post(app: &Arc<App>, visitor: &Visitor, subject: Subject, request: EditRequest) -> Result<Response, Failure> {
    let edited = edit(app, visitor, subject, request).await?;
    let status = if edited.held { StatusCode::ACCEPTED } else { StatusCode::OK };
    Ok(private(status, &edited.changed))
}

async fn get(app: &App, visitor: &Visitor, subject: &Subject) -> Result<Response, Failure> {
    let (versions, _) = list_versions(app, visitor, subject).await?;
    Ok(private(StatusCode::OK, &Versions { versions }))
}
