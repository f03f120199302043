//! One store over two databases.
//!
//! Reads take a [`Tx`] from [`Store::read`]; writes hand a *unit of work* to [`Store::write`].
//! On SQLite one task runs the units that wait, each under a savepoint, and commits them together ([`writer`]);
//! on PostgreSQL each unit is a transaction ([`postgres`]).
//!
//! **Invariants:** nothing outside this module knows sqlx or SQL.
//! No transaction is held by a handler, so none is held over a network call.
//! A unit that gives an error leaves no trace.

pub(crate) mod sql;

pub mod account_acts;
pub mod accounts;
pub mod audit;
pub mod authored;
pub mod bans;
pub mod challenges;
pub mod copy;
pub mod counters;
pub mod dead_letters;
pub mod decisions;
pub mod disabled_targets;
pub mod drafts;
pub mod duties;
pub mod empty_searches;
pub mod erasure;
pub mod flags;
pub mod follows;
pub mod gauges;
pub mod homes;
pub mod identities;
pub mod imported_addresses;
pub mod inbox;
pub mod inspection;
pub mod isso_file;
pub mod look_again;
pub mod mentions;
pub mod news;
pub mod notes;
pub mod open_questions;
pub mod outbox;
pub mod page_changes;
pub mod page_votes;
pub mod pages;
pub mod personal;
pub mod profiles;
pub mod questions;
pub mod replies;
pub mod role_requests;
pub mod search;
pub mod section_choices;
pub mod sections;
pub mod sessions;
pub mod sketches;
pub mod slack_messages;
pub mod sqlite_file;
pub mod suppressions;
pub mod ticket_notes;
pub mod tickets;
pub mod versions;
pub mod votes;

mod error;
mod names;
mod notices;
mod postgres;
mod release;
mod sqlite;
mod transaction;
mod writer;

use std::path::Path;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use sqlx::{Executor, Postgres, Sqlite};
use tokio::sync::{Notify, watch};

pub use self::error::StoreError;
pub use self::notices::Notice;
use self::notices::{Change, Notices};
use self::transaction::Running;

/// A running transaction.
pub enum Tx {
    /// On SQLite.
    Sqlite(Running<Sqlite>),
    /// On PostgreSQL.
    Postgres(Running<Postgres>),
}

impl Tx {
    /// Has those told of it, once this is committed, who wait for it.
    fn note(&mut self, change: Change) {
        let changes = match self {
            Self::Sqlite(tx) => tx.changes(),
            Self::Postgres(tx) => tx.changes(),
        };
        if !changes.contains(&change) {
            changes.push(change);
        }
    }
}

/// The database, whichever it is.
#[derive(Clone)]
pub enum Store {
    /// A file on this machine.
    Sqlite(Arc<sqlite::SqliteStore>),
    /// A server, perhaps shared with other machines.
    Postgres(Arc<postgres::PostgresStore>),
}

impl Store {
    /// Opens the SQLite file at `path`, making it when it is missing, and brings its tables up to date.
    ///
    /// # Errors
    /// When the file cannot be opened, or is of a newer release.
    pub async fn open_sqlite(path: &Path) -> Result<Self, StoreError> {
        Ok(Self::Sqlite(Arc::new(sqlite::SqliteStore::open(path).await?)))
    }

    /// Connects to the PostgreSQL database at `url` and brings its tables up to date.
    ///
    /// # Errors
    /// When it cannot be reached, or is of a newer release.
    pub async fn open_postgres(url: &str) -> Result<Self, StoreError> {
        Ok(Self::Postgres(Arc::new(postgres::PostgresStore::open(url).await?)))
    }

