//! E-mail: what a message says ([`compose`], [`accounts`], [`moderation`], [`follows`], [`digest`], [`together`],
//! [`summary`], [`solved`]), in which words ([`templates`]), with which headers ([`letter`]), and how it leaves
//! ([`transport`]) or does not ([`refusal`]), no more often than [`ceiling`] says.
//!
//! **Invariants:** a letter about a post to others is composed from a published post, read at the moment of sending.
//! The Message-ID is the outbox row's id, so a mail that goes twice is the same mail.
//! Codes ignore unsubscription and carry nothing that the asker typed; every other mail can be stopped.

mod accounts;
mod ceiling;
mod compose;
mod digest;
mod follows;
mod letter;
mod mention;
mod moderation;
mod refusal;
mod solved;
mod summary;
mod templates;
mod tickets;
mod together;
mod transport;

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use lettre::message::Mailbox;

pub use self::templates::TemplateError;
pub use self::transport::{Transport, TransportError};

use self::compose::Composed;
use self::templates::Templates;
use self::together::Gathered;
use self::transport::Sending;
use super::{Delivery, Target};
use crate::app::App;
use crate::domain::outbound::Message;
use crate::service::bounces;
use crate::store::outbox::LeasedRow;

/// The e-mail target.
pub struct Email {
    from: Mailbox,
    transport: Transport,
    templates: Templates,
}

impl Email {
    /// E-mail from `from` by way of `transport`.
    ///
    /// # Errors
    /// When `from` is not an address, or a template cannot be read.
    pub fn new(from: &str, transport: Transport) -> Result<Self, EmailError> {
        let from = from.parse().map_err(|_| EmailError::From(from.to_owned()))?;
        Ok(Self { from, transport, templates: Templates::load()? })
    }

    async fn send(&self, app: &Arc<App>, row: &LeasedRow) -> Delivery {
        let message: Message = match serde_json::from_str(&row.payload) {
            Ok(message) => message,
            Err(error) => return Delivery::Failed(format!("the row's payload cannot be read: {error}")),
        };
        let message = match together::gather(app, row, message).await {
            Ok(Gathered::Now(message)) => message,
            Ok(Gathered::Later(until)) => {
                return Delivery::Postponed { until, reason: "told together with what comes" };
            }
            Err(error) => return error.into(),
        };
        let letter = match compose::compose(app, &self.templates, &message).await {
            Ok(Composed::Letter(letter)) => letter,
            Ok(Composed::Dropped(reason)) => return Delivery::Dropped(reason),
            Err(error) => return Delivery::retry(error),
        };
        if letter.unsubscribe.is_some() {
            match ceiling::count(app, &letter.to, &message).await {
                Ok(None) => {}
                Ok(Some(until)) => return Delivery::Postponed { until, reason: "too many mails within an hour" },
                Err(error) => return error.into(),
            }
        }
        let address = letter.to.clone();
        let host = app.base_url.host_str().unwrap_or("localhost");
        match letter.into_message(&self.from, &row.id, host, app.now()) {
            Ok(mail) => self.hand_over(app, row, &address, mail).await,
            Err(error) => Delivery::Failed(error.to_string()),
        }
    }
}

impl Email {
    /// Sends, and remembers when the receiver's own server refuses.
    async fn hand_over(&self, app: &Arc<App>, row: &LeasedRow, address: &str, mail: lettre::Message) -> Delivery {
        let (delivery, noted) = match self.transport.send(&row.id, mail).await {
            Sending::Ended(Delivery::Sent) => (Delivery::Sent, bounces::taken(app, address).await),
            Sending::Ended(delivery) => (delivery, Ok(())),
            Sending::Refused { hard, error } => {
                let noted = bounces::note(app, &row.id, address, hard, &error).await;
                (if hard { Delivery::Failed(error) } else { Delivery::Retry { error, after: None } }, noted)
            }
        };
        if let Err(error) = noted {
            tracing::warn!(%error, "what became of a mail was not noted at its address");
        }
        delivery
    }
}

impl Target for Email {
    fn name(&self) -> &str {
        "email"
    }

    fn deliver<'a>(&'a self, app: &'a Arc<App>, row: &'a LeasedRow) -> BoxFuture<'a, Delivery> {
        self.send(app, row).boxed()
    }
}

/// Why e-mail cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum EmailError {
    /// The sender's address is not one.
    #[error("{0:?} is not a sender; write it as \"Handbook <handbook@example.org>\"")]
    From(String),
    /// A built-in template is broken.
    #[error(transparent)]
    Template(#[from] TemplateError),
}
