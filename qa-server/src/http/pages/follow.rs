//! `GET /_qa/follow?question=…` or `?page=…`: what there is to follow around a question or page.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use qa_api::paths;
use qa_widget::people::FollowPage;
use serde::Deserialize;

use super::super::extract::Who;
use super::super::shell;
use super::profile::notice;
use super::sign_in::sign_in_first;
use crate::app::App;
use crate::service::follow::{self, Around};

/// Around what, and what was done just before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct Asked {
    question: String,
    page: String,
    done: String,
}

/// Shows the page, or how to sign in.
pub(in crate::http) async fn get_follow(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Query(asked): Query<Asked>,
) -> Response {
    let back = format!("{}?question={}&page={}", paths::FOLLOW_PAGE, asked.question, asked.page);
    let around = if asked.question.is_empty() { Around::Page(asked.page) } else { Around::Question(asked.question) };
    match follow::around(&app, &visitor, &around).await {
        Ok(things) => {
            let page = FollowPage { things, done: notice(&asked.done) };
            shell::page(&app, StatusCode::OK, "Follow", &qa_widget::render::follow_page(&page))
        }
        Err(refusal) => sign_in_first(&app, refusal, &back),
    }
}
