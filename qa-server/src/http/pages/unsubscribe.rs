//! `/_qa/unsubscribe`: GET shows buttons, POST does it, with no cookie, no sign-in and no redirect (RFC 8058).

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use qa_widget::form::UnsubscribeForm;
use serde::Deserialize;

use super::super::problem::PageFailure;
use super::super::shell;
use super::Token;
use crate::app::App;
use crate::service::Refusal;
use crate::service::unsubscribe::{title, unsubscribe};

const TITLE: &str = "Stop mail";

/// What a mail program posts, or a button.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Posted {
    t: String,
    all: String,
}

/// Shows the buttons.
pub(in crate::http) async fn get_unsubscribe(
    State(app): State<Arc<App>>,
    Query(token): Query<Token>,
) -> Result<Response, PageFailure> {
    let about = title(&app, &token.t).await.map_err(|refusal| PageFailure::refusal(&app, refusal))?;
    Ok(page(&app, UnsubscribeForm { token: token.t, about, done: false }))
}

/// Stops mail. A mail program posts `List-Unsubscribe=One-Click` to the link, a button posts the token.
pub(in crate::http) async fn post_unsubscribe(
    State(app): State<Arc<App>>,
    Query(link): Query<Token>,
    body: String,
) -> Result<Response, PageFailure> {
    let posted: Posted = serde_urlencoded::from_str(&body).unwrap_or_default();
    let token = if link.t.is_empty() { posted.t } else { link.t };
    let all = !posted.all.is_empty();
    let refused = |refusal: Refusal| PageFailure::refusal(&app, refusal);
    let about = title(&app, &token).await.map_err(refused)?.filter(|_| !all);
    unsubscribe(&app, &token, all).await.map_err(refused)?;
    Ok(page(&app, UnsubscribeForm { token, about, done: true }))
}

fn page(app: &App, form: UnsubscribeForm) -> Response {
    shell::page(app, StatusCode::OK, TITLE, &qa_widget::render::unsubscribe(&form))
}
