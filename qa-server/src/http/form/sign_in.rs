//! `POST /_qa/form/sign-in`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use qa_api::paths;
use qa_api::request::SignInRequest;

use super::super::extract::{FormBody, Who};
use super::super::pages::sign_in_page;
use super::super::problem::problem;
use super::{see_other, showable};
use crate::app::App;
use crate::service::sign_in::sign_in;

/// Mails a code or link and goes on to where it is typed.
pub(in crate::http) async fn post_sign_in(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(request): FormBody<SignInRequest>,
) -> Response {
    match sign_in(&app, &visitor, request.clone()).await {
        Ok(challenge) => see_other(&paths::code_page(&challenge.challenge)),
        Err(refusal) => {
            let problem = problem(refusal);
            let request = SignInRequest { email: showable(&request.email), name: showable(&request.name) };
            sign_in_page(&app, request, Some(problem), "")
        }
    }
}
