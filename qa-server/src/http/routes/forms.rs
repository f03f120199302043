//! The forms' part of the table: what browsers post without JavaScript.

use qa_api::paths;

use super::{Needs, Route, api};
use crate::domain::capability::Capability;
use crate::domain::limit::{
    ACTS_PER_ACCOUNT, ANSWERS_PER_CLIENT, CODES_PER_ADDRESS, CODES_PER_CLIENT, EDITS_PER_ACCOUNT, FOLLOWS_PER_ACCOUNT,
    PROFILE_CHANGES_PER_ACCOUNT, REPORTS_PER_ACCOUNT, REPORTS_PER_CLIENT, VOTES_PER_ACCOUNT, VOTES_PER_CLIENT,
    WRONG_CODES_PER_ADDRESS,
};
use crate::http::form;

/// The rows below `/_qa/form/`.
pub(super) fn routes() -> Vec<Route> {
    let posts = api::POSTS;
    let codes = &[CODES_PER_CLIENT, CODES_PER_ADDRESS];
    let acts = &[ACTS_PER_ACCOUNT];
    let queue = Needs::Capability(Capability::SeeQueue);
    let changes = &[PROFILE_CHANGES_PER_ACCOUNT];
    vec![
        Route::write(paths::FORM_ASK, Needs::Nothing, posts, form::post_ask),
        Route::write(paths::FORM_REPLY, Needs::Nothing, posts, form::post_reply),
        Route::write(paths::FORM_CODE, Needs::Secret, &[ANSWERS_PER_CLIENT, WRONG_CODES_PER_ADDRESS], form::post_code),
        Route::write(paths::FORM_RESEND, Needs::Secret, codes, form::post_resend),
        Route::write(paths::FORM_SIGN_IN, Needs::Nothing, codes, form::post_sign_in),
        Route::write_unlimited(
            paths::FORM_SIGN_OUT,
            Needs::Nothing,
            "it ends the session that it comes with, so it works once, and nobody is to be kept signed in",
            form::post_sign_out,
        ),
        Route::write(paths::FORM_PROFILE, Needs::Account, changes, form::post_profile),
        Route::write(paths::FORM_LEAVE, Needs::Account, changes, form::post_leave),
        Route::write(paths::FORM_STAY, Needs::Account, changes, form::post_stay),
        Route::write(paths::FORM_DISCONNECT, Needs::Account, changes, form::post_disconnect),
        Route::write(paths::FORM_SESSIONS, Needs::Account, changes, form::post_end_sessions),
        Route::write(paths::FORM_ASK_ROLE, Needs::Account, changes, form::post_ask_role),
        Route::write(paths::FORM_ROLE, Needs::Capability(Capability::GrantRoles), &[ACTS_PER_ACCOUNT], form::post_role),
        Route::write(paths::FORM_OUTBOX, Needs::Capability(Capability::SeeOutbox), acts, form::post_outbox),
        Route::write(paths::FORM_VOTE, Needs::Nothing, &[VOTES_PER_CLIENT], form::post_page_vote),
        Route::write(paths::FORM_ACT, Needs::Act, &[ACTS_PER_ACCOUNT], form::post_act),
        Route::write(paths::FORM_POST_VOTE, Needs::Capability(Capability::Vote), &[VOTES_PER_ACCOUNT], form::post_vote),
        Route::write(paths::FORM_EDIT, Needs::OwnOr(Capability::EditOthers), &[EDITS_PER_ACCOUNT], form::post_edit),
        Route::write(paths::FORM_UNDO, Needs::OwnOr(Capability::Undo), &[ACTS_PER_ACCOUNT], form::post_undo),
        Route::write(paths::FORM_FOLLOW, Needs::Account, &[FOLLOWS_PER_ACCOUNT], form::post_follow),
        Route::write(paths::FORM_RESUME_MAIL, Needs::Account, &[FOLLOWS_PER_ACCOUNT], form::post_resume_mail),
        Route::write(paths::FORM_FLAG, Needs::Nothing, &[REPORTS_PER_CLIENT, REPORTS_PER_ACCOUNT], form::post_flag),
        Route::write(paths::FORM_MODERATE, queue, acts, form::post_moderate),
        Route::write(paths::FORM_BAN, queue, acts, form::post_ban),
        Route::write(paths::FORM_NOTE, queue, acts, form::post_note),
        Route::write(paths::FORM_OFFER, queue, acts, form::post_offer),
        Route::write(paths::FORM_PRIORITY, Needs::Capability(Capability::Prioritise), acts, form::post_priority),
        Route::write(paths::FORM_ESCALATE, queue, acts, form::post_escalate),
        Route::write(paths::FORM_DECISION_UNDO, queue, acts, form::post_decision_undo),
    ]
}
