//! `GET /_qa/moderate`: what waits for a moderator.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use qa_api::problem::Code;
use qa_widget::form::{Queue, SignInForm};

use super::super::extract::Who;
use super::super::problem::{PageFailure, page, problem};
use super::super::shell;
use crate::app::App;
use crate::service::queue::queue;

/// Shows the queue, or how to sign in.
pub(in crate::http) async fn get_queue(State(app): State<Arc<App>>, Who(visitor): Who) -> Response {
    let items = match queue(&app, &visitor).await {
        Ok(items) => items,
        Err(refusal) => {
            let problem = problem(refusal);
            if problem.code != Code::SignedOut {
                return PageFailure::new(&app, problem).into_response();
            }
            let form = SignInForm { problem: Some(problem.clone()), ..SignInForm::default() };
            return page(&app, &problem, &qa_widget::render::sign_in(&form));
        }
    };
    let viewer = visitor.account.expect("the queue is for accounts only").viewer();
    shell::page(&app, StatusCode::OK, "Moderation", &qa_widget::render::queue(&Queue { viewer, items }))
}
