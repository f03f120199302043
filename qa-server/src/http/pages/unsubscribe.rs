//! `/_qa/unsubscribe`: GET shows a button, POST does it, with no cookie, no sign-in and no redirect (RFC 8058).

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use qa_widget::form::UnsubscribeForm;

use super::super::problem::PageFailure;
use super::super::shell;
use super::Token;
use crate::app::App;
use crate::service::Refusal;
use crate::service::unsubscribe::{is_valid, unsubscribe};

const TITLE: &str = "Stop mail";

/// Shows the button.
pub(in crate::http) async fn get_unsubscribe(
    State(app): State<Arc<App>>,
    Query(token): Query<Token>,
) -> Result<Response, PageFailure> {
    if !is_valid(&app, &token.t) {
        return Err(PageFailure::refusal(&app, Refusal::not_found()));
    }
    let form = UnsubscribeForm { token: token.t, done: false };
    Ok(shell::page(&app, StatusCode::OK, TITLE, &qa_widget::render::unsubscribe(&form)))
}

/// Stops all mail. A mail program posts `List-Unsubscribe=One-Click` to the link, the button posts the token.
pub(in crate::http) async fn post_unsubscribe(
    State(app): State<Arc<App>>,
    Query(link): Query<Token>,
    body: String,
) -> Result<Response, PageFailure> {
    let posted: Token = serde_urlencoded::from_str(&body).unwrap_or_default();
    let token = if link.t.is_empty() { posted.t } else { link.t };
    unsubscribe(&app, &token).await.map_err(|refusal| PageFailure::refusal(&app, refusal))?;
    let form = UnsubscribeForm { token, done: true };
    Ok(shell::page(&app, StatusCode::OK, TITLE, &qa_widget::render::unsubscribe(&form)))
}
