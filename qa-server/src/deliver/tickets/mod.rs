//! Tickets about questions, in whatever system keeps them: what such a system can do ([`Desk`]), what it is told
//! ([`case`], in the words of [`words`]), and how both sides are brought to agree ([`mirror`]).
//!
//! Nothing is replayed: each event, each word from the other side and each comparison of all tickets ends in the same
//! look at both sides, and writes what is missing. So an effect that comes twice, late or out of turn does no harm.
//!
//! **Invariant:** before anything is sent that would be there twice if it were sent twice, the store says that it is
//! about to be; and where that is found, the system is asked first whether it has it.

mod case;
mod comparison;
mod making;
mod mirror;
mod telling;
mod words;

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use qa_api::inbox::Priority;

pub use self::comparison::{Drift, compare};
pub use self::mirror::{Agreed, agree};

use super::{Delivery, Target, UNWANTED};
use crate::app::App;
use crate::clock::Millis;
use crate::domain::event::{EventKind, Level, Reach, TargetSpec};
use crate::domain::outbound::Message;
use crate::domain::ticket::TicketState;
use crate::outward::OutwardError;
use crate::store::StoreError;
use crate::store::outbox::LeasedRow;

/// A system that keeps tickets.
pub trait Desk: Send + Sync {
    /// Its name in the outbox and in the store.
    fn name(&self) -> &'static str;

    /// What the operator wants of it.
    fn terms(&self) -> Terms;

    /// The request that makes `ticket`, to the byte.
    fn request(&self, ticket: &NewTicket) -> impl Future<Output = Result<String, Fault>> + Send;

    /// Sends such a request; `key` makes it count once, where the system knows such keys.
    fn create(&self, request: &str, key: &str) -> impl Future<Output = Result<Remote, Fault>> + Send;

    /// The oldest ticket that we call `external_id`, made after `since`.
    fn find(&self, external_id: &str, since: Millis) -> impl Future<Output = Result<Option<Remote>, Fault>> + Send;

    /// How far a ticket is now.
    fn read(&self, id: &str) -> impl Future<Output = Result<Remote, Fault>> + Send;

    /// Makes a ticket solved or open, if it is still as it was read.
    fn write_state(
        &self,
        remote: &Remote,
        state: TicketState,
        end: End,
    ) -> impl Future<Output = Result<(), Fault>> + Send;

    /// Says how urgent a ticket is; only where [`Terms::priorities`] are kept.
    fn write_priority(&self, _id: &str, _priority: Priority) -> impl Future<Output = Result<(), Fault>> + Send {
        async { Ok(()) }
    }

    /// Tells a ticket something, in the place of what is called `before` where the system can change it;
    /// gives what it is called.
    fn tell(
        &self,
        id: &str,
        note: &Note,
        before: Option<&str>,
    ) -> impl Future<Output = Result<Option<String>, Fault>> + Send;

    /// What the note with this marker is called, if the ticket has it.
    fn find_note(&self, id: &str, marker: &str) -> impl Future<Output = Result<Option<String>, Fault>> + Send;

    /// What was typed into the ticket for the asker to read, by those who may answer.
    fn answers(&self, id: &str) -> impl Future<Output = Result<Vec<Answer>, Fault>> + Send;

    /// Where people look at a ticket.
    fn link(&self, id: &str) -> String;
}

/// What the operator wants of a desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// How much goes there, and whether something comes back.
    pub level: Level,
    /// Whether only people who moderate can read what is there.
    pub private: bool,
    /// Whether the asker's address is needed there.
    pub addresses: bool,
    /// Whether tickets there are more or less urgent.
    pub priorities: bool,
}

/// A ticket to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTicket {
    /// What we call it.
    pub external_id: String,
    /// The question's title, or what stands for it.
    pub title: String,
    /// What it says: Markdown.
    pub text: String,
    /// Who asked; only where the desk needs it.
    pub asker: Option<Asker>,
    /// The topic's id.
    pub topic: Option<String>,
    /// How urgent it is.
    pub priority: Priority,
    /// Whether the question waits for a moderator.
    pub held: bool,
    /// What the system calls the closed ticket that this one follows.
    pub follows: Option<String>,
}

