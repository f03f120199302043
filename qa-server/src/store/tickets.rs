//! Tickets: which question is which ticket where, and how far both sides were when they were last compared.
//!
//! **Invariants:** of one question and target, the row with the highest generation is the ticket, and those before it
//! are what it follows. A row is there before the request that makes its ticket is sent.

use super::names::unknown;
use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::ticket::TicketState;

/// The columns of a row, from where they are, and then `$rest`.
macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT t.id, t.question_id, t.target, t.generation, t.external_id, t.remote_id, t.request, t.idempotency_key, t.asked_at, t.written, t.seen, t.seen_at, t.problem FROM tickets t ", $rest)
    };
}

statements! {
    INSERT = Sql::both("INSERT INTO tickets (id, question_id, target, generation, external_id, request, idempotency_key, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
    FIND = Sql::both(select!("WHERE t.question_id = $1 AND t.target = $2 ORDER BY t.generation DESC LIMIT 1"));
    FIND_BEFORE = Sql::both(select!("WHERE t.question_id = $1 AND t.target = $2 AND t.generation < $3 ORDER BY t.generation DESC LIMIT 1"));
    FIND_BY_REMOTE = Sql::both(select!("WHERE t.target = $1 AND t.remote_id = $2 ORDER BY t.generation DESC LIMIT 1"));
    LIST_OF_QUESTION = Sql::both(select!("WHERE t.question_id = $1 AND NOT EXISTS (SELECT 1 FROM tickets n WHERE n.question_id = t.question_id AND n.target = t.target AND n.generation > t.generation) ORDER BY t.target"));
    LIST_QUESTIONS = Sql::both("SELECT q.id FROM questions q WHERE q.id > $2 AND (q.state = 'published' OR EXISTS (SELECT 1 FROM tickets t WHERE t.question_id = q.id AND t.target = $1 AND COALESCE(t.seen, 'open') <> 'gone')) AND NOT (q.resolved_at IS NOT NULL AND q.resolved_at < $3) ORDER BY q.id LIMIT $4");
    UPDATE_REQUEST = Sql::both("UPDATE tickets SET request = $2, idempotency_key = $3, asked_at = $4 WHERE id = $1 AND remote_id IS NULL");
    UPDATE_MADE = Sql::both("UPDATE tickets SET remote_id = $2, request = '', written = $3, seen = $3, seen_at = $4, problem = NULL WHERE id = $1");
    UPDATE_WRITTEN = Sql::both("UPDATE tickets SET written = $2, seen = $2, seen_at = $3, problem = NULL WHERE id = $1");
    UPDATE_SEEN = Sql::both("UPDATE tickets SET seen = $2, seen_at = $3 WHERE id = $1");
    UPDATE_PROBLEM = Sql::both("UPDATE tickets SET problem = $2 WHERE id = $1 AND COALESCE(problem, '') <> $2");
    DELETE = Sql::both("DELETE FROM tickets WHERE id = $1 AND remote_id IS NULL");
    FORGET_REQUESTS = Sql::both("UPDATE tickets SET request = '' WHERE question_id IN (SELECT id FROM questions WHERE state = 'purged')");
}

/// A question's ticket in one system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// The row's id.
    pub id: String,
    /// The question.
    pub question: String,
    /// The system's name.
    pub target: String,
    /// The how-manieth ticket of this question there, counted from one.
    pub generation: i64,
    /// What the ticket is called by us, wherever the system lets us name it.
    pub external_id: String,
    /// What the system calls it; absent until it is known to be there.
    pub remote_id: Option<String>,
    /// The request that makes it, to the byte; empty before it is sent and once its outcome is known.
    pub request: String,
    /// The key under which that request counts once.
    pub idempotency_key: String,
    /// When that request was first sent.
    pub asked_at: Millis,
    /// How far it was when both sides last agreed.
    pub written: Option<TicketState>,
    /// How far it was when it was last looked at.
    pub seen: Option<TicketState>,
    /// When that was.
    pub seen_at: Option<Millis>,
    /// What somebody has to see to.
    pub problem: Option<String>,
}

#[derive(sqlx::FromRow)]
struct TicketRow {
    id: String,
    question_id: String,
    target: String,
    generation: i64,
    external_id: String,
    remote_id: Option<String>,
    request: String,
    idempotency_key: String,
    asked_at: i64,
    written: Option<String>,
    seen: Option<String>,
    seen_at: Option<i64>,
    problem: Option<String>,
}

impl TryFrom<TicketRow> for Ticket {
    type Error = StoreError;

