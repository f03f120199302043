//! `GET /_qa/healthz`: whether the server can read its database; `GET /_qa/readyz`: whether it has something to serve, too.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;

use crate::app::App;

/// 200 when it can, 503 when it cannot.
pub(super) async fn get_healthz(State(app): State<Arc<App>>) -> (StatusCode, &'static str) {
    match app.store.read().await {
        Ok(_) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::warn!(%error, "the database cannot be read");
            (StatusCode::SERVICE_UNAVAILABLE, "the database cannot be read\n")
        }
    }
}

/// 200 when the server can read its database and has read a site; 503 with the reason when not.
pub(super) async fn get_readyz(State(app): State<Arc<App>>) -> (StatusCode, &'static str) {
    let health = get_healthz(State(app.clone())).await;
    if health.0.is_success() && app.site.contents().page_count() == 0 {
        return (StatusCode::SERVICE_UNAVAILABLE, "there is no built site yet\n");
    }
    health
}
