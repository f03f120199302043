//! `GET /_qa/moderate/outbox`: what did not arrive. For staff.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use qa_api::paths;
use qa_widget::form::Notice;
use qa_widget::outbox::{Letter, OffTarget, OutboxPage};

use super::super::extract::Who;
use super::super::shell;
use super::profile::Done;
use super::sign_in::sign_in_first;
use crate::app::App;
use crate::clock::rfc3339;
use crate::service::dead_letters::{Overview, list};
use crate::store::dead_letters::DeadLetter;

/// Shows the letters, or how to sign in.
pub(in crate::http) async fn get_outbox(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Query(done): Query<Done>,
) -> Response {
    match list(&app, &visitor).await {
        Ok(overview) => {
            let page = page(overview, &done.done);
            shell::page(&app, StatusCode::OK, "What did not arrive", &qa_widget::render::outbox(&page))
        }
        Err(refusal) => sign_in_first(&app, refusal, paths::MODERATE_OUTBOX),
    }
}

fn page(overview: Overview, done: &str) -> OutboxPage {
    let told = match done {
        "retry" => Some("It is tried again now."),
        "discard" => Some("It is discarded."),
        _ => None,
    };
    let letter = |letter: DeadLetter| Letter {
        id: letter.id,
        kind: letter.kind,
        target: letter.target,
        attempts: letter.attempts,
        error: letter.last_error.unwrap_or_default(),
        at: rfc3339(letter.finished_at.unwrap_or(letter.created_at)),
    };
    OutboxPage {
        letters: overview.letters.into_iter().map(letter).collect(),
        off: overview.off.into_iter().map(|off| OffTarget { target: off.target, reason: off.reason }).collect(),
        dead: overview.dead,
        waiting: overview.waiting,
        done: told.map(|text| Notice { text: text.to_owned(), undo: None }),
    }
}
