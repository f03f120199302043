//! HTTP: the only module that knows axum.
//!
//! [`api`] speaks JSON, [`form`] speaks to browsers without JavaScript; both call [`crate::service`] and decide nothing.
//! [`pages`] are whole pages of the server, in the site's shell; [`questions`] are permalinks, lists and feeds; [`site`] is the built site with its threads;
//! [`widget`] is what brings the threads to life.
//!
//! **Invariants:** everything of the server's own is below `/_qa/`, but what is public below `/questions/`.
//! GET changes nothing; a search that finds nothing is counted.
//! What depends on who asks is never stored by anybody in between.

pub mod connection;

mod api;
mod client;
mod cookies;
mod extract;
mod form;
mod headers;
mod health;
mod pages;
mod problem;
mod protect;
mod questions;
mod session;
mod shell;
mod site;
mod widget;

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use qa_api::{limits, paths};
use tower_http::compression::CompressionLayer;

use crate::app::App;

/// Every route; with `mail_folder`, also the page that shows the mails in it.
pub fn router(app: Arc<App>, mail_folder: Option<PathBuf>) -> Router {
    let api = Router::new()
        .route(paths::SNAPSHOT, get(api::get_snapshot))
        .route(paths::ME, get(api::get_me))
        .route(paths::MY_PROFILE, get(api::get_profile).post(api::post_profile))
        .route(paths::MY_SESSIONS, get(api::get_sessions))
        .route(paths::END_SESSIONS, post(api::post_end_sessions))
        .route(paths::MY_FOLLOWS, get(api::get_follows).post(api::post_follow))
        .route(paths::RESUME_MAIL, post(api::post_resume_mail))
        .route(&paths::question_follow("{question}"), post(api::post_question_follow))
        .route(paths::MY_EXPORT, get(api::get_export))
        .route(paths::LEAVE, post(api::post_leave))
        .route(paths::STAY, post(api::post_stay))
        .route(paths::ASK_ROLE, post(api::post_ask_role))
        .route(paths::PEOPLE, get(api::get_people))
        .route(&paths::person_role("{person}"), post(api::post_role))
        .route(&paths::person_data("{person}"), get(api::get_person))
        .route(paths::QUESTIONS, post(api::post_question))
        .route(paths::PREVIEW, post(api::post_preview))
        .route(paths::SIMILAR, get(api::get_similar))
        .route(paths::SIMILAR_CHOSEN, post(api::post_chosen))
        .route(paths::VOTES, post(api::post_vote))
        .route(paths::REPORTS, get(api::get_reports))
        .route(&paths::page_report("{page}"), get(api::get_page_report))
        .route(paths::FLAGS, post(api::post_flag))
        .route(paths::MODERATION_INBOX, get(api::get_inbox))
        .route(paths::MODERATION_TIMES, get(api::get_times))
        .route(paths::MODERATION_BULK, post(api::post_bulk))
        .route(paths::MODERATION_BANS, post(api::post_ban))
        .route(paths::MODERATION_NOTES, post(api::post_note))
        .route(paths::MODERATION_PRIORITIES, post(api::post_priority))
        .route(paths::MODERATION_ESCALATIONS, post(api::post_escalation))
        .route(&paths::decision_undo("{decision}"), post(api::post_decision_undo))
        .route(paths::SIGN_IN, post(api::post_sign_in))
        .route(paths::SIGN_OUT, post(api::post_sign_out))
        .route(&paths::page_threads("{page}"), get(api::get_threads))
        .route(&paths::my_page_threads("{page}"), get(api::get_my_threads))
        .route(&paths::replies("{question}"), post(api::post_reply))
        .route(&paths::question_acts("{question}"), post(api::post_question_act))
        .route(&paths::reply_acts("{reply}"), post(api::post_reply_act))
        .route(&paths::question_vote("{question}"), post(api::post_question_vote))
        .route(&paths::reply_vote("{reply}"), post(api::post_reply_vote))
        .route(&paths::question_edits("{question}"), get(api::get_question_edits).post(api::post_question_edit))
        .route(&paths::reply_edits("{reply}"), get(api::get_reply_edits).post(api::post_reply_edit))
        .route(&paths::undo("{act}"), post(api::post_undo))
        .route(&paths::challenge_answer("{challenge}"), post(api::post_answer))
        .route(&paths::challenge_resend("{challenge}"), post(api::post_resend));
    let forms = Router::new()
        .route(paths::FORM_ASK, post(form::post_ask))
        .route(paths::FORM_REPLY, post(form::post_reply))
        .route(paths::FORM_CODE, post(form::post_code))
        .route(paths::FORM_RESEND, post(form::post_resend))
        .route(paths::FORM_SIGN_IN, post(form::post_sign_in))
        .route(paths::FORM_SIGN_OUT, post(form::post_sign_out))
        .route(paths::FORM_PROFILE, post(form::post_profile))
        .route(paths::FORM_FOLLOW, post(form::post_follow))
        .route(paths::FORM_RESUME_MAIL, post(form::post_resume_mail))
        .route(paths::FORM_LEAVE, post(form::post_leave))
        .route(paths::FORM_STAY, post(form::post_stay))
        .route(paths::FORM_ASK_ROLE, post(form::post_ask_role))
        .route(paths::FORM_ROLE, post(form::post_role))
        .route(paths::FORM_SESSIONS, post(form::post_end_sessions))
        .route(paths::FORM_VOTE, post(form::post_page_vote))
        .route(paths::FORM_ACT, post(form::post_act))
        .route(paths::FORM_POST_VOTE, post(form::post_vote))
        .route(paths::FORM_EDIT, post(form::post_edit))
        .route(paths::FORM_UNDO, post(form::post_undo))
        .route(paths::FORM_FLAG, post(form::post_flag))
        .route(paths::FORM_MODERATE, post(form::post_moderate))
        .route(paths::FORM_BAN, post(form::post_ban))
        .route(paths::FORM_NOTE, post(form::post_note))
        .route(paths::FORM_PRIORITY, post(form::post_priority))
        .route(paths::FORM_ESCALATE, post(form::post_escalate))
        .route(paths::FORM_DECISION_UNDO, post(form::post_decision_undo));
    let pages = Router::new()
        .route(&paths::ask_page("{page}"), get(pages::get_ask))
        .route(paths::REPORTS_PAGE, get(pages::get_reports))
        .route(&paths::report_page("{page}"), get(pages::get_page_report))
        .route(paths::SIGN_IN_PAGE, get(pages::get_sign_in))
        .route(paths::MODERATE_PEOPLE, get(pages::get_people))
        .route(paths::FOLLOW_PAGE, get(pages::get_follow))
        .route(paths::PROFILE, get(pages::get_profile))
        .route(&paths::person("{person}"), get(pages::get_person))
        .route(&paths::sign_in_with("{provider}"), get(pages::get_with))
        .route(&paths::sign_in_callback("{provider}"), get(pages::get_callback))
        .route(paths::SIGN_IN_LINK, get(pages::get_link).post(pages::post_link))
        .route(&paths::code_page("{challenge}"), get(pages::get_code))
        .route(&paths::personal_page("{page}"), get(pages::get_personal_page))
        .route(&paths::edit_page("{kind}", "{id}"), get(pages::get_edit))
        .route(&paths::versions_page("{kind}", "{id}"), get(pages::get_versions))
        .route(paths::MODERATE, get(pages::get_queue))
        .route(paths::MODERATE_TIMES, get(pages::get_times))
        .route(paths::MODERATE_KEYS, get(pages::get_keys))
        .route(&paths::case_page("{post}"), get(pages::get_case))
        .route(paths::FLAG_PAGE, get(pages::get_flag));
    let guarded = api
        .merge(forms)
        .merge(pages)
        .layer(protect::layer(&app))
        .layer(from_fn_with_state(app.clone(), protect::keep_text));
    // A mail program's one click has neither cookie nor origin (RFC 8058), so it is outside of the protection.
    let mut router = guarded
        .route(paths::UNSUBSCRIBE, get(pages::get_unsubscribe).post(pages::post_unsubscribe))
        .route("/_qa/healthz", get(health::get_healthz))
        .route(widget::PATH, get(widget::get_file));
    if !widget::is_built_in() {
        tracing::warn!("built without the widget: questions are read and asked by plain forms only");
    }
    router = router.merge(questions::routes());
    if let Some(folder) = mail_folder {
        router = router.merge(pages::dev_mail(folder));
    }
    router
        .route("/_qa/{*rest}", get(problem::nothing_here).fallback(problem::nothing_here))
        .method_not_allowed_fallback(problem::method_not_allowed)
        .fallback(site::get_site)
        .layer(DefaultBodyLimit::max(limits::REQUEST_MAX_BYTES))
        .layer(from_fn(headers::secure))
        .layer(CompressionLayer::new())
        .with_state(app)
}
