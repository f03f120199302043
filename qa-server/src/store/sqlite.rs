//! SQLite: many readers, and one task that writes ([`super::writer`]).
//!
//! **Invariant:** `synchronous=FULL` on every connection makes a commit durable.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use tokio::sync::mpsc;

use super::notices::Notices;
use super::transaction::Running;
use super::writer::{self, Job};
use super::{StoreError, Tx};

/// How long a write may wait before it is refused.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the writing task waits for others' writes at a time, before it looks which units have waited too long.
const TURN: Duration = Duration::from_millis(250);
const READERS: u32 = 8;
/// Rows that a connection's thread may be ahead of who takes them: about what a page or a list has.
const ROWS: usize = 512;

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
            .row_buffer_size(ROWS)
            .busy_timeout(PATIENCE);
        // A connection to a file does not go away by itself, so nobody asks whether it is still there.
        let pool =
            |most| SqlitePoolOptions::new().max_connections(most).acquire_timeout(PATIENCE).test_before_acquire(false);
        let migrating = pool(1).connect_with(options.clone()).await?;
        sqlx::migrate!("migrations/sqlite").run(&migrating).await?;
        migrating.close().await;
        let writer = pool(1).connect_with(options.clone().busy_timeout(TURN)).await?;
        let readers = pool(READERS).connect_with(options.read_only(true)).await?;
        let (queue, waiting) = mpsc::channel(1024);
        let notices = Arc::new(Notices::default());
        tokio::spawn(writer::write_all(writer.clone(), waiting, notices.clone()));
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
        let (job, answer) = writer::job(unit, Instant::now() + PATIENCE);
        let full = || E::from(StoreError::Unavailable("too many writes wait".to_owned()));
        self.queue.send_timeout(job, PATIENCE).await.map_err(|_| full())?;
        answer.await.unwrap_or_else(|_| Err(StoreError::Panicked.into()))
    }

    pub(super) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
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
