//! `POST /_qa/form/sign-out`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::super::problem::PageFailure;
use super::super::session;
use super::see_other;
use crate::app::App;
use crate::service::sign_in::sign_out;

/// Ends the session, here and on the server.
pub(in crate::http) async fn post_sign_out(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, PageFailure> {
    if let Some(token) = session::token(&app, &headers) {
        sign_out(&app, &token).await.map_err(|error| PageFailure::refusal(&app, error.into()))?;
    }
    Ok(([session::end(&app)], see_other("/")).into_response())
}
