//! The part of the table for everybody and every site: published questions, the widget, unsubscribing, health.

use qa_api::paths;

use super::{Needs, Route};
use crate::http::{health, pages, questions, widget};

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
        Route::read("/_qa/healthz", Needs::Nothing, health::get_healthz),
        Route::read(widget::PATH, Needs::Nothing, widget::get_file),
    ];
    routes.extend(questions::routes());
    routes.into_iter().map(Route::open_to_anywhere).collect()
}
