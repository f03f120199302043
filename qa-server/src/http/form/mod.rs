//! What browsers post without JavaScript: each handler does what its JSON twin does and answers with a page.
//!
//! A refused form comes back with everything that was typed; an accepted one redirects, so that reloading repeats nothing.

mod act;
mod ask;
mod code;
mod edit;
mod flag;
mod follow;
mod leave;
mod moderation;
mod outbox;
mod page_vote;
mod profile;
mod reply;
mod resend;
mod roles;
mod sign_in;
mod sign_out;
mod undo;
mod vote;

pub(super) use self::act::post_act;
pub(super) use self::ask::{ask_page, post_ask};
pub(super) use self::code::{join_waiting, post_code, signed_in};
pub(super) use self::edit::post_edit;
pub(super) use self::flag::post_flag;
pub(super) use self::follow::{post_follow, post_resume_mail};
pub(super) use self::leave::{post_leave, post_stay};
pub(super) use self::moderation::{
    post_ban, post_decision_undo, post_escalate, post_moderate, post_note, post_offer, post_priority,
};
pub(super) use self::outbox::post_outbox;
pub(super) use self::page_vote::post_page_vote;
pub(super) use self::profile::{post_disconnect, post_end_sessions, post_profile};
pub(super) use self::reply::{post_reply, reply_page};
pub(super) use self::resend::post_resend;
pub(super) use self::roles::{post_ask_role, post_role};
pub(super) use self::sign_in::post_sign_in;
pub(super) use self::sign_out::post_sign_out;
pub(super) use self::undo::post_undo;
pub(super) use self::vote::post_vote;

use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use qa_api::paths;
use qa_api::problem::Code;
use qa_api::request::Posted;
use serde::Deserialize;

use super::shell::PRIVATE;
use crate::service::Refusal;
use crate::service::act::Subject;

/// The fields, or the parts of a path, that name a post.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct PostFields {
    /// `question` or `reply`.
    pub(super) kind: String,
    /// Its id.
    pub(super) id: String,
}

impl PostFields {
    /// The post, or why it cannot be one.
    pub(super) fn subject(&self) -> Result<Subject, Refusal> {
        match self.kind.as_str() {
            "question" => Ok(Subject::Question(self.id.clone())),
            "reply" => Ok(Subject::Reply(self.id.clone())),
            _ => Err(Refusal::new(Code::BadRequest, "Neither a question nor a reply is named.")),
        }
    }
}

/// Goes on to `path` with GET.
pub(super) fn see_other(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, path)], [PRIVATE]).into_response()
}

/// Where the author of a post goes on: to the code, or to the page with the post on it.
fn posted_at(page: &str, posted: &Posted) -> String {
    match posted {
        Posted::Draft(challenge) => paths::code_page(&challenge.challenge),
        Posted::Held { thread } => on_page(page, "held", None, &thread.id),
        Posted::Published { thread } => on_page(page, "published", None, &thread.id),
    }
}

/// The reader's own view of a page, saying what was done, at a question.
fn on_page(page: &str, done: &str, undo: Option<&str>, question: &str) -> String {
    let undo = undo.map(|act| format!("&undo={act}")).unwrap_or_default();
    format!("{}?done={done}{undo}#{}", paths::personal_page(page), paths::question_anchor(question))
}

/// One's own profile, saying what was done.
fn on_profile(done: &str) -> String {
    format!("{}?done={done}", paths::PROFILE)
}

/// A NUL cannot be shown in HTML: the replacement character marks where it was.
fn showable(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
}
