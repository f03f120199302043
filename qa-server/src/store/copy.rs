//! A whole database, row by row, into another one that is empty: from SQLite to PostgreSQL, back, or to the same kind.
//!
//! Rows travel as JSON, which both databases write and read and which holds all that a column here can: text, whole
//! numbers, yes and no, nothing. What there is to copy comes from the databases themselves, so no new table is forgotten.
//!
//! **Invariants:** all is read in one state of the source, and written in one transaction.
//! A table comes after those that its rows refer to.

use futures_util::TryStreamExt;
use futures_util::stream::BoxStream;
use sqlx::AssertSqlSafe;

use super::sql::{Sql, execute, fetch_all, statements};
use super::{Store, StoreError, Tx};

/// Rows that one statement inserts.
const TOGETHER: usize = 500;

statements! {
    COLUMNS = Sql {
        sqlite: "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'search\\_index%' ESCAPE '\\' AND m.name <> '_sqlx_migrations' ORDER BY 1, 2",
        postgres: "SELECT table_name::text COLLATE \"C\", column_name::text COLLATE \"C\" FROM information_schema.columns WHERE table_schema = current_schema() AND is_generated = 'NEVER' AND table_name <> '_sqlx_migrations' ORDER BY 1, 2",
    };
    REFERENCES = Sql {
        sqlite: "SELECT m.name, f.\"table\" FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
        postgres: "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace",
    };
    // SQLite counts on from the highest number by itself.
    COUNTED = Sql {
        sqlite: "SELECT '', '' WHERE FALSE",
        postgres: "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'",
    };
    // The default state of PostgreSQL's transactions changes with each statement.
    ONE_STATE = Sql { sqlite: "SELECT 1", postgres: "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY" };
}

/// Why nothing was copied.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// One of the databases did not do what was asked.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is there would be mixed up with what comes.
    #[error("the other database is not empty: its table {0} has rows; name one without any")]
    NotEmpty(String),
    /// Other tables than here.
    #[error("the two databases do not have the same tables: {0}")]
    Different(String),
}

/// How many rows of which table were copied, in the order of copying.
pub type Copied = Vec<(String, u64)>;

/// A table and its columns, sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Table {
    name: String,
    columns: Vec<String>,
}

/// Copies every row of `from` into `to`; the two were opened by the same release.
///
/// # Errors
/// When `to` is not empty, or one of them cannot be used; then nothing is in `to`.
pub async fn copy(from: &Store, to: &Store) -> Result<Copied, CopyError> {
    let mut source = from.read().await?;
    execute!(&mut source, ONE_STATE)?;
    let tables = list_tables(&mut source).await?;
    let there = list_tables(&mut to.read().await?).await?;
    if let Some(missing) = tables.iter().find(|table| !there.contains(table)) {
        return Err(CopyError::Different(missing.name.clone()));
    }
    to.write(move |target: &mut Tx| {
        Box::pin(async move {
            for table in &tables {
                if count_rows(target, table).await? > 0 {
                    return Err(CopyError::NotEmpty(table.name.clone()));
                }
            }
            let mut copied = Copied::new();
            for table in tables {
                let rows = copy_table(&mut source, target, &table).await?;
                copied.push((table.name, rows));
            }
            continue_counting(target).await?;
            Ok(copied)
        })
    })
    .await
}

/// Every table, those that others refer to first.
async fn list_tables(tx: &mut Tx) -> Result<Vec<Table>, StoreError> {
    let mut waiting: Vec<Table> = Vec::new();
    let columns: Vec<(String, String)> = fetch_all!(tx, COLUMNS)?;
    for (name, column) in columns {
        match waiting.last_mut() {
            Some(table) if table.name == name => table.columns.push(column),
            _ => waiting.push(Table { name, columns: vec![column] }),
        }
    }
    let references: Vec<(String, String)> = fetch_all!(tx, REFERENCES)?;
    let mut tables: Vec<Table> = Vec::new();
    while !waiting.is_empty() {
        let is_waiting = |name: &str| waiting.iter().any(|table| table.name == name);
        let is_next =
            |table: &Table| !references.iter().any(|(of, to)| *of == table.name && to != of && is_waiting(to));
        let next = waiting.iter().position(is_next).unwrap_or_default();
        tables.push(waiting.remove(next));
    }
    Ok(tables)
}

