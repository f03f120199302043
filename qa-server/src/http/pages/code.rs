//! `GET /_qa/code/{challenge}`: entering the code from the mail, and meanwhile what may answer the question already.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use qa_api::problem::Problem;
use qa_api::reader::Similar;
use qa_widget::form::{CodeForm, Purpose};

use super::super::{problem, shell};
use crate::app::App;
use crate::keys;
use crate::service::similar::similar_to_draft;
use crate::store::challenges::{Challenge, find_challenge};

/// Shows the form; whether the challenge still exists is told when a code is sent.
pub(in crate::http) async fn get_code(State(app): State<Arc<App>>, Path(challenge): Path<String>) -> Response {
    code_page(&app, &challenge, None, false).await
}

/// The form, perhaps with a problem or the news that another code was sent.
pub(in crate::http) async fn code_page(app: &App, token: &str, problem: Option<Problem>, resent: bool) -> Response {
    let challenge = find(app, token).await;
    let waiting = match challenge.as_ref().and_then(|challenge| challenge.draft.as_deref()) {
        Some(draft) => similar_to_draft(app, draft).await.unwrap_or_default(),
        None => Similar::default(),
    };
    let form = CodeForm {
        challenge: token.to_owned(),
        purpose: match &challenge {
            Some(Challenge { draft: None, .. }) => Purpose::SignIn,
            _ => Purpose::Draft,
        },
        email: challenge.map(|challenge| challenge.address),
        problem: problem.clone(),
        resent,
    };
    let body = qa_widget::render::code(&form) + &qa_widget::render::similar(&waiting);
    match problem {
        Some(problem) => problem::page(app, &problem, &body),
        None => shell::page(app, StatusCode::OK, "Enter the code", &body),
    }
}

async fn find(app: &App, token: &str) -> Option<Challenge> {
    let id = app.keys.verify(keys::Purpose::Challenge, token)?;
    let mut tx = app.store.read().await.ok()?;
    find_challenge(&mut tx, id).await.ok()?
}