/// Who asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker {
    /// The display name.
    pub name: String,
    /// The e-mail address.
    pub address: String,
}

/// A ticket that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    /// What the system calls it.
    pub id: String,
    /// How far it is.
    pub state: TicketState,
    /// What the system knows this very state by, where it tells.
    pub stamp: Option<String>,
}

/// Why a ticket is solved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The question is answered.
    Resolved,
    /// The question is not on its page.
    Removed,
}

/// Something to tell a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What to know it by.
    pub marker: String,
    /// What it says: Markdown.
    pub text: String,
    /// What the ticket itself is to say from now on, where the system can change that.
    pub whole: Option<Whole>,
}

/// What a ticket says by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// What we call the ticket.
    pub external_id: String,
    /// Its title.
    pub title: String,
    /// Its text: Markdown.
    pub text: String,
}

/// What somebody typed into a ticket for the asker to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What the system calls it.
    pub id: String,
    /// Who wrote it.
    pub writer: String,
    /// Plain text.
    pub body: String,
}

/// Why something did not work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It may work later, and may have worked now.
    #[error("{error}")]
    Later {
        /// What went wrong.
        error: String,
        /// How long the system asks to wait.
        after: Option<Millis>,
    },
    /// The ticket is not there.
    #[error("the ticket is gone")]
    Gone,
    /// The ticket is closed for good.
    #[error("the ticket is closed")]
    Closed,
    /// The ticket has changed since it was read.
    #[error("the ticket has changed meanwhile")]
    Changed,
    /// The key was used for another request.
    #[error("the idempotency key was used for another request")]
    KeyUsed,
    /// Somebody has to see to it: the system wants what only a person can give.
    #[error("{0}")]
    Person(String),
    /// Nothing will work there until somebody mends it.
    #[error("{0}")]
    Off(String),
}

impl From<OutwardError> for Fault {
    fn from(error: OutwardError) -> Self {
        let told = error.to_string();
        if error.is_lasting() { Self::Off(told) } else { Self::Later { error: told, after: None } }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Later { error: error.to_string(), after: None }
    }
}

/// A desk as a target of the outbox.
pub struct Tickets<D>(pub Arc<D>);

impl<D: Desk + 'static> Tickets<D> {
    async fn send(&self, app: &Arc<App>, row: &LeasedRow) -> Delivery {
        // What is turned off is left alone, whatever was caused before.
        if self.0.terms().level == Level::Off {
            return UNWANTED;
        }
        let message: Message = match serde_json::from_str(&row.payload) {
            Ok(message) => message,
            Err(error) => return Delivery::Failed(format!("the row's payload cannot be read: {error}")),
        };
        let (question, touched) = match &message {
            Message::Event { event } if matches!(event.kind(), EventKind::ReplyHeld | EventKind::ReplyDecided) => {
                return Delivery::Dropped("replies are told once they are published");
            }
            Message::Event { event } => (event.question(), false),
            Message::TicketTouched { question } => (question.as_str(), true),
            _ => return Delivery::Failed("not for tickets".to_owned()),
        };
        match agree(app, self.0.as_ref(), question, touched).await {
            Ok(Agreed::Changed | Agreed::Unchanged) => Delivery::Sent,
            Ok(Agreed::Unwanted) => Delivery::Dropped("nothing there is to know of it"),
            Err(Fault::Later { error, after }) => Delivery::Retry { error, after },
            // Each of these was dealt with where it can be; that it comes up to here is a matter of the moment.
            Err(fault @ (Fault::Gone | Fault::Closed | Fault::Changed | Fault::KeyUsed)) => Delivery::retry(fault),
            Err(Fault::Person(error)) => Delivery::Failed(error),
            Err(Fault::Off(error)) => Delivery::Off(error),
        }
    }
}

impl<D: Desk + 'static> Target for Tickets<D> {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn specs(&self) -> Vec<TargetSpec> {
        let Terms { level, private, .. } = self.0.terms();
        vec![TargetSpec { name: self.0.name().to_owned(), reach: Reach::Everything, level, private }]
    }

    fn deliver<'a>(&'a self, app: &'a Arc<App>, row: &'a LeasedRow) -> BoxFuture<'a, Delivery> {
        self.send(app, row).boxed()
    }
}
