//! Where outward effects go: one target, one folder, one registration here.

pub mod email;

use std::sync::Arc;

use futures_util::future::BoxFuture;

use crate::app::App;
use crate::clock::Millis;
use crate::store::outbox::LeasedRow;

/// What became of one try to deliver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The target has it.
    Sent,
    /// It need not be sent any more, and why.
    Dropped(&'static str),
    /// It may work later; the target said when, if it did.
    Retry {
        /// What went wrong.
        error: String,
        /// Milliseconds that the target asks to wait.
        after: Option<Millis>,
    },
    /// Its time has not come: it waits, and that counts as no try.
    Postponed {
        /// Until when.
        until: Millis,
        /// Why.
        reason: &'static str,
    },
    /// It will never work.
    Failed(String),
}

/// A system that outward effects go to.
pub trait Target: Send + Sync {
    /// The name that rows are addressed to.
    fn name(&self) -> &'static str;

    /// Tries once. `row.id` is the idempotency key.
    fn deliver<'a>(&'a self, app: &'a Arc<App>, row: &'a LeasedRow) -> BoxFuture<'a, Delivery>;
}
