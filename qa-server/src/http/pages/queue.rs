//! `GET /_qa/moderate`: what waits for a moderator.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use qa_api::paths;
use qa_widget::form::Queue;

use super::super::extract::Who;
use super::super::shell;
use super::sign_in::sign_in_first;
use crate::app::App;
use crate::service::queue::queue;

/// Shows the queue, or how to sign in.
pub(in crate::http) async fn get_queue(State(app): State<Arc<App>>, Who(visitor): Who) -> Response {
    let items = match queue(&app, &visitor).await {
        Ok(items) => items,
        Err(refusal) => return sign_in_first(&app, refusal, paths::MODERATE),
    };
    let viewer = visitor.account.expect("the queue is for accounts only").viewer();
    shell::page(&app, StatusCode::OK, "Moderation", &qa_widget::render::queue(&Queue { viewer, items }))
}
