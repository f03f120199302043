//! What ticket systems send by themselves: `POST /_qa/hooks/zendesk` and `POST /_qa/hooks/github`.
//!
//! The signature is checked over the body's very bytes; then the word is stored and answered, and acted on later.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};

use super::super::problem::Failure;
use super::signed::Signed;
use crate::app::App;
use crate::deliver::{github, zendesk};
use crate::service::{Refusal, tickets};

/// Takes what Zendesk says.
pub(in crate::http) async fn post_zendesk(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Failure> {
    let desk = app.desks.zendesk.as_ref().ok_or_else(Refusal::not_found)?;
    let secret = desk.webhook_secret().ok_or_else(Refusal::not_found)?;
    let word = Signed::read(headers, body).await?;
    let signature = word.header("x-zendesk-webhook-signature");
    let timestamp = word.header("x-zendesk-webhook-signature-timestamp");
    word.check(zendesk::hook::is_genuine(secret, signature, timestamp, &word.body, app.now()), "Zendesk")?;
    let Some(touched) = zendesk::hook::touched(&word.body) else { return Ok(StatusCode::NO_CONTENT) };
    // Triggers have no id of their own, but each time one is run it has.
    let invocation = || format!("{}{timestamp}", word.header("x-zendesk-webhook-invocation-id"));
    let id = touched.id.unwrap_or_else(invocation);
    tickets::touched(&app, zendesk::NAME, &touched.ticket, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes what GitHub says.
pub(in crate::http) async fn post_github(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Failure> {
    let desk = app.desks.github.as_ref().ok_or_else(Refusal::not_found)?;
    let secret = desk.webhook_secret().ok_or_else(Refusal::not_found)?;
    let word = Signed::read(headers, body).await?;
    word.check(github::hook::is_genuine(secret, word.header("x-hub-signature-256"), &word.body), "GitHub")?;
    let touched = github::hook::touched(word.header("x-github-event"), &word.body);
    if let Some((_, issue)) = touched.filter(|(repository, _)| desk.is_repository(repository)) {
        tickets::touched(&app, github::NAME, &issue, word.header("x-github-delivery")).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
