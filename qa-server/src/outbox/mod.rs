//! The worker that takes outward effects from the outbox to their targets.
//!
//! Leases a row, delivers it, writes the result under the same lease.
//! A process that dies in between leaves a lease that expires, and the row is delivered again, under the same id.
//!
//! **Invariant:** no transaction is open while a target is talked to.

mod backoff;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, watch};

use crate::app::App;
use crate::clock::{MINUTE, Millis};
use crate::deliver::{Delivery, Target};
use crate::random;
use crate::store::outbox::{
    LeasedRow, claim_outbox, update_outbox_dead, update_outbox_done, update_outbox_postponed, update_outbox_released,
    update_outbox_retry,
};
use crate::store::{StoreError, Tx};

/// How long a worker has for one delivery.
const LEASE: Millis = 2 * MINUTE;
/// How often the worker looks without being woken: for rows that become due, and those of other servers.
const POLL: Duration = Duration::from_secs(1);
/// Deliveries at the same time.
const AT_ONCE: usize = 8;

/// The systems that effects go to, by name.
pub type Targets = HashMap<&'static str, Arc<dyn Target>>;

/// Delivers until `stop` is set, then ends what is under way.
pub async fn work(app: Arc<App>, targets: Arc<Targets>, mut stop: watch::Receiver<bool>) {
    if !app.store.is_shared()
        && let Err(error) = app.store.write(|tx: &mut Tx| Box::pin(update_outbox_released(tx))).await
    {
        tracing::warn!(%error, "the leases of the last run were not released; they expire by themselves");
    }
    let slots = Arc::new(Semaphore::new(AT_ONCE));
    while !*stop.borrow() {
        if let Err(error) = deliver_due(&app, &targets, &slots).await {
            tracing::warn!(%error, "the outbox could not be read; trying again");
        }
        tokio::select! {
            () = app.outbox_wake.notified() => {}
            () = tokio::time::sleep(POLL) => {}
            _ = stop.changed() => {}
        }
    }
    let every = u32::try_from(AT_ONCE).expect("a small number");
    let _ended = slots.acquire_many(every).await;
}

async fn deliver_due(app: &Arc<App>, targets: &Arc<Targets>, slots: &Arc<Semaphore>) -> Result<(), StoreError> {
    loop {
        let slot = slots.clone().acquire_owned().await.expect("the semaphore is never closed");
        let lease = app.new_id();
        let Some(row) = claim(app, &lease).await? else { return Ok(()) };
        let (app, targets) = (app.clone(), targets.clone());
        tokio::spawn(async move {
            let delivery = deliver(&app, &targets, &row).await;
            if let Err(error) = settle(&app, row, lease, delivery).await {
                tracing::warn!(%error, "a result was not stored; the effect is delivered again under the same id");
            }
            drop(slot);
            app.outbox_wake.notify_one();
        });
    }
}

async fn claim(app: &App, lease: &str) -> Result<Option<LeasedRow>, StoreError> {
    let (now, lease) = (app.now(), lease.to_owned());
    app.store.write(move |tx: &mut Tx| Box::pin(async move { claim_outbox(tx, now, now + LEASE, &lease).await })).await
}

async fn deliver(app: &Arc<App>, targets: &Targets, row: &LeasedRow) -> Delivery {
    let Some(target) = targets.get(row.target.as_str()) else {
        return Delivery::Failed(format!("there is no target {:?}", row.target));
    };
    let patience = Duration::from_millis(u64::try_from(LEASE / 2).expect("a lease is positive"));
    match tokio::time::timeout(patience, target.deliver(app, row)).await {
        Ok(delivery) => delivery,
        Err(_) => Delivery::Retry { error: "the target did not answer in time".to_owned(), after: None },
    }
}

async fn settle(app: &App, row: LeasedRow, lease: String, delivery: Delivery) -> Result<(), StoreError> {
    let now = app.now();
    let delivery = backoff::give_up(delivery, &row, now);
    match &delivery {
        Delivery::Sent => tracing::info!(id = row.id, target = row.target, "delivered"),
        Delivery::Dropped(reason) => tracing::info!(id = row.id, target = row.target, reason, "not needed any more"),
        Delivery::Retry { error, .. } => tracing::warn!(id = row.id, target = row.target, error, "trying again later"),
        Delivery::Postponed { reason, .. } => tracing::info!(id = row.id, target = row.target, reason, "postponed"),
        Delivery::Failed(error) => tracing::error!(id = row.id, target = row.target, error, "given up"),
    }
    let retry_at = now + backoff::delay(&delivery, row.attempts, random::fraction(app.random.as_ref()));
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
                };
                if !kept {
                    tracing::warn!(id, "the lease was lost; whoever has it now settles the row");
                }
                Ok(())
            })
        })
        .await
}
