//! PostgreSQL: each unit of work is a transaction of its own.

use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;

use super::{StoreError, Tx};

const CONNECTIONS: u32 = 16;
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) async fn open(url: &str) -> Result<PgPool, StoreError> {
    let options = url.parse().map_err(|_| StoreError::Address(without_password(url)))?;
    let pool =
        PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(PATIENCE).connect_with(options).await?;
    sqlx::migrate!("migrations/postgres").run(&pool).await?;
    Ok(pool)
}

/// Runs `unit` in a task of its own: a caller that goes away does not interrupt it between statements.
pub(super) async fn write<T, E, F>(pool: PgPool, unit: F) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
    F: for<'tx> FnOnce(&'tx mut Tx) -> BoxFuture<'tx, Result<T, E>> + Send + 'static,
{
    let task = tokio::spawn(async move {
        let mut tx = Tx::Postgres(pool.begin().await.map_err(StoreError::from)?);
        let value = unit(&mut tx).await?;
        if let Tx::Postgres(tx) = tx {
            tx.commit().await.map_err(StoreError::from)?;
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
