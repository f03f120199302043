//! From one database to the other and back: nothing is lost, nothing is changed.

use std::collections::BTreeMap;

use qa_api::paths;
use qa_api::thread::Act;
use qa_server::store::copy::{CopyError, copy};
use qa_server::store::{Store, Tx};
use tempfile::TempDir;
use tests::app::App;
use tests::database::{self, Database};
use tests::person::Post;

const PATH: &str = "/guide/cleaning/";
/// What a careless copy would lose: quotes, what JSON escapes, other planes of Unicode, white space.
const BODY: &str =
    "\"Quoted\", 'single', back\\slash, 100 % \u{1f9fd} é \u{2028}\n\n    code\t<b>x</b> [1, null, true]";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn there_and_back_is_the_same_database() {
    let app = App::start(Database::Sqlite).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let id = app.published_question(&ada, &moderator, PATH, "How long does the oil last?").await;
    moderator.reply(&paths::personal_page("cleaning"), &id, BODY).await;
    moderator.act("cleaning", Post::Question(&id), Act::Lock, "enough said").await;
    app.held_question(&app.person("Grace", "grace@example.org"), PATH, "Still waiting").await;
    app.settle_index().await;
    app.settle_mail().await;

    let folder = TempDir::new().unwrap();
    let back = Store::open_sqlite(&folder.path().join("back.sqlite")).await.unwrap();
    let url = database::fresh(Database::Postgres, folder.path()).await.unwrap();
    let there = Store::open_postgres(&url).await.unwrap();
    let before = rows(&app.server().store).await;
    let copied = copy(&app.server().store, &there).await.unwrap();
    assert!(copied.iter().any(|(table, rows)| table == "questions" && *rows == 2), "{copied:?}");
    copy(&there, &back).await.unwrap();
    assert_eq!(rows(&back).await, before);

    let again = copy(&app.server().store, &there).await.unwrap_err();
    assert!(matches!(again, CopyError::NotEmpty(_)), "{again}");
    there.close().await;
    back.close().await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn what_was_copied_can_be_added_to() {
    let app = App::start(Database::Sqlite).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    app.published_question(&ada, &moderator, PATH, "How long does the oil last?").await;
    app.settle_index().await;
    let folder = TempDir::new().unwrap();
    let url = database::fresh(Database::Postgres, folder.path()).await.unwrap();
    let there = Store::open_postgres(&url).await.unwrap();
    copy(&app.server().store, &there).await.unwrap();
    for counted in ["sections", "search_documents"] {
        let Tx::Postgres(mut tx) = there.read().await.unwrap() else { panic!("opened as PostgreSQL") };
        let sql = format!("SELECT nextval(pg_get_serial_sequence('{counted}', 'number')) > MAX(number) FROM {counted}");
        let goes_on: bool = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut *tx).await.unwrap();
        assert!(goes_on, "{counted}");
    }
    there.close().await;
    app.stop().await;
}

/// Every row of every table of a SQLite database, each value with its type, sorted.
async fn rows(store: &Store) -> BTreeMap<String, Vec<String>> {
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for column in store.columns().await.expect("the database answers") {
        let (table, column) = column.split_once('.').expect("a column has a table");
        let column = column.split(' ').next().unwrap_or_default();
        tables.entry(table.to_owned()).or_default().push(format!("quote(\"{column}\")"));
    }
    let Tx::Sqlite(mut tx) = store.read().await.expect("reading begins") else { panic!("opened as SQLite") };
    let mut rows = BTreeMap::new();
    for (table, columns) in tables {
        let sql = format!("SELECT {} FROM {table} ORDER BY 1", columns.join(" || ',' || "));
        let read = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(&mut *tx).await.expect("a table can be read");
        rows.insert(table, read);
    }
    rows
}
