//! Where outward effects go: one target, one folder, one registration here.

pub mod build;
pub mod desks;
pub mod email;
pub mod github;
pub mod hmac;
pub mod http;
pub mod slack;
pub mod tickets;
pub mod webhook;
pub mod zendesk;

use std::sync::Arc;

use futures_util::future::BoxFuture;

use self::build::Build;
use self::slack::Slack;
use self::webhook::Webhook;
use crate::app::App;
use crate::clock::Millis;
use crate::config::Targets;
use crate::domain::event::{Event, TargetSpec};
use crate::domain::outbound::Message;
use crate::store::StoreError;
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
    /// Nothing will ever work there until somebody mends it: the target is turned off, and the staff are told.
    Off(String),
}

impl Delivery {
    /// It may work later, whatever `error` says.
    pub fn retry(error: impl ToString) -> Self {
        Self::Retry { error: error.to_string(), after: None }
    }
}

impl From<StoreError> for Delivery {
    fn from(error: StoreError) -> Self {
        Self::retry(error)
    }
}

/// A system that outward effects go to.
pub trait Target: Send + Sync {
    /// The name of its lane.
    fn name(&self) -> &str;

    /// The events that it wants to be told of; nothing for what tells single people.
    fn specs(&self) -> Vec<TargetSpec> {
        Vec::new()
    }

    /// Tries once. `row.id` is the idempotency key.
    fn deliver<'a>(&'a self, app: &'a Arc<App>, row: &'a LeasedRow) -> BoxFuture<'a, Delivery>;
}

/// The systems that are told what happens to questions, and those that build the site.
pub fn configured(targets: &Targets) -> Vec<Arc<dyn Target>> {
    let slack = targets.slack.iter().map(|config| Arc::new(Slack::new(config.clone())) as Arc<dyn Target>);
    let webhooks = targets.webhooks.iter().map(|config| Arc::new(Webhook::new(config.clone())) as Arc<dyn Target>);
    let builds = targets.builds.iter().map(|config| Arc::new(Build::new(config.clone())) as Arc<dyn Target>);
    slack.chain(webhooks).chain(builds).collect()
}

/// The event of a row that goes to where `spec` is said of now, which may be other than when it was caused.
///
/// # Errors
/// The delivery that it then is: a row that is no event cannot be told to a target of events, and one that is not to be
/// told any more goes nowhere.
pub fn event(row: &LeasedRow, spec: Option<&TargetSpec>) -> Result<Event, Delivery> {
    let event = match serde_json::from_str(&row.payload) {
        Ok(Message::Event { event }) => event,
        Ok(_) => return Err(Delivery::Failed("the row is no event".to_owned())),
        Err(error) => return Err(Delivery::Failed(format!("the row's payload cannot be read: {error}"))),
    };
    match spec {
        Some(spec) if spec.wants(event.kind()) => Ok(event),
        _ => Err(UNWANTED),
    }
}

/// What becomes of a row for a target that the configuration tells less by now.
pub const UNWANTED: Delivery = Delivery::Dropped("the configuration says that it is not told of this any more");
