//! The two databases that everything must hold on.
//!
//! SQLite needs nothing; PostgreSQL needs a server on which databases may be made, which `cargo xtask test` starts.

use std::env;
use std::path::Path;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use sqlx::{Connection, Executor, PgConnection};
use url::Url;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    /// A file beside the test's other data.
    Sqlite,
    /// A fresh database on the server at `POSTIL_TEST_POSTGRES`.
    Postgres,
}

/// The URL of a fresh database for a server whose data is in `data`; nothing where the server picks its own file there.
pub async fn fresh(database: Database, data: &Path) -> Option<String> {
    debug_assert!(data.is_dir(), "the data folder is made before its database");
    match database {
        Database::Sqlite => None,
        Database::Postgres => Some(fresh_postgres().await),
    }
}

async fn fresh_postgres() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let server = env::var("POSTIL_TEST_POSTGRES").expect("POSTIL_TEST_POSTGRES is set by `cargo xtask test`");
    let started = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    let name = format!("postil_{}_{started}_{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let mut connection = PgConnection::connect(&server).await.expect("PostgreSQL answers");
    let create = format!("CREATE DATABASE {name} TEMPLATE template0");
    connection.execute(sqlx::AssertSqlSafe(create)).await.expect("the test may make a database");
    connection.close().await.expect("the connection closes");
    let mut url = Url::parse(&server).expect("POSTIL_TEST_POSTGRES is a URL");
    url.set_path(&name);
    url.into()
}

/// Makes every `async fn(Database)` named a test on SQLite and one on PostgreSQL.
#[macro_export]
macro_rules! on_both_databases {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name($crate::database::Database::Sqlite).await;
                }
            )+
        }

        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                #[ignore = "needs PostgreSQL: cargo xtask test"]
                async fn $name() {
                    super::$name($crate::database::Database::Postgres).await;
                }
            )+
        }
    };
}
