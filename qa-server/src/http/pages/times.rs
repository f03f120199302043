//! `GET /_qa/moderate/times`: how long people wait, topic by topic.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use qa_api::paths::MODERATE_TIMES;

use super::super::extract::Who;
use super::super::shell;
use super::sign_in::sign_in_first;
use crate::app::App;
use crate::service::times::times;

/// Shows the times, or how to sign in.
pub(in crate::http) async fn get_times(State(app): State<Arc<App>>, Who(visitor): Who) -> Response {
    match times(&app, &visitor).await {
        Ok(times) => shell::page(&app, StatusCode::OK, "Response times", &qa_widget::render::times(&times)),
        Err(refusal) => sign_in_first(&app, refusal, MODERATE_TIMES),
    }
}
