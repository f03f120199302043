//! The worker that takes outward effects from the outbox to their targets.
//!
//! Leases a row, delivers it, writes the result under the same lease.
//! A process that dies in between leaves a lease that expires, and the row is delivered again, under the same id.
//!
//! **Invariants:** no transaction is open while a target is talked to.
//! A target that is down keeps nobody else waiting: each has a lane of its own.
//! A target that says when to come again is asked nothing before, not even about another question.

mod backoff;
mod lanes;

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};

use self::lanes::Lanes;
use crate::app::App;
use crate::clock::{MINUTE, Millis};
use crate::deliver::{Delivery, Target};
use crate::random;
use crate::service::targets;
use crate::store::outbox::{
    LeasedRow, claim_outbox, update_outbox_dead, update_outbox_done, update_outbox_postponed, update_outbox_released,
    update_outbox_retry,
};
use crate::store::{StoreError, Tx};

/// How long a worker has for one delivery.
const LEASE: Millis = 2 * MINUTE;
/// How often the worker looks without being woken: for rows that become due, and where a notice was lost.
pub const POLL: Duration = Duration::from_secs(1);
/// The systems that effects go to, by the name of their lane.
pub type Targets = HashMap<String, Arc<dyn Target>>;

/// Delivers until `stop` is set, then ends what is under way; looks every `poll`, and whenever it is woken.
pub async fn work(app: Arc<App>, targets: Arc<Targets>, poll: Duration, mut stop: watch::Receiver<bool>) {
    if !app.store.is_shared()
        && let Err(error) = app.store.write(|tx: &mut Tx| Box::pin(update_outbox_released(tx))).await
    {
        tracing::warn!(%error, "the leases of the last run were not released; they expire by themselves");
    }
    let lanes = Arc::new(Lanes::default());
    let mut under_way = JoinSet::new();
    while !*stop.borrow() {
        if let Err(error) = deliver_due(&app, &targets, &lanes, &mut under_way).await {
            tracing::warn!(%error, "the outbox could not be read; trying again");
        }
        while let Some(ended) = under_way.try_join_next() {
            note_panic(ended);
        }
        tokio::select! {
            () = app.outbox_wake.notified() => {}
            () = tokio::time::sleep(poll) => {}
            _ = stop.changed() => {}
        }
    }
    while let Some(ended) = under_way.join_next().await {
        note_panic(ended);
    }
}

/// A delivery that panics is settled; this is about what is around it.
fn note_panic(ended: Result<(), JoinError>) {
    if let Err(error) = ended {
        // Its own words may hold what a post says.
        tracing::error!(
            panicked = error.is_panic(),
            "an effect was not settled; it is delivered again under the same id"
        );
    }
}

async fn deliver_due(
    app: &Arc<App>,
    targets: &Arc<Targets>,
    lanes: &Arc<Lanes>,
    under_way: &mut JoinSet<()>,
) -> Result<(), StoreError> {
    loop {
        let lease = app.new_id();
        let Some(row) = claim(app, &lease, lanes.closed(app.now())).await? else { return Ok(()) };
        let place = lanes.clone().enter(&row.lane);
        let (app, targets, lanes) = (app.clone(), targets.clone(), lanes.clone());
        under_way.spawn(async move {
            // It may have been claimed while another was told when to come again.
            let delivery = match lanes.rests_until(&row.lane, app.now()) {
                Some(until) => {
                    Delivery::Postponed { until, reason: "the target is left alone until the time it named" }
                }
                None => deliver(&app, &targets, &row).await,
            };
            if let Delivery::Retry { after: Some(after), .. } = delivery {
                lanes.rest(&row.lane, app.now() + after);
            }
            if let Err(error) = settle(&app, row, lease, delivery).await {
                tracing::warn!(%error, "a result was not stored; the effect is delivered again under the same id");
            }
            drop(place);
            app.outbox_wake.notify_one();
        });
    }
}

async fn claim(app: &App, lease: &str, full: Vec<String>) -> Result<Option<LeasedRow>, StoreError> {
    let (now, lease) = (app.now(), lease.to_owned());
    app.store
        .write(move |tx: &mut Tx| Box::pin(async move { claim_outbox(tx, now, now + LEASE, &lease, &full).await }))
        .await
}

async fn deliver(app: &Arc<App>, targets: &Targets, row: &LeasedRow) -> Delivery {
    let Some(target) = targets.get(&row.lane) else {
        return Delivery::Failed(format!("there is no target {:?}; name it in the configuration again", row.lane));
    };
    match targets::off_since(app, &row.target).await {
        Ok(None) => {}
        Ok(Some(reason)) => return Delivery::Failed(format!("{} is off: {reason}", row.target)),
        Err(error) => return error.into(),
    }
    bounded(async { target.deliver(app, row).await }).await
}

/// A delivery within its time. One that panics is given up: it would do so again, and keep what comes after it waiting.
async fn bounded(delivering: impl Future<Output = Delivery>) -> Delivery {
    let patience = Duration::from_millis(u64::try_from(LEASE / 2).expect("a lease is positive"));
    match AssertUnwindSafe(tokio::time::timeout(patience, delivering)).catch_unwind().await {
        Ok(Ok(delivery)) => delivery,
        Ok(Err(_)) => Delivery::retry("the target did not answer in time"),
        Err(_) => Delivery::Failed("the delivery panicked, which is a fault of this server".to_owned()),
    }
}

async fn settle(app: &Arc<App>, row: LeasedRow, lease: String, delivery: Delivery) -> Result<(), StoreError> {
    let now = app.now();
    let delivery = backoff::give_up(delivery, &row, now);
    match &delivery {
        Delivery::Sent => tracing::info!(id = row.id, target = row.target, "delivered"),
        Delivery::Dropped(reason) => tracing::info!(id = row.id, target = row.target, reason, "not needed any more"),
        Delivery::Retry { error, .. } => tracing::warn!(id = row.id, target = row.target, error, "trying again later"),
        Delivery::Postponed { reason, .. } => tracing::info!(id = row.id, target = row.target, reason, "postponed"),
        Delivery::Failed(error) | Delivery::Off(error) => {
            tracing::error!(id = row.id, target = row.target, error, "given up");
        }
    }
    let retry_at = now + backoff::delay(&delivery, row.attempts, random::fraction(app.random.as_ref()));
    let unit_app = app.clone();
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let id = row.id.as_str();
                let kept = match &delivery {
                    Delivery::Sent => update_outbox_done(tx, id, &lease, now, None).await?,
                    Delivery::Dropped(reason) => update_outbox_done(tx, id, &lease, now, Some(reason)).await?,
                    Delivery::Retry { error, .. } => update_outbox_retry(tx, id, &lease, retry_at, error).await?,
                    Delivery::Postponed { until, .. } => update_outbox_postponed(tx, id, &lease, *until).await?,
                    Delivery::Failed(error) => update_outbox_dead(tx, id, &lease, now, error).await?,
                    Delivery::Off(error) => {
                        targets::turn_off(tx, &unit_app, &row.target, error).await?;
                        update_outbox_dead(tx, id, &lease, now, error).await?
                    }
                };
                if !kept {
                    tracing::warn!(id, "the lease was lost; whoever has it now settles the row");
                }
                Ok(())
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_delivery_that_panics_is_given_up() {
        assert_eq!(bounded(async { Delivery::Sent }).await, Delivery::Sent);
        let panicking = bounded(async { panic!("as a fault would") }).await;
        assert!(matches!(panicking, Delivery::Failed(_)), "{panicking:?}");
    }
}
