//! `…/_qa/api/v1/moderation/…`: the inbox as data, and what moderators decide beside the states of single posts.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use qa_api::inbox::{BanRequest, BulkRequest, EscalateRequest, InboxKind, NoteRequest, OfferRequest, PriorityRequest};
use serde::Deserialize;

use super::super::extract::{JsonBody, Who};
use super::super::problem::Failure;
use super::private;
use crate::app::App;
use crate::service::inbox::{Filter, inbox};
use crate::service::moderation::{ban, bulk, escalate, note, prioritise, undo};
use crate::service::tickets::offers;
use crate::service::times::times;

/// What the inbox leaves out, in its address.
#[derive(Debug, Default, Deserialize)]
pub(in crate::http) struct InboxQuery {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    topic: String,
}

impl InboxQuery {
    /// The filter; a kind that does not exist leaves nothing out.
    pub(in crate::http) fn filter(&self) -> Filter {
        let topic = (!self.topic.is_empty()).then(|| self.topic.clone());
        Filter { kind: InboxKind::from_name(&self.kind), topic }
    }
}

/// `GET …/inbox`: what waits.
pub(in crate::http) async fn get_inbox(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Query(query): Query<InboxQuery>,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &inbox(&app, &visitor, &query.filter()).await?))
}

/// `GET …/times`: how long people wait.
pub(in crate::http) async fn get_times(State(app): State<Arc<App>>, Who(visitor): Who) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &times(&app, &visitor).await?))
}

/// `POST …/bulk`: decides over several posts.
pub(in crate::http) async fn post_bulk(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    JsonBody(request): JsonBody<BulkRequest>,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &bulk::decide(&app, &visitor, request).await?))
}

/// `POST …/bans`: keeps the author of a post from posting.
pub(in crate::http) async fn post_ban(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    JsonBody(request): JsonBody<BanRequest>,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &ban::ban(&app, &visitor, request).await?))
}

/// `POST …/notes`: keeps what only moderators read.
pub(in crate::http) async fn post_note(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    JsonBody(request): JsonBody<NoteRequest>,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &note::write_note(&app, &visitor, request).await?))
}

/// `POST …/offers`: decides about an answer that was typed into a ticket.
pub(in crate::http) async fn post_offer(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    JsonBody(request): JsonBody<OfferRequest>,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &offers::decide(&app, &visitor, request).await?))
}

/// `POST …/priorities`: says how urgent a question is.
pub(in crate::http) async fn post_priority(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    JsonBody(request): JsonBody<PriorityRequest>,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &prioritise::prioritise(&app, &visitor, request).await?))
}

/// `POST …/escalations`: asks the staff to decide.
pub(in crate::http) async fn post_escalation(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    JsonBody(request): JsonBody<EscalateRequest>,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &escalate::escalate(&app, &visitor, request).await?))
}

/// `POST …/decisions/{decision}/undo`: takes a decision back.
pub(in crate::http) async fn post_decision_undo(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(decision): Path<String>,
    _body: Option<Json<serde_json::Value>>,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &undo::undo(&app, &visitor, &decision).await?))
}
