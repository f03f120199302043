//! The part of the table with the server's own pages.

use qa_api::paths;

use super::{Needs, Route};
use crate::domain::capability::Capability;
use crate::domain::limit::{ACTS_PER_ACCOUNT, ANSWERS_PER_CLIENT};
use crate::http::pages;

/// The pages' rows.
pub(super) fn routes() -> Vec<Route> {
    let edits = Needs::OwnOr(Capability::EditOthers);
    let queue = Needs::Capability(Capability::SeeQueue);
    let reports = Needs::Capability(Capability::SeeReports);
    vec![
        Route::read(paths::SIGN_IN_PAGE, Needs::Nothing, pages::get_sign_in),
        Route::read(paths::sign_in_with("{provider}"), Needs::Nothing, pages::get_with),
        Route::read(paths::sign_in_callback("{provider}"), Needs::Secret, pages::get_callback),
        Route::read(paths::SOLVED, Needs::Secret, pages::get_solved),
        Route::write(paths::SOLVED, Needs::Secret, &[ACTS_PER_ACCOUNT], pages::post_solved),
        Route::read(paths::SIGN_IN_LINK, Needs::Secret, pages::get_link),
        Route::write(paths::SIGN_IN_LINK, Needs::Secret, &[ANSWERS_PER_CLIENT], pages::post_link),
        Route::read(paths::code_page("{challenge}"), Needs::Secret, pages::get_code),
        Route::read(paths::ask_page("{page}"), Needs::Nothing, pages::get_ask),
        Route::read(paths::FOLLOW_PAGE, Needs::Account, pages::get_follow),
        Route::read(paths::PROFILE, Needs::Account, pages::get_profile),
        Route::read(paths::person("{person}"), Needs::Nothing, pages::get_person),
        Route::read(paths::personal_page("{page}"), Needs::Nothing, pages::get_personal_page),
        Route::read(paths::edit_page("{kind}", "{id}"), edits, pages::get_edit),
        Route::read(paths::versions_page("{kind}", "{id}"), edits, pages::get_versions),
        Route::read(paths::REPORTS_PAGE, reports, pages::get_reports),
        Route::read(paths::report_page("{page}"), reports, pages::get_page_report),
        Route::read(paths::MODERATE, queue, pages::get_queue),
        Route::read(paths::MODERATE_TIMES, queue, pages::get_times),
        Route::read(paths::MODERATE_KEYS, Needs::Nothing, pages::get_keys),
        Route::read(paths::case_page("{post}"), queue, pages::get_case),
        Route::read(paths::FLAG_PAGE, Needs::Nothing, pages::get_flag),
        Route::read(paths::MODERATE_OUTBOX, Needs::Capability(Capability::SeeOutbox), pages::get_outbox),
        Route::read(paths::MODERATE_PEOPLE, Needs::Capability(Capability::GrantRoles), pages::get_people),
    ]
}
