//! Counting requests, and `GET /metrics` on an address of its own, which readers do not reach.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;

use crate::app::App;
use crate::metrics;

/// The media type of Prometheus' text format.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Counts the request and how long its reply took to begin.
pub(super) async fn count(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (path, began) = (request.uri().path().to_owned(), Instant::now());
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let response = next.run(request).await;
    app.metrics.requests.count(&path, is_read, response.status().as_u16(), began.elapsed());
    response
}

/// What is served on the address for metrics: those, and nothing else.
pub fn router(app: Arc<App>) -> Router {
    Router::new().fallback(get_metrics).with_state(app)
}

async fn get_metrics(State(app): State<Arc<App>>, uri: Uri) -> Response {
    if uri.path() != "/metrics" {
        return (StatusCode::NOT_FOUND, "there is /metrics here and nothing else\n").into_response();
    }
    match metrics::tell(&app).await {
        Ok(text) => ([(CONTENT_TYPE, TEXT)], text).into_response(),
        Err(error) => {
            tracing::warn!(%error, "the metrics cannot be told");
            (StatusCode::SERVICE_UNAVAILABLE, "the database cannot be read\n").into_response()
        }
    }
}