    /// Begins a transaction to read with: all its statements see the same state.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        match self {
            Self::Sqlite(store) => store.read().await,
            Self::Postgres(store) => store.read().await,
        }
    }

    /// Runs `unit` in a transaction and commits it before returning; the unit runs to its end even if the caller goes away.
    ///
    /// # Errors
    /// The unit's own, after rolling back; or that of the database.
    pub async fn write<T, E, F>(&self, unit: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'tx> FnOnce(&'tx mut Tx) -> BoxFuture<'tx, Result<T, E>> + Send + 'static,
    {
        match self {
            Self::Sqlite(store) => store.write(unit).await,
            Self::Postgres(store) => postgres::write(store.clone(), unit).await,
        }
    }

    /// Whether other processes may use the same database.
    pub fn is_shared(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Waits for `page` to change, at whichever server of the database, in what everybody sees.
    pub fn subscribe(&self, page: &str) -> Notice {
        self.notices().subscribe(page)
    }

    /// Wakes whoever waits for work in the outbox: each time something there became due, at whichever server of the
    /// database.
    pub fn outbox_wake(&self) -> Arc<Notify> {
        self.notices().outbox()
    }

    /// Hears of what other servers of the database change, until `stop` is set.
    pub async fn listen(&self, stop: watch::Receiver<bool>) {
        match self {
            Self::Sqlite(_) => {}
            Self::Postgres(store) => store.listen(stop).await,
        }
    }

    fn notices(&self) -> &Notices {
        match self {
            Self::Sqlite(store) => &store.notices,
            Self::Postgres(store) => &store.notices,
        }
    }

    /// Lets running work end and closes the database.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(store) => store.close().await,
            Self::Postgres(store) => store.close().await,
        }
    }

    /// Prepares every statement of this module and says which are not accepted: for the test of both databases.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn check_statements(&self) -> Result<Vec<String>, StoreError> {
        let mut refused = Vec::new();
        for (name, sql) in statements() {
            let prepared = match self.read().await? {
                Tx::Sqlite(mut tx) => (&mut *tx).prepare(sqlx::SqlSafeStr::into_sql_str(sql.sqlite)).await.map(|_| ()),
                Tx::Postgres(mut tx) => {
                    (&mut *tx).prepare(sqlx::SqlSafeStr::into_sql_str(sql.postgres)).await.map(|_| ())
                }
            };
            if let Err(error) = prepared {
                refused.push(format!("{name}: {error}"));
            }
        }
        Ok(refused)
    }

    /// How SQLite goes about each statement, step by step: for the test that none reads a whole table that grows.
    ///
    /// # Errors
    /// When the database is away, or is another.
    pub async fn plans(&self) -> Result<Vec<(&'static str, String)>, StoreError> {
        let Self::Sqlite(_) = self else {
            return Err(StoreError::Unavailable("only SQLite's plans are compared".to_owned()));
        };
        let mut plans = Vec::new();
        for (_, sql) in statements() {
            let Tx::Sqlite(mut tx) = self.read().await? else { continue };
            let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", sql.sqlite));
            let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as(explain).fetch_all(&mut *tx).await?;
            plans.extend(steps.into_iter().map(|(.., step)| (sql.sqlite, step)));
        }
        Ok(plans)
    }

    /// Every column as `table.column` with whether it takes NULL, sorted: for the test that compares both databases.
    /// SQLite keeps its full-text index in tables, PostgreSQL in generated columns: neither has the other's.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn columns(&self) -> Result<Vec<String>, StoreError> {
        let mut tx = self.read().await?;
        let rows: Vec<(String, String, bool)> = sql::fetch_all!(&mut tx, COLUMNS)?;
        let mut columns: Vec<_> = rows
            .into_iter()
            .filter(|(table, ..)| table != "_sqlx_migrations" && !table.starts_with("search_index"))
            .map(|(table, column, null)| format!("{table}.{column} {}", if null { "NULL" } else { "NOT NULL" }))
            .collect();
        columns.sort();
        Ok(columns)
    }
}

const COLUMNS: sql::Sql = sql::Sql {
    sqlite: "SELECT m.name, c.name, c.\"notnull\" = 0 FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'",
    postgres: "SELECT table_name::text, column_name::text, is_nullable = 'YES' FROM information_schema.columns WHERE table_schema = current_schema() AND is_generated = 'NEVER'",
};

fn statements() -> impl Iterator<Item = (&'static str, sql::Sql)> {
    [
        account_acts::ALL,
        accounts::ALL,
        audit::ALL,
        authored::ALL,
        bans::ALL,
        challenges::ALL,
        copy::ALL,
        counters::ALL,
        decisions::ALL,
        dead_letters::ALL,
        disabled_targets::ALL,
        drafts::ALL,
        duties::ALL,
        empty_searches::ALL,
        erasure::ALL,
        identities::ALL,
        imported_addresses::ALL,
        homes::ALL,
        look_again::ALL,
        mentions::ALL,
        open_questions::ALL,
        flags::ALL,
        follows::ALL,
        gauges::ALL,
        inbox::ALL,
        inspection::ALL,
        news::ALL,
        notes::ALL,
        outbox::ALL,
        page_changes::ALL,
        page_votes::ALL,
        pages::ALL,
        personal::ALL,
        postgres::ALL,
        profiles::ALL,
        questions::ALL,
        release::ALL,
        replies::ALL,
        role_requests::ALL,
        search::ALL,
        section_choices::ALL,
        sections::ALL,
        sessions::ALL,
        sketches::ALL,
        slack_messages::ALL,
        sqlite_file::ALL,
        suppressions::ALL,
        ticket_notes::ALL,
        tickets::ALL,
        versions::ALL,
        votes::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    #[test]
    fn every_module_with_statements_is_listed() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
        let list = fs::read_to_string(folder.join("mod.rs")).unwrap();
        let mut found = 0;
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            if path.is_file() && fs::read_to_string(&path).unwrap().lines().any(|line| line == "statements! {") {
                assert!(list.contains(&format!("        {name}::ALL,\n")), "{name} is never prepared");
                found += 1;
            }
        }
        assert!(found > 40, "{found}");
    }
}
