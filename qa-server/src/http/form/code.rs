//! `POST /_qa/form/code`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{AppendHeaders, IntoResponse, Response};
use qa_api::paths;
use qa_api::request::Posted;
use serde::Deserialize;

use super::super::cookies::JOIN;
use super::super::extract::{FormBody, Who};
use super::super::pages::code_page;
use super::super::problem::problem;
use super::super::session;
use super::{on_page, see_other};
use crate::app::App;
use crate::domain::account::Account;
use crate::domain::capability::{Capability, allows};
use crate::service::challenge::{SignedIn, answer_code};
use crate::service::leave;
use crate::service::provider::{self, Join};
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
        Ok(done) => signed_in(&app, &headers, &done, "").await,
        Err(refusal) => code_page(&app, &fields.challenge, Some(problem(refusal)), false).await,
    }
}

/// Begins the new session, ends the one before, joins what waited for it, and goes on to `back`, or to where the work is.
pub(in crate::http) async fn signed_in(app: &Arc<App>, headers: &HeaderMap, done: &SignedIn, back: &str) -> Response {
    if let Some(before) = session::token(app, headers)
        && let Err(error) = sign_out(app, &before).await
    {
        tracing::warn!(%error, "the session before was not ended; it expires by itself");
    }
    let join = join_waiting(app, headers, &done.account).await;
    let leaving = leave::is_leaving(app, &done.account).await.unwrap_or(false);
    let next = match (&done.page, &done.question, &done.posted) {
        (Some(page), Some(question), Some(Posted::Published { .. })) => on_page(page, "published", None, question),
        (Some(page), Some(question), _) => on_page(page, "held", None, question),
        _ if leaving => paths::PROFILE.to_owned(),
        _ if !back.is_empty() => back.to_owned(),
        _ if allows(Some(done.account.role), false, Capability::SeeQueue) => paths::MODERATE.to_owned(),
        _ => "/".to_owned(),
    };
    (AppendHeaders([session::begin(app, &done.token)]), AppendHeaders(join), see_other(&next)).into_response()
}

/// Joins the account to who somebody is at a provider, if this browser waits for that; gives the header that ends waiting.
pub(in crate::http) async fn join_waiting(
    app: &Arc<App>,
    headers: &HeaderMap,
    account: &Account,
) -> Option<(HeaderName, HeaderValue)> {
    let join: Join = JOIN.read(app, headers)?;
    if let Err(error) = provider::join(app, account, join).await {
        tracing::warn!(%error, "an account was not joined; signing in by the provider again will do");
    }
    Some(JOIN.end(app))
}
