//! What tickets in other systems do to questions here, and what is done about tickets that are stuck.
//!
//! Called by [`crate::deliver::tickets`], which looks at both sides, and by whoever receives word from the other side.

pub mod offers;
pub mod reconcile;

use std::sync::Arc;

use qa_api::thread::{Act, QuestionState};

use super::announce::{self, Cause};
use super::limits::count;
use super::record::{Deed, record};
use super::{Refusal, changes, events, outbox};
use crate::app::App;
use crate::deliver::tickets::Answer;
use crate::domain::account::Account;
use crate::domain::event::{Level, TargetSpec};
use crate::domain::limit::HOOKS_PER_TARGET;
use crate::domain::outbound::{ACT_DELAY, Message, Outbound};
use crate::domain::post::Question;
use crate::domain::ticket::TicketState;
use crate::domain::transition::{Doing, after_question_act};
use crate::store::outbox::{NewRow, insert_outbox};
use crate::store::questions::{find_question, update_question_status};
use crate::store::ticket_notes::{Offer, insert_offer};
use crate::store::tickets::{
    Ticket, find_ticket, find_ticket_by_remote, list_tickets, update_ticket_problem, update_ticket_written,
};
use crate::store::{StoreError, Tx};

/// The name of [`Message::TicketTouched`] in the outbox.
pub(super) const TOUCHED: &str = "ticket_touched";

/// Takes the word of `target` that something was done to the ticket that it calls `remote_id`; the same word (`id`)
/// again changes nothing. Says whether it is a ticket of ours that anything is done about.
///
/// # Errors
/// When there were too many words of it within an hour.
pub async fn touched(app: &Arc<App>, target: &'static str, remote_id: &str, id: &str) -> Result<bool, Refusal> {
    let (unit_app, remote_id, id) = (app.clone(), remote_id.to_owned(), id.to_owned());
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let on = |spec: &TargetSpec| spec.name == target && spec.level != Level::Off;
                if !unit_app.targets.iter().any(on) {
                    return Ok(false);
                }
                let Some(ticket) = find_ticket_by_remote(tx, target, &remote_id).await? else { return Ok(false) };
                // Others' tickets, of which there may be many, do not count.
                count(tx, &[(&HOOKS_PER_TARGET, target)], unit_app.now()).await?;
                look_again(tx, &unit_app, &ticket.question, target, &id, None).await?;
                Ok::<_, Refusal>(true)
            })
        })
        .await
}

/// If `question` waited and will not come onto its page now: has its tickets looked at where such questions have some.
/// No event tells that, since the public never heard of it.
pub(super) async fn turned_down(
    tx: &mut Tx,
    app: &App,
    before: Option<&Question>,
    after: &Question,
    cause: Cause<'_>,
) -> Result<(), StoreError> {
    let state = after.status.state;
    let waited = before.is_some_and(|before| before.status.state == QuestionState::Held);
    if !waited || matches!(state, QuestionState::Held | QuestionState::Published) {
        return Ok(());
    }
    look_at_all(tx, app, &after.id, cause).await
}

/// If `question` waits: has its tickets looked at, since its text changed. No event tells that of what waits.
pub(super) async fn edited(tx: &mut Tx, app: &App, question: &Question, cause: Cause<'_>) -> Result<(), StoreError> {
    if question.status.state != QuestionState::Held {
        return Ok(());
    }
    look_at_all(tx, app, &question.id, cause).await
}

/// Has every ticket looked at that follows `question`, since something changed of which no event tells.
pub(super) async fn look_at_all(tx: &mut Tx, app: &App, question: &str, cause: Cause<'_>) -> Result<(), StoreError> {
    for ticket in list_tickets(tx, question).await? {
        let follows =
            |spec: &TargetSpec| spec.name == ticket.target && matches!(spec.level, Level::Mirror | Level::TwoWay);
        if !app.targets.iter().any(follows) {
            continue;
        }
        let id = cause.audit.map_or_else(|| app.new_id(), str::to_owned);
        look_again(tx, app, question, &ticket.target, &id, Some(cause)).await?;
    }
    Ok(())
}

/// What the effect of such a look is known by.
fn touched_key(target: &str, id: &str) -> String {
    format!("{TOUCHED}:{target}:{id}")
}

