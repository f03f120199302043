//! `/_qa/solved`: GET shows what a mail asks, since mail scanners follow links; POST resolves the question.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use qa_widget::form::SolvedForm;
use serde::Deserialize;

use super::super::extract::{FormBody, Who};
use super::super::problem::PageFailure;
use super::super::shell;
use super::Token;
use crate::app::App;
use crate::service::solved::{Asked, find, resolve};

/// The link of a mail.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct Link {
    t: String,
    a: String,
}

/// Shows the button, or where to say what is missing.
pub(in crate::http) async fn get_solved(
    State(app): State<Arc<App>>,
    Query(link): Query<Link>,
) -> Result<Response, PageFailure> {
    let asked = find(&app, &link.t).await.map_err(|refusal| PageFailure::refusal(&app, refusal))?;
    Ok(page(&app, link.t, asked, link.a == "no"))
}

/// Resolves the question.
pub(in crate::http) async fn post_solved(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(token): FormBody<Token>,
) -> Result<Response, PageFailure> {
    let asked = resolve(&app, &visitor, &token.t).await.map_err(|refusal| PageFailure::refusal(&app, refusal))?;
    Ok(page(&app, token.t, asked, false))
}

fn page(app: &App, token: String, asked: Asked, not_yet: bool) -> Response {
    let Asked { question, link, resolved, .. } = asked;
    let form = SolvedForm { token, title: question.get().title.clone(), link, resolved, not_yet };
    shell::page(app, StatusCode::OK, "Did this solve it?", &qa_widget::render::solved(&form))
}
