//! `GET /_qa/sign-in`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use qa_widget::form::SignInForm;

use super::super::shell;
use crate::app::App;

/// Shows the form.
pub(in crate::http) async fn get_sign_in(State(app): State<Arc<App>>) -> Response {
    shell::page(&app, StatusCode::OK, "Sign in", &qa_widget::render::sign_in(&SignInForm::default()))
}
