//! Making a ticket, once, whatever happens in between.
//!
//! The row is there before the request is built, and the request is in the row, to the byte, before it is sent.
//! So a request that is found in a row may have arrived: the ticket is looked for by what we call it, and only if it is
//! not there the same bytes go out again, under the same key.

use std::sync::Arc;

use super::case::{Case, PRIORITY, QUESTION};
use super::{Desk, Fault, NewTicket, Remote};
use crate::app::App;
use crate::clock::{HOUR, MINUTE, Millis};
use crate::domain::ticket::TicketState;
use crate::store::ticket_notes::{TicketNote, insert_ticket_notes_of, update_ticket_note};
use crate::store::tickets::{
    Ticket, delete_ticket, find_ticket_before, insert_ticket, update_ticket_made, update_ticket_request,
};
use crate::store::{StoreError, Tx};

/// How long a key is relied on: Zendesk forgets keys after two hours.
const KEY_LIFE: Millis = HOUR + 50 * MINUTE;
/// How far the other side's clock may be behind ours.
const CLOCK_SKEW: Millis = 10 * MINUTE;

/// Writes down that `question` is to get a ticket; the one after `before`, if it had one.
pub(super) async fn announce(
    app: &Arc<App>,
    target: &str,
    question: &str,
    before: Option<&Ticket>,
) -> Result<(), StoreError> {
    let generation = before.map_or(1, |before| before.generation + 1);
    let id = app.new_id();
    let ticket = Ticket {
        external_id: match generation {
            1 => format!("postil-{question}"),
            _ => format!("postil-{question}.{generation}"),
        },
        id,
        question: question.to_owned(),
        target: target.to_owned(),
        generation,
        remote_id: None,
        request: String::new(),
        idempotency_key: String::new(),
        asked_at: app.now(),
        written: None,
        seen: None,
        seen_at: None,
        problem: None,
    };
    // What a closed ticket was told can be read in its follow-up, too; what a deleted one was told is gone with it.
    let known = before.filter(|before| before.seen == Some(TicketState::Closed)).map(|before| before.id.clone());
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                insert_ticket(tx, &ticket).await?;
                match known {
                    Some(known) => insert_ticket_notes_of(tx, &known, &ticket.id).await,
                    None => Ok(()),
                }
            })
        })
        .await
}

/// Makes the ticket, unless it is there by now; false when none is wanted any more.
pub(super) async fn make<D: Desk>(app: &Arc<App>, desk: &D, case: &Case, ticket: &Ticket) -> Result<bool, Fault> {
    let asked = !ticket.request.is_empty();
    if asked && let Some(remote) = find(desk, ticket).await? {
        note_made(app, ticket, remote).await?;
        return Ok(true);
    }
    let Some(new) = &case.new else {
        let id = ticket.id.clone();
        app.store.write(move |tx: &mut Tx| Box::pin(async move { delete_ticket(tx, &id).await })).await?;
        return Ok(false);
    };
    let (request, key) = if asked && app.now() - ticket.asked_at < KEY_LIFE {
        (ticket.request.clone(), ticket.idempotency_key.clone())
    } else {
        ask(app, desk, case, ticket, new).await?
    };
    let made = match desk.create(&request, &key).await {
        Err(Fault::KeyUsed) => find(desk, ticket).await?.ok_or(Fault::KeyUsed),
        made => made,
    };
    match made {
        Ok(remote) => {
            note_made(app, ticket, remote).await?;
            Ok(true)
        }
        Err(Fault::Later { error, after }) => Err(Fault::Later { error, after }),
        // The same request is under way there, so it may well make the ticket yet.
        Err(Fault::Changed) => {
            Err(Fault::Later { error: "the request is still under way there".to_owned(), after: None })
        }
        Err(refused) => {
            // These bytes made nothing and never will: what comes next is another request.
            note_request(app, ticket, String::new(), String::new(), Vec::new()).await?;
            match refused {
                Fault::Gone | Fault::Closed => Err(Fault::Person("a new ticket is refused".to_owned())),
                refused => Err(refused),
            }
        }
    }
}

async fn find<D: Desk>(desk: &D, ticket: &Ticket) -> Result<Option<Remote>, Fault> {
    desk.find(&ticket.external_id, ticket.asked_at - CLOCK_SKEW).await
}

/// Builds the request and writes it down, with what the ticket will have been told by it.
async fn ask<D: Desk>(
    app: &Arc<App>,
    desk: &D,
    case: &Case,
    ticket: &Ticket,
    new: &NewTicket,
) -> Result<(String, String), Fault> {
    let mut tx = app.store.read().await?;
    let before = find_ticket_before(&mut tx, &ticket.question, &ticket.target, ticket.generation).await?;
    drop(tx);
    let follows = before.filter(|before| before.seen == Some(TicketState::Closed)).and_then(|before| before.remote_id);
    let new = NewTicket { external_id: ticket.external_id.clone(), follows, ..new.clone() };
    let request = desk.request(&new).await?;
    let key = app.new_id();
    let says = |about: &str| [QUESTION, PRIORITY].contains(&about);
    let told = case.wishes.iter().filter(|wish| says(&wish.about)).map(|wish| TicketNote {
        about: wish.about.clone(),
        told: wish.told.clone(),
        serial: 0,
        arrived: true,
        remote_id: None,
    });
    let told = told.collect();
    note_request(app, ticket, request.clone(), key.clone(), told).await?;
    Ok((request, key))
}

async fn note_request(
    app: &Arc<App>,
    ticket: &Ticket,
    request: String,
    key: String,
    told: Vec<TicketNote>,
) -> Result<(), StoreError> {
    let (id, now) = (ticket.id.clone(), app.now());
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                update_ticket_request(tx, &id, &request, &key, now).await?;
                for told in told {
                    update_ticket_note(tx, &id, &told).await?;
                }
                Ok(())
            })
        })
        .await
}

async fn note_made(app: &Arc<App>, ticket: &Ticket, remote: Remote) -> Result<(), StoreError> {
    let (id, now) = (ticket.id.clone(), app.now());
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move { update_ticket_made(tx, &id, &remote.id, remote.state, now).await })
        })
        .await
}
