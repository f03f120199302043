//! The part of the table for everybody and every site: published questions, the widget, unsubscribing, other systems'
//! events, health.

use qa_api::paths;

use super::{Needs, Route};
use crate::domain::limit::HOOKS_PER_TARGET;
use crate::http::{health, hook, pages, questions, widget};

/// The rows that no protection against other sites is needed for, or may be there.
pub(super) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::read(paths::UNSUBSCRIBE, Needs::Secret, pages::get_unsubscribe),
        // A mail program's one click has neither cookie nor origin (RFC 8058).
        Route::write_unlimited(
            paths::UNSUBSCRIBE,
            Needs::Secret,
            "the link is for one address, and whoever wants no more mail is to get none",
            pages::post_unsubscribe,
        ),
        // These servers have neither cookie nor origin; what they send is signed.
        Route::write(paths::HOOK_SLACK, Needs::Secret, &[HOOKS_PER_TARGET], hook::post_slack),
        Route::write(paths::HOOK_ZENDESK, Needs::Secret, &[HOOKS_PER_TARGET], hook::post_zendesk),
        Route::write(paths::HOOK_GITHUB, Needs::Secret, &[HOOKS_PER_TARGET], hook::post_github),
        Route::read("/_qa/healthz", Needs::Nothing, health::get_healthz),
        Route::read("/_qa/readyz", Needs::Nothing, health::get_readyz),
        Route::read(widget::PATH, Needs::Nothing, widget::get_file),
    ];
    routes.extend(questions::routes());
    routes.into_iter().map(Route::open_to_anywhere).collect()
}
