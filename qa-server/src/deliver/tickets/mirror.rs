//! Bringing a question and its ticket to agree: looks at both, writes what is missing, and writes down each step.
//!
//! Called for every row of the outbox that goes to a desk.
//! Whatever breaks off leaves the store such that the next call goes on from there.

use std::sync::Arc;

use super::case::{Case, load};
use super::making::{announce, make};
use super::telling::tell;
use super::{Desk, End, Fault, Remote};
use crate::app::App;
use crate::domain::event::Level;
use crate::domain::ticket::{Step, TicketState, Wanted, step};
use crate::service::tickets;
use crate::store::Tx;
use crate::store::tickets::{Ticket, update_ticket_seen, update_ticket_written};

/// How often both sides are looked at again within one call, since something changed.
const MOST_ROUNDS: usize = 5;

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreed {
    /// Both sides agree, and something was written for that.
    Changed,
    /// They did.
    Unchanged,
    /// There is no ticket, and none is wanted.
    Unwanted,
}

/// Brings `question` and its ticket at `desk` to agree; `touched` says that something was done to the ticket there.
///
/// # Errors
/// When the desk cannot be asked now, or somebody has to see to it: then the staff are told, once.
pub async fn agree<D: Desk>(app: &Arc<App>, desk: &D, question: &str, touched: bool) -> Result<Agreed, Fault> {
    let agreed = approach(app, desk, question, touched).await;
    if let Err(Fault::Person(problem)) = &agreed {
        tickets::tell_staff(app, desk.name(), question, problem).await?;
    }
    agreed
}

async fn approach<D: Desk>(app: &Arc<App>, desk: &D, question: &str, touched: bool) -> Result<Agreed, Fault> {
    let terms = desk.terms();
    let mut changed = false;
    let mut answers_wanted = touched && terms.level == Level::TwoWay;
    // That answers cannot be read now keeps nothing from being written.
    let mut unread = None;
    for _ in 0..MOST_ROUNDS {
        let Some(case) = load(app, desk.name(), terms, question).await? else { return Ok(Agreed::Unwanted) };
        let Some(ticket) = &case.ticket else {
            if case.new.is_none() {
                return Ok(Agreed::Unwanted);
            }
            announce(app, desk.name(), question, None).await?;
            continue;
        };
        let Some(remote_id) = &ticket.remote_id else {
            if make(app, desk, &case, ticket).await? {
                changed = true;
                continue;
            }
            return Ok(Agreed::Unwanted);
        };
        let done = if changed { Agreed::Changed } else { Agreed::Unchanged };
        if terms.level == Level::Alert {
            return Ok(done);
        }
        let remote = match desk.read(remote_id).await {
            Err(Fault::Gone) => Remote { id: remote_id.clone(), state: TicketState::Gone, stamp: None },
            read => read?,
        };
        note_seen(app, ticket, remote.state).await?;
        if must_be_followed(&case, remote.state) {
            announce(app, desk.name(), question, Some(&Ticket { seen: Some(remote.state), ..ticket.clone() })).await?;
            continue;
        }
        if matches!(remote.state, TicketState::Closed | TicketState::Gone) {
            return Ok(done);
        }
        if answers_wanted {
            answers_wanted = false;
            match desk.answers(remote_id).await {
                Ok(answers) => {
                    if tickets::offer(app, ticket, answers).await? {
                        continue;
                    }
                }
                Err(fault @ Fault::Later { .. }) => unread = Some(fault),
                Err(fault) => return Err(fault),
            }
        }
        match tell_all(app, desk, &case, ticket, remote_id).await {
            Ok(false) => {}
            // Telling changed the ticket; its state is written over what is there now.
            Ok(true) => {
                changed = true;
                continue;
            }
            Err(Fault::Closed | Fault::Gone | Fault::Changed) => continue,
            Err(fault) => return Err(fault),
        }
        return match follow(app, desk, &case, ticket, &remote).await {
            Ok(followed) => match unread {
                Some(fault) => Err(fault),
                None => Ok(if followed { Agreed::Changed } else { done }),
            },
            // Something was done to it between two calls: the next round finds what.
            Err(Fault::Closed | Fault::Gone | Fault::Changed) => continue,
            Err(fault) => Err(fault),
        };
    }
    Err(Fault::Changed)
}

/// Whether the ticket can say no more what there is to say.
fn must_be_followed(case: &Case, seen: TicketState) -> bool {
    match (seen, case.wanted) {
        (_, Wanted::Nothing) | (TicketState::Open | TicketState::Solved, _) => false,
        (TicketState::Gone, wanted) => wanted == Wanted::Open,
        (TicketState::Closed, wanted) => wanted == Wanted::Open || case.news().next().is_some(),
    }
}

/// Tells what the ticket does not know; says whether that was anything.
async fn tell_all<D: Desk>(
    app: &Arc<App>,
    desk: &D,
    case: &Case,
    ticket: &Ticket,
    remote: &str,
) -> Result<bool, Fault> {
    let mut told = false;
    for wish in case.news() {
        tell(app, desk, case, ticket, remote, wish).await?;
        told = true;
    }
    Ok(told)
}

/// Makes both states one; says whether anything was written.
async fn follow<D: Desk>(
    app: &Arc<App>,
    desk: &D,
    case: &Case,
    ticket: &Ticket,
    remote: &Remote,
) -> Result<bool, Fault> {
    let two_way = desk.terms().level == Level::TwoWay;
    let agreed = match step(case.wanted, ticket.written, remote.state, two_way) {
        Step::Nothing if ticket.written == Some(remote.state) => return Ok(false),
        Step::Nothing => remote.state,
        Step::Write(state) => {
            let end = if case.wanted == Wanted::Nothing { End::Removed } else { End::Resolved };
            desk.write_state(remote, state, end).await?;
            state
        }
        Step::Adopt(state) => return Ok(tickets::adopt(app, ticket, state).await?),
    };
    let (id, now) = (ticket.id.clone(), app.now());
    app.store
        .write(move |tx: &mut Tx| Box::pin(async move { update_ticket_written(tx, &id, agreed, now).await }))
        .await?;
    Ok(agreed != remote.state)
}

/// Each time, so that people see when a ticket was last looked at.
async fn note_seen(app: &App, ticket: &Ticket, seen: TicketState) -> Result<(), Fault> {
    let (id, now) = (ticket.id.clone(), app.now());
    app.store.write(move |tx: &mut Tx| Box::pin(async move { update_ticket_seen(tx, &id, seen, now).await })).await?;
    Ok(())
}