    fn try_from(row: TicketRow) -> Result<Self, StoreError> {
        let state = |column, name: Option<String>| {
            name.map(|name| TicketState::from_name(&name).ok_or_else(|| unknown(column, &name))).transpose()
        };
        Ok(Self {
            id: row.id,
            question: row.question_id,
            target: row.target,
            generation: row.generation,
            external_id: row.external_id,
            remote_id: row.remote_id,
            request: row.request,
            idempotency_key: row.idempotency_key,
            asked_at: row.asked_at,
            written: state("tickets.written", row.written)?,
            seen: state("tickets.seen", row.seen)?,
            seen_at: row.seen_at,
            problem: row.problem,
        })
    }
}

/// Inserts a ticket that is about to be asked for.
///
/// # Errors
/// [`StoreError::Duplicate`] when the question has one of this generation.
pub async fn insert_ticket(tx: &mut Tx, ticket: &Ticket) -> Result<(), StoreError> {
    let Ticket { id, question, target, generation, external_id, request, idempotency_key, asked_at, .. } = ticket;
    execute!(tx, INSERT, id, question, target, generation, external_id, request, idempotency_key, asked_at)?;
    Ok(())
}

/// The ticket of a question at `target`.
pub async fn find_ticket(tx: &mut Tx, question: &str, target: &str) -> Result<Option<Ticket>, StoreError> {
    let row: Option<TicketRow> = fetch_optional!(tx, FIND, question, target)?;
    row.map(Ticket::try_from).transpose()
}

/// The ticket of a question at `target` that came before the one of this generation.
pub async fn find_ticket_before(
    tx: &mut Tx,
    question: &str,
    target: &str,
    generation: i64,
) -> Result<Option<Ticket>, StoreError> {
    let row: Option<TicketRow> = fetch_optional!(tx, FIND_BEFORE, question, target, generation)?;
    row.map(Ticket::try_from).transpose()
}

/// The ticket that `target` calls `remote_id`.
pub async fn find_ticket_by_remote(tx: &mut Tx, target: &str, remote_id: &str) -> Result<Option<Ticket>, StoreError> {
    let row: Option<TicketRow> = fetch_optional!(tx, FIND_BY_REMOTE, target, remote_id)?;
    row.map(Ticket::try_from).transpose()
}

/// A question's ticket in each system, by the systems' names.
pub async fn list_tickets(tx: &mut Tx, question: &str) -> Result<Vec<Ticket>, StoreError> {
    let rows: Vec<TicketRow> = fetch_all!(tx, LIST_OF_QUESTION, question)?;
    rows.into_iter().map(Ticket::try_from).collect()
}

/// The ids of questions after `after` that have a ticket at `target` or may need one, in order, at most `most`;
/// those left out were resolved before `resolved`.
pub async fn list_questions_with_tickets(
    tx: &mut Tx,
    target: &str,
    after: &str,
    resolved: Millis,
    most: i64,
) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = fetch_all!(tx, LIST_QUESTIONS, target, after, resolved, most)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Gives a ticket that is not known to be there another first request.
pub async fn update_ticket_request(
    tx: &mut Tx,
    id: &str,
    request: &str,
    idempotency_key: &str,
    now: Millis,
) -> Result<(), StoreError> {
    execute!(tx, UPDATE_REQUEST, id, request, idempotency_key, now)?;
    Ok(())
}

/// Notes that a ticket is there. Its request is forgotten: it would be one more copy of what somebody wrote.
pub async fn update_ticket_made(
    tx: &mut Tx,
    id: &str,
    remote_id: &str,
    state: TicketState,
    now: Millis,
) -> Result<(), StoreError> {
    execute!(tx, UPDATE_MADE, id, remote_id, state.name(), now)?;
    Ok(())
}

/// Notes that both sides agree on `state`.
pub async fn update_ticket_written(tx: &mut Tx, id: &str, state: TicketState, now: Millis) -> Result<(), StoreError> {
    execute!(tx, UPDATE_WRITTEN, id, state.name(), now)?;
    Ok(())
}

/// Notes how far a ticket was found.
pub async fn update_ticket_seen(tx: &mut Tx, id: &str, state: TicketState, now: Millis) -> Result<(), StoreError> {
    execute!(tx, UPDATE_SEEN, id, state.name(), now)?;
    Ok(())
}

/// Notes what somebody has to see to; false when that was noted before.
pub async fn update_ticket_problem(tx: &mut Tx, id: &str, problem: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, UPDATE_PROBLEM, id, problem)? == 1)
}

/// Removes a ticket that never came to be.
pub async fn delete_ticket(tx: &mut Tx, id: &str) -> Result<(), StoreError> {
    execute!(tx, DELETE, id)?;
    Ok(())
}

/// Forgets the requests about questions whose text was erased; gives how many.
pub async fn update_tickets_purged(tx: &mut Tx) -> Result<u64, StoreError> {
    execute!(tx, FORGET_REQUESTS)
}
