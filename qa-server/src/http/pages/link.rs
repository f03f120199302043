//! `/_qa/sign-in/link`: GET shows a button, since mail scanners follow links; POST uses the link up.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use qa_widget::form::LinkForm;

use super::super::extract::{FormBody, Who};
use super::super::{form, problem, shell};
use super::Token;
use crate::app::App;
use crate::service::challenge::answer_link;

/// Shows the button.
pub(in crate::http) async fn get_link(State(app): State<Arc<App>>, Query(token): Query<Token>) -> Response {
    let body = qa_widget::render::link(&LinkForm { token: token.t, problem: None });
    shell::page(&app, StatusCode::OK, "Sign in", &body)
}

/// Signs in.
pub(in crate::http) async fn post_link(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    headers: HeaderMap,
    FormBody(token): FormBody<Token>,
) -> Response {
    match answer_link(&app, &visitor, &token.t).await {
        Ok(done) => form::signed_in(&app, &headers, &done, "").await,
        Err(refusal) => {
            let problem = problem::problem(refusal);
            let body = qa_widget::render::link(&LinkForm { token: token.t, problem: Some(problem.clone()) });
            problem::page(&app, &problem, &body)
        }
    }
}
