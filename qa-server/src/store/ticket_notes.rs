//! What tickets were told, and what was typed into them for the asker to read.
//!
//! **Invariant:** a note is written down here before it is sent, so that one whose outcome is unknown is looked for by
//! its serial before it is sent again.

use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    LIST = Sql::both("SELECT about, told, serial, arrived, remote_id FROM ticket_notes WHERE ticket_id = $1 ORDER BY about");
    UPDATE = Sql::both("INSERT INTO ticket_notes (ticket_id, about, told, serial, arrived, remote_id) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (ticket_id, about) DO UPDATE SET told = excluded.told, serial = excluded.serial, arrived = excluded.arrived, remote_id = excluded.remote_id");
    COPY = Sql::both("INSERT INTO ticket_notes (ticket_id, about, told, serial, arrived, remote_id) SELECT $2, about, told, serial, arrived, NULL FROM ticket_notes WHERE ticket_id = $1 AND arrived ON CONFLICT (ticket_id, about) DO NOTHING");
    DELETE = Sql::both("DELETE FROM ticket_notes WHERE ticket_id = $1");
    INSERT_OFFER = Sql::both("INSERT INTO ticket_offers (id, ticket_id, question_id, remote_id, writer, body, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (ticket_id, remote_id) DO NOTHING");
    FIND_OFFER = Sql::both("SELECT id, ticket_id, question_id, remote_id, writer, body, created_at, settled_at FROM ticket_offers WHERE id = $1");
    LIST_OFFERS = Sql::both("SELECT id, ticket_id, question_id, remote_id, writer, body, created_at, settled_at FROM ticket_offers WHERE question_id = $1 ORDER BY id");
    LIST_OPEN_OFFERS = Sql::both("SELECT o.id, o.ticket_id, o.question_id, o.remote_id, o.writer, o.body, o.created_at, o.settled_at FROM ticket_offers o JOIN questions q ON q.id = o.question_id WHERE o.settled_at IS NULL AND q.state = 'published' ORDER BY o.id LIMIT $1");
    UPDATE_OFFER_SETTLED = Sql::both("UPDATE ticket_offers SET settled_at = $2 WHERE id = $1 AND settled_at IS NULL");
    UPDATE_OFFER_OPEN = Sql::both("UPDATE ticket_offers SET settled_at = NULL WHERE id = $1 AND settled_at IS NOT NULL");
    PURGE_OFFERS = Sql::both("UPDATE ticket_offers SET body = '' WHERE question_id IN (SELECT id FROM questions WHERE state = 'purged')");
}

/// What a ticket was told about one thing.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct TicketNote {
    /// What it is about: `question`, a reply's id, or an offer's with `offer:` before it.
    pub about: String,
    /// Which of the things that can be told about it.
    pub told: String,
    /// How often something was told about it, counted from one.
    pub serial: i64,
    /// Whether it is known to be there.
    pub arrived: bool,
    /// What the system calls it.
    pub remote_id: Option<String>,
}

/// An answer that somebody typed into a ticket for the asker to read.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Offer {
    /// The row's id.
    pub id: String,
    /// The row of the ticket.
    pub ticket_id: String,
    /// The question.
    pub question_id: String,
    /// What the system calls it.
    pub remote_id: String,
    /// Who wrote it there.
    pub writer: String,
    /// Plain text; empty once the question was purged.
    pub body: String,
    /// When it was found.
    pub created_at: Millis,
    /// When a moderator decided about it.
    pub settled_at: Option<Millis>,
}

/// What a ticket was told.
pub async fn list_ticket_notes(tx: &mut Tx, ticket: &str) -> Result<Vec<TicketNote>, StoreError> {
    fetch_all!(tx, LIST, ticket)
}

/// Writes down what a ticket is told, instead of what it was told about the same thing before.
pub async fn update_ticket_note(tx: &mut Tx, ticket: &str, note: &TicketNote) -> Result<(), StoreError> {
    let TicketNote { about, told, serial, arrived, remote_id } = note;
    execute!(tx, UPDATE, ticket, about, told, serial, arrived, remote_id.as_deref())?;
    Ok(())
}

/// Lets ticket `to` begin with what ticket `from` was told.
pub async fn insert_ticket_notes_of(tx: &mut Tx, from: &str, to: &str) -> Result<(), StoreError> {
    execute!(tx, COPY, from, to)?;
    Ok(())
}

/// Forgets what a ticket was told.
pub async fn delete_ticket_notes(tx: &mut Tx, ticket: &str) -> Result<(), StoreError> {
    execute!(tx, DELETE, ticket)?;
    Ok(())
}

/// Inserts an answer that was found in a ticket; false when it was found before.
pub async fn insert_offer(tx: &mut Tx, offer: &Offer) -> Result<bool, StoreError> {
    let Offer { id, ticket_id, question_id, remote_id, writer, body, created_at, .. } = offer;
    Ok(execute!(tx, INSERT_OFFER, id, ticket_id, question_id, remote_id, writer, body, created_at)? == 1)
}

/// The answer of this id.
pub async fn find_offer(tx: &mut Tx, id: &str) -> Result<Option<Offer>, StoreError> {
    fetch_optional!(tx, FIND_OFFER, id)
}

/// Every answer that was found in the tickets of a question, oldest first.
pub async fn list_offers(tx: &mut Tx, question: &str) -> Result<Vec<Offer>, StoreError> {
    fetch_all!(tx, LIST_OFFERS, question)
}

/// The answers that nobody has decided about, oldest first, at most `most`.
pub async fn list_open_offers(tx: &mut Tx, most: i64) -> Result<Vec<Offer>, StoreError> {
    fetch_all!(tx, LIST_OPEN_OFFERS, most)
}

/// Notes that an answer was decided about; false when that was so before.
pub async fn update_offer_settled(tx: &mut Tx, id: &str, now: Millis) -> Result<bool, StoreError> {
    Ok(execute!(tx, UPDATE_OFFER_SETTLED, id, now)? == 1)
}

/// Takes back that an answer was decided about; false when nothing was.
pub async fn update_offer_open(tx: &mut Tx, id: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, UPDATE_OFFER_OPEN, id)? == 1)
}

/// Forgets the answers to questions whose text was erased; gives how many.
pub async fn update_offers_purged(tx: &mut Tx) -> Result<u64, StoreError> {
    execute!(tx, PURGE_OFFERS)
}
