//! Taking a decision back: what it did to posts, people and reports goes back to what it was, and its mail is cancelled.

use std::sync::Arc;

use qa_api::inbox::Decided;
use qa_api::problem::Code;

use super::super::announce::Cause;
use super::super::limits::count;
use super::super::tickets::offers::DISMISS_OFFER;
use super::super::undo::undo_unit;
use super::super::{Refusal, Visitor, tickets};
use super::{ban, bulk, escalate, moderator, note, prioritise};
use crate::app::App;
use crate::domain::account::Account;
use crate::domain::limit::ACTS_PER_ACCOUNT;
use crate::store::Tx;
use crate::store::bans::{delete_suspect, update_ban_lifted};
use crate::store::decisions::{Decision, find_decision, list_decision_acts, update_decision_undone};
use crate::store::flags::{delete_flag, update_flags_unsettled};
use crate::store::notes::{delete_note, update_priority};
use crate::store::outbox::update_outbox_cancelled_by_cause;
use crate::store::ticket_notes::update_offer_open;

/// Takes back the decision of this id; posts that have changed since stay as they are.
///
/// # Errors
/// When nobody is signed in, the role does not allow it, or it was taken back before.
pub async fn undo(app: &Arc<App>, visitor: &Visitor, id: &str) -> Result<Decided, Refusal> {
    let account = moderator(visitor)?.clone();
    let (unit_app, unit_account, unit_id) = (app.clone(), account.clone(), id.to_owned());
    let (acts, mut done) = app
        .store
        .write(move |tx| {
            Box::pin(async move {
                let (app, account) = (&unit_app, &unit_account);
                count(tx, &[(&ACTS_PER_ACCOUNT, account.id.as_str())], app.now()).await?;
                let decision = find_decision(tx, &unit_id).await?.ok_or_else(Refusal::not_found)?;
                if !update_decision_undone(tx, &decision.id, &account.id, app.now()).await? {
                    return Err(Refusal::new(Code::Conflict, "It was taken back before."));
                }
                update_outbox_cancelled_by_cause(tx, &decision.id).await?;
                let done = revert(tx, app, account, &decision).await?;
                Ok((list_decision_acts(tx, &decision.id).await?, done))
            })
        })
        .await?;
    let mut skipped = 0;
    for act in acts {
        match undo_act(app, &account, act).await {
            Ok(()) => done += 1,
            Err(Refusal::Problem(_)) => skipped += 1,
            Err(error) => return Err(error),
        }
    }
    Ok(Decided { id: None, done, skipped })
}

async fn undo_act(app: &Arc<App>, account: &Account, act: String) -> Result<(), Refusal> {
    let (unit_app, account) = (app.clone(), account.clone());
    app.store.write(move |tx| Box::pin(async move { undo_unit(tx, &unit_app, &account, &act).await.map(drop) })).await
}

/// Reverts everything of a decision but its acts on posts; gives how many people, notes and reports that were.
async fn revert(tx: &mut Tx, app: &App, account: &Account, decision: &Decision) -> Result<u32, Refusal> {
    match (decision.act.as_str(), &decision.question_id, &decision.value_before) {
        (ban::BAN, ..) => {
            update_ban_lifted(tx, &decision.id, app.now()).await?;
            Ok(1)
        }
        (note::NOTE, ..) => {
            delete_note(tx, &decision.id).await?;
            Ok(1)
        }
        (prioritise::PRIORITY, Some(question), before) => {
            update_priority(tx, question, before.as_deref()).await?;
            tickets::look_at_all(tx, app, question, Cause { actor: &account.id, audit: None, delay: 0 }).await?;
            Ok(1)
        }
        (DISMISS_OFFER, _, Some(offer)) => {
            update_offer_open(tx, offer).await?;
            Ok(1)
        }
        (escalate::ESCALATE, _, Some(flag)) => {
            delete_flag(tx, flag).await?;
            Ok(1)
        }
        (act, ..) => {
            if act == bulk::SPAM {
                delete_suspect(tx, &decision.id).await?;
            }
            Ok(u32::try_from(update_flags_unsettled(tx, &decision.id).await?).unwrap_or(u32::MAX))
        }
    }
}
