//! What people do, one file each: validate, decide by [`crate::domain`], write in one unit of work.
//!
//! Called by the JSON and form handlers alike, so that both do the same.
//!
//! **Invariant:** nothing here knows HTTP.

pub mod accounts;
pub mod act;
pub mod announce;
pub mod ask;
pub mod bounces;
pub mod case;
pub mod challenge;
pub mod dead_letters;
pub mod digest;
pub mod duty;
pub mod edit;
pub mod erasure;
pub mod export;
pub mod flag;
pub mod follow;
pub mod fragments;
pub mod housekeeping;
pub mod inbox;
pub mod leave;
pub mod lists;
pub mod live;
pub mod locking;
pub mod moderation;
pub mod permalink;
pub mod person;
pub mod post_vote;
pub mod preview;
pub mod profile;
pub mod provider;
pub mod reactions;
pub mod refusal;
pub mod reply;
pub mod reports;
pub mod roles;
pub mod search;
pub mod sections;
pub mod sessions;
pub mod sign_in;
pub mod similar;
pub mod snapshot;
pub mod solved;
pub mod stamp;
pub mod summary;
pub mod targets;
pub mod telling;
pub mod tickets;
pub mod times;
pub mod undo;
pub mod unsubscribe;
pub mod view;
pub mod vote;

mod builds;
pub(crate) mod changes;
mod events;
mod imported;
mod judging;
mod limits;
mod mentions;
mod moves;
mod outbox;
mod periods;
mod posting;
mod record;

pub use refusal::Refusal;

use qa_api::thread::Viewer;

use crate::domain::account::Account;

/// Who is at the other end.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The signed-in account.
    pub account: Option<Account>,
    /// The hash of the session's token, while somebody is signed in.
    pub session: Option<String>,
    /// The digest of the machine's address.
    pub client: String,
    /// The browser's family.
    pub browser: &'static str,
}

impl Visitor {
    /// The signed-in account as its owner sees it.
    pub fn viewer(&self) -> Option<Viewer> {
        self.account.as_ref().map(Account::viewer)
    }
}
