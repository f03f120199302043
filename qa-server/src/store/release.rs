//! Which release a database's tables are of.

use super::sql::{Sql, fetch_optional, statements};
use super::{Store, StoreError};

statements! {
    FIND_RELEASE = Sql::both("SELECT MAX(version) FROM _sqlx_migrations");
}

impl Store {
    /// The number of the last change to the tables.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn find_release(&self) -> Result<i64, StoreError> {
        let row: Option<(Option<i64>,)> = fetch_optional!(&mut self.read().await?, FIND_RELEASE)?;
        Ok(row.and_then(|(version,)| version).unwrap_or_default())
    }
}
