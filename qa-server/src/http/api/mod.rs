//! API v1: JSON in, JSON or a problem out. One endpoint, one file.

mod act;
mod challenge;
mod edits;
mod events;
mod flag;
mod follows;
mod leave;
mod me;
mod moderation;
mod openapi;
mod outbox;
mod post_vote;
mod preview;
mod profile;
mod question;
mod reply;
mod reports;
mod roles;
mod sign_in;
mod similar;
mod snapshot;
mod threads;
mod undo;
mod vote;

pub(super) use self::act::{post_question_act, post_reply_act};
pub(super) use self::challenge::{post_answer, post_resend};
pub(super) use self::edits::{get_question_edits, get_reply_edits, post_question_edit, post_reply_edit};
pub(super) use self::events::get_events;
pub(super) use self::flag::post_flag;
pub(super) use self::follows::{get_follows, post_follow, post_question_follow, post_resume_mail};
pub(super) use self::leave::{get_export, post_leave, post_stay};
pub(super) use self::me::get_me;
pub(super) use self::moderation::{
    InboxQuery, get_inbox, get_times, post_ban, post_bulk, post_decision_undo, post_escalation, post_note, post_offer,
    post_priority,
};
pub(super) use self::openapi::get_openapi;
pub(super) use self::outbox::{get_outbox, post_letter_drop, post_letter_retry};
pub(super) use self::post_vote::{post_question_vote, post_reply_vote};
pub(super) use self::preview::post_preview;
pub(super) use self::profile::{
    get_person, get_profile, get_sessions, post_disconnect, post_end_sessions, post_profile,
};
pub(super) use self::question::post_question;
pub(super) use self::reply::post_reply;
pub(super) use self::reports::{get_page_report, get_reports};
pub(super) use self::roles::{get_people, post_ask_role, post_role};
pub(super) use self::sign_in::{post_sign_in, post_sign_out};
pub(super) use self::similar::{get_similar, post_chosen};
pub(super) use self::snapshot::get_snapshot;
pub(super) use self::threads::{get_my_threads, get_threads};
pub(super) use self::undo::post_undo;
pub(super) use self::vote::post_vote;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use qa_api::request::Posted;
use serde::Serialize;

use super::shell::PRIVATE;

/// JSON that depends on who asks.
fn private<T: Serialize>(status: StatusCode, value: &T) -> Response {
    (status, [PRIVATE], Json(value)).into_response()
}

/// 202 for what waits for a code, 201 for what is stored where it belongs.
fn posted(posted: &Posted) -> Response {
    let status = match posted {
        Posted::Draft(_) => StatusCode::ACCEPTED,
        Posted::Held { .. } | Posted::Published { .. } => StatusCode::CREATED,
    };
    private(status, posted)
}
