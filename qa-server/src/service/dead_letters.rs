//! Dead letters: what was given up is tried again or discarded by a person, on the staff's page or the command line.
//!
//! Trying one again turns its target on again, if that was off.
//!
//! **Invariant:** each of it is written down with who did it.

use std::sync::Arc;

use qa_api::problem::Code;

use super::limits::count;
use super::{Refusal, Visitor};
use crate::app::App;
use crate::domain::account::Account;
use crate::domain::capability::{Capability, allows};
use crate::domain::limit::ACTS_PER_ACCOUNT;
use crate::store::dead_letters::{
    DeadLetter, OutboxAct, count_outbox, insert_outbox_act, list_dead_letters, update_outbox_again,
    update_outbox_discarded,
};
use crate::store::disabled_targets::{DisabledTarget, delete_disabled_target, list_disabled_targets};
use crate::store::{StoreError, Tx};

/// Most letters that are shown.
const MOST: i64 = 200;

/// What is done about a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterAct {
    /// It is tried again.
    Retry,
    /// It is forgotten.
    Discard,
}

impl LetterAct {
    /// Its name in forms and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Retry => "retry",
            Self::Discard => "discard",
        }
    }

    /// The act of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Retry, Self::Discard].into_iter().find(|act| act.name() == name)
    }
}

/// The state of the outbox.
#[derive(Clone, Debug)]
pub struct Overview {
    /// What was given up, last first.
    pub letters: Vec<DeadLetter>,
    /// Targets that are off.
    pub off: Vec<DisabledTarget>,
    /// How much was given up.
    pub dead: i64,
    /// How much is on its way.
    pub waiting: i64,
}

/// The state of the outbox, for staff.
///
/// # Errors
/// When nobody of the staff is signed in.
pub async fn list(app: &App, visitor: &Visitor) -> Result<Overview, Refusal> {
    staff(visitor)?;
    Ok(overview(app).await?)
}

/// Tries a letter again or discards it, for staff.
///
/// # Errors
/// When nobody of the staff is signed in, a limit is reached, or the letter is not dead any more.
pub async fn act(app: &Arc<App>, visitor: &Visitor, letter: &str, deed: LetterAct) -> Result<(), Refusal> {
    let account = staff(visitor)?.clone();
    let (unit_app, letter) = (app.clone(), letter.to_owned());
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                count(tx, &[(&ACTS_PER_ACCOUNT, account.id.as_str())], unit_app.now()).await?;
                match act_unit(tx, &unit_app, Some(&account), &letter, deed).await? {
                    true => Ok(()),
                    false => Err(Refusal::conflict("no longer among the dead letters")),
                }
            })
        })
        .await?;
    Ok(())
}

/// The state of the outbox, for the operator.
///
/// # Errors
/// When the database is away.
pub async fn overview(app: &App) -> Result<Overview, StoreError> {
    let mut tx = app.store.read().await?;
    Ok(Overview {
        letters: list_dead_letters(&mut tx, MOST).await?,
        off: list_disabled_targets(&mut tx).await?,
        dead: count_outbox(&mut tx, "dead").await?,
        waiting: count_outbox(&mut tx, "waiting").await? + count_outbox(&mut tx, "leased").await?,
    })
}

/// The ids of everything that was given up, last first, for the operator.
///
/// # Errors
/// When the database is away.
pub async fn every_letter(app: &App) -> Result<Vec<String>, StoreError> {
    let letters = list_dead_letters(&mut app.store.read().await?, i64::MAX).await?;
    Ok(letters.into_iter().map(|letter| letter.id).collect())
}

/// Does the same to each of these letters, for the operator; gives how many it was possible for.
///
/// # Errors
/// When the database is away; those before are done.
pub async fn act_by_operator(app: &Arc<App>, letters: &[String], deed: LetterAct) -> Result<usize, StoreError> {
    let mut done = 0;
    for letter in letters {
        let (unit_app, letter) = (app.clone(), letter.clone());
        let acted: bool = app
            .store
            .write(move |tx: &mut Tx| Box::pin(async move { act_unit(tx, &unit_app, None, &letter, deed).await }))
            .await?;
        done += usize::from(acted);
    }
    Ok(done)
}

async fn act_unit(
    tx: &mut Tx,
    app: &App,
    actor: Option<&Account>,
    letter: &str,
    deed: LetterAct,
) -> Result<bool, StoreError> {
    let target = match deed {
        LetterAct::Retry => update_outbox_again(tx, letter, app.now()).await?,
        LetterAct::Discard => update_outbox_discarded(tx, letter).await?,
    };
    let Some(target) = target else { return Ok(false) };
    if deed == LetterAct::Retry && delete_disabled_target(tx, &target).await? {
        tracing::info!(target, "a target is on again");
    }
    let act = OutboxAct {
        actor_id: actor.map(|account| account.id.clone()),
        outbox_id: letter.to_owned(),
        act: deed.name().to_owned(),
    };
    insert_outbox_act(tx, &app.new_id(), &act, app.now()).await?;
    Ok(true)
}

fn staff(visitor: &Visitor) -> Result<&Account, Refusal> {
    let account = visitor.account.as_ref().ok_or_else(Refusal::signed_out)?;
    if !allows(Some(account.role), false, Capability::SeeOutbox) {
        return Err(Refusal::new(Code::Forbidden, "What did not arrive is for staff to look at."));
    }
    Ok(account)
}
