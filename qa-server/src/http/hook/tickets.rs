//! What ticket systems send by themselves: `POST /_qa/hooks/zendesk` and `POST /_qa/hooks/github`.
//!
//! The signature is checked over the body's very bytes; then the word is stored and answered, and acted on later.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use qa_api::problem::Code;

use super::super::problem::Failure;
use crate::app::App;
use crate::deliver::{github, zendesk};
use crate::service::{Refusal, tickets};

/// Most bytes of a word: GitHub sends the whole issue with its repository.
const MOST_BYTES: usize = 1024 * 1024;

/// Takes what Zendesk says.
pub(in crate::http) async fn post_zendesk(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Failure> {
    let desk = app.desks.zendesk.as_ref().ok_or_else(Refusal::not_found)?;
    let secret = desk.webhook_secret().ok_or_else(Refusal::not_found)?;
    let body = to_bytes(body, MOST_BYTES).await.map_err(|_| too_long())?;
    let signature = header(&headers, "x-zendesk-webhook-signature");
    let timestamp = header(&headers, "x-zendesk-webhook-signature-timestamp");
    if !zendesk::hook::is_genuine(secret, signature, timestamp, &body, app.now()) {
        return Err(unsigned("Zendesk"));
    }
    let Some(touched) = zendesk::hook::touched(&body) else { return Ok(StatusCode::NO_CONTENT) };
    // Triggers have no id of their own, but each time one is run it has.
    let invocation = || format!("{}{timestamp}", header(&headers, "x-zendesk-webhook-invocation-id"));
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
    let body = to_bytes(body, MOST_BYTES).await.map_err(|_| too_long())?;
    if !github::hook::is_genuine(secret, header(&headers, "x-hub-signature-256"), &body) {
        return Err(unsigned("GitHub"));
    }
    let touched = github::hook::touched(header(&headers, "x-github-event"), &body);
    if let Some((_, issue)) = touched.filter(|(repository, _)| desk.is_repository(repository)) {
        tickets::touched(&app, github::NAME, &issue, header(&headers, "x-github-delivery")).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn unsigned(who: &str) -> Failure {
    let told = format!("This is not signed by {who}, or was on its way for too long.");
    Refusal::new(Code::BadRequest, &told).into()
}

fn too_long() -> Failure {
    Refusal::new(Code::BadRequest, "This is longer than what such systems send.").into()
}
