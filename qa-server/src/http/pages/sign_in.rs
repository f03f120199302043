//! `GET /_qa/sign-in`: every way in.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::header::REFERER;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use qa_api::paths;
use qa_api::problem::{Code, Problem};
use qa_api::request::SignInRequest;
use qa_widget::form::{SignInForm, WayIn};
use serde::Deserialize;
use url::Url;

use super::super::problem::PageFailure;
use super::super::{problem, shell};
use crate::app::App;
use crate::domain::return_path::return_path;
use crate::service::Refusal;

/// Where to go afterwards.
#[derive(Debug, Default, Deserialize)]
pub(in crate::http) struct Return {
    #[serde(default, rename = "return")]
    pub(super) path: String,
}

/// Shows the form. Whoever came here from a page of the site goes back to it, as far as the way in remembers that.
pub(in crate::http) async fn get_sign_in(
    State(app): State<Arc<App>>,
    Query(back): Query<Return>,
    headers: HeaderMap,
) -> Response {
    let back = if back.path.is_empty() { came_from(&app, &headers) } else { back.path };
    sign_in_page(&app, SignInRequest::default(), None, &back)
}

/// The form, perhaps with what was typed and why it was not taken.
pub(in crate::http) fn sign_in_page(
    app: &App,
    request: SignInRequest,
    problem: Option<Problem>,
    back: &str,
) -> Response {
    let form = SignInForm { request, problem: problem.clone(), ways: ways(app, back) };
    let body = qa_widget::render::sign_in(&form);
    match problem {
        Some(problem) => problem::page(app, &problem, &body),
        None => shell::page(app, StatusCode::OK, "Sign in", &body),
    }
}

/// The form for whoever is signed out and goes on to `back`; the problem for everybody else.
pub(super) fn sign_in_first(app: &App, refusal: Refusal, back: &str) -> Response {
    let problem = problem::problem(refusal);
    if problem.code != Code::SignedOut {
        return PageFailure::new(app, problem).into_response();
    }
    sign_in_page(app, SignInRequest::default(), Some(problem), back)
}

fn ways(app: &App, back: &str) -> Vec<WayIn> {
    let query = return_path(back).map(|back| {
        let back: String = url::form_urlencoded::byte_serialize(back.as_bytes()).collect();
        format!("?return={back}")
    });
    let query = query.unwrap_or_default();
    let way =
        |(id, name): (&str, &str)| WayIn { name: name.to_owned(), path: format!("{}{query}", paths::sign_in_with(id)) };
    app.providers.names().map(way).collect()
}

/// The path of the page that led here, if it is one of the site's.
fn came_from(app: &App, headers: &HeaderMap) -> String {
    let from = headers.get(REFERER).and_then(|value| value.to_str().ok()).and_then(|text| Url::parse(text).ok());
    let from = from.filter(|from| from.origin() == app.base_url.origin());
    from.map(|from| from.path().to_owned()).unwrap_or_default()
}