async fn count_rows(tx: &mut Tx, table: &Table) -> Result<i64, StoreError> {
    let sql = format!("SELECT COUNT(*) FROM {}", table.name);
    let count = match tx {
        Tx::Sqlite(tx) => sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut **tx).await,
        Tx::Postgres(tx) => sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut **tx).await,
    };
    Ok(count?)
}

async fn copy_table(source: &mut Tx, target: &mut Tx, table: &Table) -> Result<u64, StoreError> {
    let mut rows: BoxStream<'_, Result<String, sqlx::Error>> = match source {
        Tx::Sqlite(tx) => sqlx::query_scalar(AssertSqlSafe(table.select_on_sqlite())).fetch(&mut **tx),
        Tx::Postgres(tx) => sqlx::query_scalar(AssertSqlSafe(table.select_on_postgres())).fetch(&mut **tx),
    };
    let (mut copied, mut together) = (0, Vec::with_capacity(TOGETHER));
    while let Some(row) = rows.try_next().await? {
        together.push(row);
        if together.len() == TOGETHER {
            copied += insert_rows(target, table, &mut together).await?;
        }
    }
    Ok(copied + insert_rows(target, table, &mut together).await?)
}

/// Inserts the rows, which are JSON objects, and empties the list.
async fn insert_rows(target: &mut Tx, table: &Table, rows: &mut Vec<String>) -> Result<u64, StoreError> {
    let json = format!("[{}]", rows.join(","));
    rows.clear();
    let inserted = match target {
        Tx::Sqlite(tx) => {
            let insert = sqlx::query(AssertSqlSafe(table.insert_on_sqlite())).bind(json);
            insert.execute(&mut **tx).await?.rows_affected()
        }
        Tx::Postgres(tx) => {
            let insert = sqlx::query(AssertSqlSafe(table.insert_on_postgres())).bind(json);
            insert.execute(&mut **tx).await?.rows_affected()
        }
    };
    Ok(inserted)
}

/// Lets numbers that the database gives out begin after those that were copied.
async fn continue_counting(target: &mut Tx) -> Result<(), StoreError> {
    let counted: Vec<(String, String)> = fetch_all!(target, COUNTED)?;
    for (table, column) in counted {
        let sql = format!(
            "SELECT setval(pg_get_serial_sequence('{table}', '{column}'), MAX({column})) FROM {table} HAVING MAX({column}) IS NOT NULL"
        );
        if let Tx::Postgres(tx) = target {
            sqlx::query(AssertSqlSafe(sql)).execute(&mut **tx).await?;
        }
    }
    Ok(())
}

impl Table {
    /// The columns, each as `write` has it.
    fn list(&self, write: impl Fn(&str) -> String) -> String {
        self.columns.iter().map(|column| write(column)).collect::<Vec<_>>().join(", ")
    }

    fn names(&self) -> String {
        self.list(|column| format!("\"{column}\""))
    }

    /// Rows may refer to older ones of their table, and ids grow.
    fn order(&self) -> String {
        if self.columns.iter().any(|column| column == "id") { "id".to_owned() } else { self.names() }
    }

    fn select_on_sqlite(&self) -> String {
        let pairs = self.list(|column| format!("'{column}', \"{column}\""));
        format!("SELECT json_object({pairs}) FROM {} ORDER BY {}", self.name, self.order())
    }

    fn select_on_postgres(&self) -> String {
        let (names, order) = (self.names(), self.order());
        format!("SELECT row_to_json(r)::text FROM (SELECT {names} FROM {} ORDER BY {order}) r", self.name)
    }

    fn insert_on_sqlite(&self) -> String {
        let values = self.list(|column| format!("json_extract(value, '$.{column}')"));
        format!("INSERT INTO {} ({}) SELECT {values} FROM json_each($1)", self.name, self.names())
    }

    fn insert_on_postgres(&self) -> String {
        let (name, names) = (&self.name, self.names());
        format!("INSERT INTO {name} ({names}) SELECT {names} FROM json_populate_recordset(NULL::{name}, $1::json)")
    }
}
