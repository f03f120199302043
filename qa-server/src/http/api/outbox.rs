//! `…/_qa/api/v1/outbox`: what did not arrive, and what staff do about it.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use qa_api::outbox::{Letter, OffTarget, Outbox};

use super::super::extract::Who;
use super::super::problem::Failure;
use super::private;
use crate::app::App;
use crate::clock::rfc3339;
use crate::service::Visitor;
use crate::service::dead_letters::{LetterAct, Overview, act, list};
use crate::store::dead_letters::DeadLetter;
use crate::store::disabled_targets::DisabledTarget;

/// What did not arrive.
pub(in crate::http) async fn get_outbox(State(app): State<Arc<App>>, Who(visitor): Who) -> Result<Response, Failure> {
    shown(&app, &visitor).await
}

/// `POST …/{letter}/retry`: tries it again.
pub(in crate::http) async fn post_letter_retry(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(letter): Path<String>,
    _body: Option<Json<serde_json::Value>>,
) -> Result<Response, Failure> {
    act(&app, &visitor, &letter, LetterAct::Retry).await?;
    shown(&app, &visitor).await
}

/// `POST …/{letter}/drop`: discards it.
pub(in crate::http) async fn post_letter_drop(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(letter): Path<String>,
    _body: Option<Json<serde_json::Value>>,
) -> Result<Response, Failure> {
    act(&app, &visitor, &letter, LetterAct::Discard).await?;
    shown(&app, &visitor).await
}

async fn shown(app: &App, visitor: &Visitor) -> Result<Response, Failure> {
    let Overview { letters, off, dead, waiting } = list(app, visitor).await?;
    let outbox = Outbox {
        letters: letters.into_iter().map(letter).collect(),
        off: off.into_iter().map(off_target).collect(),
        dead: count(dead),
        waiting: count(waiting),
    };
    Ok(private(StatusCode::OK, &outbox))
}

fn letter(letter: DeadLetter) -> Letter {
    Letter {
        id: letter.id,
        kind: letter.kind,
        target: letter.target,
        attempts: count(letter.attempts),
        error: letter.last_error.unwrap_or_default(),
        at: rfc3339(letter.finished_at.unwrap_or(letter.created_at)),
    }
}

fn off_target(off: DisabledTarget) -> OffTarget {
    OffTarget { target: off.target, reason: off.reason, since: rfc3339(off.at) }
}

/// Databases count in signed numbers.
fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
