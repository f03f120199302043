//! SQLite: many readers, and one task that writes.
//!
//! The task takes the units that wait, runs each under a savepoint, commits once and then acknowledges all of them:
//! many posts at once share one sync of the disk.
//!
//! **Invariant:** a unit is acknowledged after the commit that holds it, and `synchronous=FULL` makes a commit durable.

use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use tokio::sync::{mpsc, oneshot};

use super::notices::{Change, Notices};
use super::transaction::Running;
use super::{StoreError, Tx};

/// Most units that one commit holds: bounds how long the first of them waits for the last.
const MOST_UNITS: usize = 128;
/// How long a write may wait before it is refused.
const PATIENCE: Duration = Duration::from_secs(5);
const READERS: u32 = 8;

/// See the module.
pub struct SqliteStore {
    readers: SqlitePool,
    writer: SqlitePool,
    queue: mpsc::Sender<Box<dyn Job>>,
    pub(super) notices: Arc<Notices>,
}

impl SqliteStore {
    pub(super) async fn open(path: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(PATIENCE);
        let pool = |most| SqlitePoolOptions::new().max_connections(most).acquire_timeout(PATIENCE);
        let writer = pool(1).connect_with(options.clone()).await?;
        sqlx::migrate!("migrations/sqlite").run(&writer).await?;
        let readers = pool(READERS).connect_with(options.read_only(true)).await?;
        let (queue, waiting) = mpsc::channel(1024);
        let notices = Arc::new(Notices::default());
        tokio::spawn(write_all(writer.clone(), waiting, notices.clone()));
        Ok(Self { readers, writer, queue, notices })
    }

    pub(super) async fn read(&self) -> Result<Tx, StoreError> {
        Ok(Tx::Sqlite(Running::new(self.readers.begin().await?)))
    }

    pub(super) async fn write<T, E, F>(&self, unit: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'tx> FnOnce(&'tx mut Tx) -> BoxFuture<'tx, Result<T, E>> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Box::new(Unit { unit: Some(unit), result: None, reply });
        let full = || E::from(StoreError::Unavailable("too many writes wait".to_owned()));
        self.queue.send_timeout(job, PATIENCE).await.map_err(|_| full())?;
        answer.await.unwrap_or_else(|_| Err(StoreError::Panicked.into()))
    }

    pub(super) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// A unit of work whose types the writing task need not know.
trait Job: Send {
    /// Runs the unit and keeps its result; gives whether to keep what it did.
    fn run<'a>(&'a mut self, tx: &'a mut Tx) -> BoxFuture<'a, bool>;
    /// Tells the caller the unit's result, or the error of the commit.
    fn acknowledge(self: Box<Self>, committed: Result<(), String>);
}

struct Unit<T, E, F> {
    unit: Option<F>,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Job for Unit<T, E, F>
where
    T: Send,
    E: From<StoreError> + Send,
    F: for<'tx> FnOnce(&'tx mut Tx) -> BoxFuture<'tx, Result<T, E>> + Send,
{
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

async fn write_all(pool: SqlitePool, mut waiting: mpsc::Receiver<Box<dyn Job>>, notices: Arc<Notices>) {
    let mut jobs = Vec::with_capacity(MOST_UNITS);
    while waiting.recv_many(&mut jobs, MOST_UNITS).await > 0 {
        let committed = write_batch(&pool, &mut jobs, &notices).await.map_err(|error| error.to_string());
        for job in jobs.drain(..) {
            job.acknowledge(committed.clone());
        }
    }
}

async fn write_batch(pool: &SqlitePool, jobs: &mut [Box<dyn Job>], notices: &Notices) -> Result<(), StoreError> {
    let mut tx = Tx::Sqlite(Running::new(pool.begin_with("BEGIN IMMEDIATE").await?));
    for job in jobs {
        control(&mut tx, "SAVEPOINT unit").await?;
        let changed_before = changes(&mut tx).len();
        if !job.run(&mut tx).await {
            control(&mut tx, "ROLLBACK TO unit").await?;
            changes(&mut tx).truncate(changed_before);
        }
        control(&mut tx, "RELEASE unit").await?;
    }
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
        sqlx::query(statement).execute(&mut **tx).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use qa_api::follow::Stopped;

    use super::*;

    async fn pragma(pool: &SqlitePool, statement: &'static str) -> String {
        let mut connection = pool.acquire().await.unwrap();
        let row: (String,) = sqlx::query_as(statement).fetch_one(&mut *connection).await.unwrap();
        row.0
    }

    #[tokio::test]
    async fn every_commit_is_synced() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("qa.sqlite")).await.unwrap();
        for pool in [&store.writer, &store.readers] {
            assert_eq!(pragma(pool, "SELECT journal_mode FROM pragma_journal_mode").await, "wal");
            assert_eq!(pragma(pool, "SELECT CAST(synchronous AS TEXT) FROM pragma_synchronous").await, "2");
        }
    }

    #[tokio::test]
    async fn a_failed_or_panicked_unit_leaves_nothing_and_harms_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("qa.sqlite")).await.unwrap();
        let insert = |address: &'static str, end: fn() -> Result<(), StoreError>| {
            store.write::<(), StoreError, _>(move |tx| {
                Box::pin(async move {
                    super::super::suppressions::insert_suppression(tx, address, Stopped::Asked, 1).await?;
                    end()
                })
            })
        };
        let (good, failed, panicked) = tokio::join!(
            insert("good@example.org", || Ok(())),
            insert("failed@example.org", || Err(StoreError::Duplicate)),
            insert("panicked@example.org", || panic!("on purpose")),
        );
        assert!(good.is_ok());
        assert!(matches!(failed, Err(StoreError::Duplicate)));
        assert!(matches!(panicked, Err(StoreError::Panicked)));
        let mut tx = store.read().await.unwrap();
        let mut kept = async |address| {
            let found = super::super::suppressions::find_suppression(&mut tx, address).await;
            found.unwrap().is_some()
        };
        assert!(kept("good@example.org").await);
        assert!(!kept("failed@example.org").await);
        assert!(!kept("panicked@example.org").await);
    }
}
