//! `POST /_qa/form/resend`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::super::extract::{FormBody, Who};
use super::super::pages::code_page;
use super::super::problem::problem;
use crate::app::App;
use crate::service::challenge::resend;

/// The fields of the form.
#[derive(Debug, Deserialize)]
pub(in crate::http) struct ResendFields {
    challenge: String,
}

/// Mails another code and shows the form for it.
pub(in crate::http) async fn post_resend(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(fields): FormBody<ResendFields>,
) -> Response {
    match resend(&app, &visitor, &fields.challenge).await {
        Ok(challenge) => code_page(&app, &challenge.challenge, None, true).await,
        Err(refusal) => code_page(&app, &fields.challenge, Some(problem(refusal)), false).await,
    }
}
