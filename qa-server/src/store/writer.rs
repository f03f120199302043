//! The one task that writes to SQLite.
//!
//! It takes the units that wait, runs each under a savepoint, commits once and then acknowledges all of them:
//! many posts at once share one sync of the disk.
//!
//! **Invariant:** a unit is acknowledged after the commit that holds it.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use sqlx::sqlite::SqlitePool;
use tokio::sync::{mpsc, oneshot};

use super::notices::{Change, Notices};
use super::transaction::Running;
use super::{StoreError, Tx};

/// Most units that one commit holds: bounds how long the first of them waits for the last.
const MOST_UNITS: usize = 128;
/// How long the task rests after it could not begin.
const PAUSE: Duration = Duration::from_millis(20);

/// `unit` as the task takes it, which may wait for its turn until `until`; and where its result arrives.
pub(super) fn job<T, E, F>(unit: F, until: Instant) -> (Box<dyn Job>, oneshot::Receiver<Result<T, E>>)
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
    F: for<'tx> FnOnce(&'tx mut Tx) -> BoxFuture<'tx, Result<T, E>> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    (Box::new(Unit { unit: Some(unit), result: None, reply, until }), answer)
}

/// A unit of work whose types the writing task need not know.
pub(super) trait Job: Send {
    /// Until when it may wait for its turn.
    fn until(&self) -> Instant;
    /// Runs the unit and keeps its result; gives whether to keep what it did.
    fn run<'a>(&'a mut self, tx: &'a mut Tx) -> BoxFuture<'a, bool>;
    /// Tells the caller the unit's result, or the error of the commit.
    fn acknowledge(self: Box<Self>, committed: Result<(), String>);
}

/// A unit that waits for its turn, and for the commit after it.
struct Unit<T, E, F> {
    unit: Option<F>,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
    until: Instant,
}

impl<T, E, F> Job for Unit<T, E, F>
where
    T: Send,
    E: From<StoreError> + Send,
    F: for<'tx> FnOnce(&'tx mut Tx) -> BoxFuture<'tx, Result<T, E>> + Send,
{
    fn until(&self) -> Instant {
        self.until
    }

    fn run<'a>(&'a mut self, tx: &'a mut Tx) -> BoxFuture<'a, bool> {
        Box::pin(async move {
            let unit = self.unit.take().expect("a unit runs once");
            let result = AssertUnwindSafe(async { unit(tx).await }).catch_unwind().await;
            let result = result.unwrap_or_else(|_| Err(StoreError::Panicked.into()));
            let keep = result.is_ok();
            self.result = Some(result);
            keep
        })
    }

    fn acknowledge(self: Box<Self>, committed: Result<(), String>) {
        let result = match (self.result, committed) {
            (Some(Err(error)), _) => Err(error),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (_, Err(error)) => Err(StoreError::Unavailable(error).into()),
            (None, Ok(())) => Err(StoreError::Panicked.into()),
        };
        // Whoever asked may have gone away; the unit is committed all the same.
        let _ = self.reply.send(result);
    }
}

/// Writes what comes through `waiting`, for as long as anybody may send.
pub(super) async fn write_all(pool: SqlitePool, mut waiting: mpsc::Receiver<Box<dyn Job>>, notices: Arc<Notices>) {
    let mut jobs: Vec<Box<dyn Job>> = Vec::with_capacity(MOST_UNITS);
    while !jobs.is_empty() || waiting.recv_many(&mut jobs, MOST_UNITS).await > 0 {
        match pool.begin_with("BEGIN IMMEDIATE").await.map_err(StoreError::from) {
            Ok(tx) => {
                let committed = write_batch(Tx::Sqlite(Running::new(tx)), &mut jobs, &notices)
                    .await
                    .map_err(|error| error.to_string());
                if committed.is_err() {
                    renew(&pool).await;
                }
                jobs.drain(..).for_each(|job| job.acknowledge(committed.clone()));
            }
            Err(error) => {
                refuse(&mut jobs, &error);
                tokio::time::sleep(PAUSE).await;
                // Those that may still wait are joined by what has come meanwhile.
                while jobs.len() < MOST_UNITS
                    && let Ok(job) = waiting.try_recv()
                {
                    jobs.push(job);
                }
            }
        }
    }
}

/// Refuses those of `jobs` that have waited too long, or all when waiting helps nobody.
fn refuse(jobs: &mut Vec<Box<dyn Job>>, error: &StoreError) {
    let now = Instant::now();
    let passes = matches!(error, StoreError::Unavailable(_));
    for job in jobs.extract_if(.., |job| !passes || job.until() <= now) {
        job.acknowledge(Err(error.to_string()));
    }
}

/// Throws the connection away: where a disk is full or broken, SQLite ends transactions by itself,
/// and the driver goes on counting them.
async fn renew(pool: &SqlitePool) {
    if let Ok(connection) = pool.acquire().await
        && let Err(error) = connection.close().await
    {
        tracing::warn!(%error, "a connection to the database did not close");
    }
}

async fn write_batch(mut tx: Tx, jobs: &mut [Box<dyn Job>], notices: &Notices) -> Result<(), StoreError> {
    let mut begin = "SAVEPOINT unit";
    for job in jobs {
        control(&mut tx, begin).await?;
        let changed_before = changes(&mut tx).len();
        begin = if job.run(&mut tx).await {
            "RELEASE unit; SAVEPOINT unit"
        } else {
            changes(&mut tx).truncate(changed_before);
            "ROLLBACK TO unit; RELEASE unit; SAVEPOINT unit"
        };
    }
    // Ends the last unit; the savepoint that it begins goes with the commit.
    control(&mut tx, begin).await?;
    match tx {
        Tx::Sqlite(tx) => tx.commit().await?.iter().for_each(|change| notices.tell(change)),
        Tx::Postgres(_) => unreachable!("this task begins SQLite transactions"),
    }
    Ok(())
}

fn changes(tx: &mut Tx) -> &mut Vec<Change> {
    match tx {
        Tx::Sqlite(tx) => tx.changes(),
        Tx::Postgres(tx) => tx.changes(),
    }
}

async fn control(tx: &mut Tx, statement: &'static str) -> Result<(), StoreError> {
    if let Tx::Sqlite(tx) = tx {
        sqlx::raw_sql(statement).execute(&mut **tx).await?;
    }
    Ok(())
}
