//! `POST /_qa/form/code`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use qa_api::paths;
use qa_api::request::Posted;
use serde::Deserialize;

use super::super::extract::{FormBody, Who};
use super::super::pages::code_page;
use super::super::problem::problem;
use super::super::session;
use super::{on_page, see_other};
use crate::app::App;
use crate::domain::capability::{Capability, allows};
use crate::service::challenge::{SignedIn, answer_code};
use crate::service::sign_in::sign_out;

/// The fields of the form.
#[derive(Debug, Deserialize)]
pub(in crate::http) struct CodeFields {
    challenge: String,
    code: String,
}

/// Signs in and sends the draft on, or shows the form again with what is wrong.
pub(in crate::http) async fn post_code(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    headers: HeaderMap,
    FormBody(fields): FormBody<CodeFields>,
) -> Response {
    match answer_code(&app, &visitor, &fields.challenge, &fields.code).await {
        Ok(done) => signed_in(&app, &headers, &done).await,
        Err(refusal) => code_page(&app, &fields.challenge, Some(problem(refusal)), false).await,
    }
}

/// Begins the new session, ends the one before, and goes on to where the work is.
pub(in crate::http) async fn signed_in(app: &App, headers: &HeaderMap, done: &SignedIn) -> Response {
    if let Some(before) = session::token(app, headers)
        && let Err(error) = sign_out(app, &before).await
    {
        tracing::warn!(%error, "the session before was not ended; it expires by itself");
    }
    let next = match (&done.page, &done.question, &done.posted) {
        (Some(page), Some(question), Some(Posted::Published { .. })) => on_page(page, "published", None, question),
        (Some(page), Some(question), _) => on_page(page, "held", None, question),
        _ if allows(Some(done.account.role), false, Capability::SeeQueue) => paths::MODERATE.to_owned(),
        _ => "/".to_owned(),
    };
    ([session::begin(app, &done.token)], see_other(&next)).into_response()
}
