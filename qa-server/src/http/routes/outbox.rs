//! The API's rows about what did not arrive.

use qa_api::outbox::Outbox;
use qa_api::paths;
use qa_api::problem::Code;

use super::{Needs, Operation, Route};
use crate::domain::capability::Capability;
use crate::domain::limit::ACTS_PER_ACCOUNT;
use crate::http::api;

/// The rows below `/_qa/api/v1/outbox`.
pub(super) fn routes() -> Vec<Route> {
    let staff = Needs::Capability(Capability::SeeOutbox);
    let acts = &[ACTS_PER_ACCOUNT];
    let does = |summary| Operation::new(summary).gives::<Outbox>(200).refuses(&[Code::Conflict]);
    vec![
        Route::read(paths::OUTBOX, staff, api::get_outbox)
            .is(Operation::new("What did not arrive, and which targets are off.").gives::<Outbox>(200)),
        Route::write(paths::letter_retry("{letter}"), staff, acts, api::post_letter_retry)
            .is(does("Tries again what did not arrive, and turns its target on.")),
        Route::write(paths::letter_drop("{letter}"), staff, acts, api::post_letter_drop)
            .is(does("Discards what did not arrive.")),
    ]
}
