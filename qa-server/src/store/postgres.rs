//! PostgreSQL: each unit of work is a transaction of its own.
//!
//! Servers of one database tell each other of changed pages and of work in the outbox by NOTIFY. It is sent after the
//! commit and not inside of the transaction, where PostgreSQL would have all commits that notify wait for each other.

use std::convert::Infallible;
use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::PgPool;
use sqlx::postgres::{PgListener, PgPoolOptions};
use tokio::sync::watch;

use super::notices::{Change, Notices};
use super::sql::{Sql, statements};
use super::transaction::Running;
use super::{StoreError, Tx};

const CONNECTIONS: u32 = 16;
const PATIENCE: Duration = Duration::from_secs(5);
/// The channel on which servers of one database tell each other.
const CHANNEL: &str = "postil_changes";

statements! {
    // SQLite has one server, which needs nobody to be told; but each statement is prepared on both.
    NOTIFY = Sql { sqlite: "SELECT $1, $2", postgres: "SELECT pg_notify($1, $2)" };
}

/// See the module.
pub struct PostgresStore {
    pool: PgPool,
    pub(super) notices: Notices,
}

impl PostgresStore {
    pub(super) async fn open(url: &str) -> Result<Self, StoreError> {
        let options = url.parse().map_err(|_| StoreError::Address(without_password(url)))?;
        let pool =
            PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(PATIENCE).connect_with(options).await?;
        sqlx::migrate!("migrations/postgres").run(&pool).await?;
        Ok(Self { pool, notices: Notices::default() })
    }

    pub(super) async fn read(&self) -> Result<Tx, StoreError> {
        Ok(Tx::Postgres(Running::new(self.pool.begin().await?)))
    }

    pub(super) async fn close(&self) {
        self.pool.close().await;
    }

    /// Hears of what other servers change until `stop` is set, and tries again for as long as the database is away.
    pub(super) async fn listen(&self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let hears = async {
                let Err(error) = self.hear().await;
                tracing::warn!(%error, "changes that other servers make are told late");
                tokio::time::sleep(PATIENCE).await;
            };
            tokio::select! {
                () = hears => {}
                _ = stop.changed() => {}
            }
        }
    }

    async fn hear(&self) -> Result<Infallible, sqlx::Error> {
        let mut listener = PgListener::connect_with(&self.pool).await?;
        listener.listen(CHANNEL).await?;
        self.notices.tell_all();
        loop {
            match listener.try_recv().await? {
                Some(told) => Change::parse(told.payload()).iter().for_each(|change| self.notices.tell(change)),
                // The connection was lost and is there again.
                None => self.notices.tell_all(),
            }
        }
    }

    /// Tells everybody who waits, here and at other servers.
    async fn tell(&self, changes: &[Change]) {
        for change in changes {
            self.notices.tell(change);
            let told = sqlx::query(NOTIFY.postgres).bind(CHANNEL).bind(change.to_line()).execute(&self.pool).await;
            if let Err(error) = told {
                tracing::warn!(%error, ?change, "other servers see a change late");
            }
        }
    }
}

/// Runs `unit` in a task of its own: a caller that goes away does not interrupt it between statements.
pub(super) async fn write<T, E, F>(store: std::sync::Arc<PostgresStore>, unit: F) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
    F: for<'tx> FnOnce(&'tx mut Tx) -> BoxFuture<'tx, Result<T, E>> + Send + 'static,
{
    let task = tokio::spawn(async move {
        let mut tx = store.read().await?;
        let value = unit(&mut tx).await?;
        if let Tx::Postgres(tx) = tx {
            let changes = tx.commit().await?;
            store.tell(&changes).await;
        }
        Ok(value)
    });
    task.await.unwrap_or_else(|_| Err(StoreError::Panicked.into()))
}

fn without_password(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        assert_eq!(without_password("postgres://qa:secret@db.example.org/qa"), "postgres://…@db.example.org/qa");
        assert_eq!(without_password("nonsense"), "nonsense");
    }
}
