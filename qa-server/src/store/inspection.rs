//! What a PostgreSQL server lets us do, found out without changing anything: for [`crate::doctor`].

use sqlx::{Connection, PgConnection};

use super::StoreError;
use super::sql::{Sql, statements};

statements! {
    // PostgreSQL alone has rights and a clock of its own; but each statement is prepared on both.
    INSPECT = Sql {
        sqlite: "SELECT sqlite_version(), TRUE, CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
        postgres: "SELECT current_setting('server_version'), has_schema_privilege(current_schema(), 'CREATE'), (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint",
    };
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// The database's release.
    pub version: String,
    /// Whether its user may make tables.
    pub may_create: bool,
    /// The time at its machine, in milliseconds.
    pub time: i64,
}

/// Looks at the database at `url`.
///
/// # Errors
/// When it cannot be reached.
pub async fn inspect_postgres(url: &str) -> Result<Inspection, StoreError> {
    let mut connection = PgConnection::connect(url).await?;
    let (version, may_create, time) = sqlx::query_as(INSPECT.postgres).fetch_one(&mut connection).await?;
    connection.close().await?;
    Ok(Inspection { version, may_create, time })
}