/// Has a question and its ticket at `target` looked at; once for each `id`.
async fn look_again(
    tx: &mut Tx,
    app: &App,
    question: &str,
    target: &str,
    id: &str,
    cause: Option<Cause<'_>>,
) -> Result<(), StoreError> {
    let message = Message::TicketTouched { question: question.to_owned() };
    let payload = serde_json::to_string(&message).expect("a message serialises to JSON");
    let row = NewRow {
        id: &app.new_id(),
        kind: TOUCHED,
        lane: target,
        target,
        dedupe_key: &touched_key(target, id),
        order_key: &format!("{question}@{target}"),
        payload: &payload,
        cause: cause.and_then(|cause| cause.audit),
        not_before: app.now() + cause.map_or(0, |cause| cause.delay),
    };
    insert_outbox(tx, &row, app.now()).await
}

/// Makes a question as resolved, or as open, as its ticket; says whether that changed it.
///
/// # Errors
/// When the database is away.
pub async fn adopt(app: &Arc<App>, ticket: &Ticket, state: TicketState) -> Result<bool, StoreError> {
    let (unit_app, ticket) = (app.clone(), ticket.clone());
    app.store.write(move |tx: &mut Tx| Box::pin(async move { adopt_unit(tx, &unit_app, &ticket, state).await })).await
}

async fn adopt_unit(tx: &mut Tx, app: &App, ticket: &Ticket, state: TicketState) -> Result<bool, StoreError> {
    let Some(question) = find_question(tx, &ticket.question).await? else { return Ok(false) };
    let (act, verb) = match state {
        TicketState::Open => (Act::Reopen, "Opened again"),
        TicketState::Solved | TicketState::Closed | TicketState::Gone => (Act::Resolve, "Solved"),
    };
    // What waits for a moderator is decided here alone.
    if question.status.state != QuestionState::Published {
        return Ok(false);
    }
    let remote = ticket.remote_id.as_deref().unwrap_or_default();
    let reason = format!("{verb} in the ticket {remote} at {}.", ticket.target);
    let doing = Doing { act, actor: "", now: app.now(), reason: &reason, other: None };
    let Some(next) = after_question_act(&question.status, &doing) else { return Ok(false) };
    if !update_question_status(tx, &question.id, &question.status, &next).await? {
        return Ok(false);
    }
    let deed = Deed { actor: None, act: act.name(), question: &question.id, reply: None, reason: &reason, trace: None };
    let audit = record(tx, app, &deed, &question.status, &next).await?;
    update_ticket_written(tx, &ticket.id, state, app.now()).await?;
    let before = question.clone();
    let question = Question { status: next, ..question };
    changes::note(tx, app, &question).await?;
    let cause = Cause { actor: "", audit: Some(&audit), delay: ACT_DELAY };
    if act == Act::Resolve {
        announce::resolution(tx, app, &question, cause).await?;
    }
    events::question(tx, app, Some(&before), &question, cause).await?;
    Ok(true)
}

/// Keeps `answers` that were typed into a ticket for moderators to decide about; says whether one is new.
///
/// # Errors
/// When the database is away.
pub async fn offer(app: &Arc<App>, ticket: &Ticket, answers: Vec<Answer>) -> Result<bool, StoreError> {
    if answers.is_empty() {
        return Ok(false);
    }
    let (unit_app, ticket) = (app.clone(), ticket.clone());
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let mut new = false;
                for Answer { id, writer, body } in answers {
                    let offer = Offer {
                        id: unit_app.new_id(),
                        ticket_id: ticket.id.clone(),
                        question_id: ticket.question.clone(),
                        remote_id: id,
                        writer,
                        body,
                        created_at: unit_app.now(),
                        settled_at: None,
                    };
                    new |= insert_offer(tx, &offer).await?;
                }
                Ok::<_, StoreError>(new)
            })
        })
        .await
}

/// Tells the staff what somebody has to see to at a ticket of theirs; the same thing once.
///
/// # Errors
/// When the database is away.
pub async fn tell_staff(app: &Arc<App>, target: &'static str, question: &str, problem: &str) -> Result<(), StoreError> {
    let (unit_app, question, problem) = (app.clone(), question.to_owned(), problem.to_owned());
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let Some(ticket) = find_ticket(tx, &question, target).await? else { return Ok(()) };
                if !update_ticket_problem(tx, &ticket.id, &problem).await? {
                    return Ok(());
                }
                let now = unit_app.now();
                let told = |staff: &Account| Outbound::ticket_stuck(&question, target, staff, now);
                outbox::enqueue_for_staff(tx, &unit_app, None, None, told).await
            })
        })
        .await
}
