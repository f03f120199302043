//! The store's contract: the same on both databases.

use std::collections::BTreeSet;
use std::sync::Arc;

use qa_api::thread::{QuestionState, Role};
use qa_server::domain::account::{Account, PostAuthor};
use qa_server::domain::limit::Limit;
use qa_server::domain::post::Question;
use qa_server::domain::status::QuestionStatus;
use qa_server::store::accounts::{find_account_by_address, insert_account};
use qa_server::store::outbox::{self, LeasedRow, NewRow};
use qa_server::store::questions::{self, NewQuestion};
use qa_server::store::{Store, StoreError, Tx, counters};
use tempfile::TempDir;
use tests::database::{self, Database};
use tests::on_both_databases;
use tokio::task::JoinSet;

on_both_databases!(
    every_statement_is_accepted,
    a_unit_that_fails_leaves_no_trace,
    a_unit_that_panics_harms_no_other,
    many_units_at_once_all_land,
    a_status_changes_only_from_what_was_seen,
    effects_of_one_order_go_one_after_the_other,
    a_result_counts_only_under_its_lease,
    the_same_effect_is_kept_once,
    an_effect_is_claimed_by_one_worker,
    counters_start_again_with_their_window,
    ids_sort_as_bytes
);

/// A store on a fresh database; SQLite's is gone with the folder.
struct Fresh {
    store: Store,
    _folder: TempDir,
}

impl Fresh {
    async fn open(database: Database) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let store = match database::fresh(database, folder.path()).await {
            Some(url) => Store::open_postgres(&url).await,
            None => Store::open_sqlite(&folder.path().join("test.sqlite")).await,
        };
        Self { store: store.expect("a fresh database opens"), _folder: folder }
    }

    async fn insert_effect(
        &self,
        id: &'static str,
        order_key: &'static str,
        dedupe_key: &'static str,
        not_before: i64,
    ) {
        let unit = self.store.write(move |tx: &mut Tx| {
            Box::pin(async move {
                let row = NewRow {
                    id,
                    kind: "code",
                    lane: "email",
                    target: "email",
                    dedupe_key,
                    order_key,
                    payload: "{}",
                    cause: None,
                    not_before,
                };
                outbox::insert_outbox(tx, &row, 0).await
            })
        });
        unit.await.expect("an effect is inserted");
    }

    async fn claim(&self, now: i64, token: &'static str) -> Option<LeasedRow> {
        let unit = self.store.write(move |tx: &mut Tx| {
            Box::pin(async move { outbox::claim_outbox(tx, now, now + 100, token, &[]).await })
        });
        unit.await.expect("claiming works")
    }

    async fn finish(&self, id: &'static str, token: &'static str) -> bool {
        let unit = self.store.write(move |tx: &mut Tx| {
            Box::pin(async move { outbox::update_outbox_done(tx, id, token, 0, None).await })
        });
        unit.await.expect("finishing works")
    }

    async fn has_account(&self, address: &str) -> bool {
        let mut tx = self.store.read().await.expect("reading begins");
        find_account_by_address(&mut tx, address).await.expect("reading works").is_some()
    }
}

fn account(id: &str) -> Account {
    Account { id: id.to_owned(), address: format!("{id}@example.org"), name: id.to_owned(), role: Role::Member }
}

async fn every_statement_is_accepted(database: Database) {
    let fresh = Fresh::open(database).await;
    assert_eq!(fresh.store.check_statements().await.expect("the database answers"), Vec::<String>::new());
}

/// Statements that go through all posts or accounts, and why they may.
const WHOLE: [(&str, &str); 6] = [
    ("SELECT 'question' AS kind, state, COUNT(*)", "metrics count what there is, by an index alone"),
    ("SELECT (SELECT COUNT(*) FROM accounts)", "`doctor` and backups count, now and then"),
    ("FROM accounts WHERE erased_at IS NULL", "`account list` lists them"),
    ("DELETE FROM accounts WHERE id = $1", "copying takes accounts out that were never used"),
    ("MIN(p.gone_at) AS gone_at FROM questions q", "the inbox counts what lost its page"),
    ("THEN 1 END) AS unanswered FROM questions q", "the writers' report counts what is open on every page"),
];

#[tokio::test]
async fn no_statement_goes_through_all_posts() {
    let plans = Fresh::open(Database::Sqlite).await.store.plans().await.expect("SQLite tells its plans");
    assert!(plans.len() > 300, "{}", plans.len());
    let grows = ["questions", "q", "replies", "r", "accounts", "a", "search_documents", "sketches"];
    let is_whole = |statement: &str, step: &str| {
        let words: Vec<&str> = step.split(' ').collect();
        match words.as_slice() {
            // What is held, deleted or purged is little, and has an index of its own.
            ["SCAN", _, .., "replies_held" | "replies_purged"] => false,
            ["SCAN", table, ..] => grows.contains(table),
            ["SEARCH", _, .., "questions_by_state", "(state=?)"] => {
                statement.contains("'published'") && !statement.contains("LIMIT")
            }
            _ => false,
        }
    };
    let whole: BTreeSet<_> = plans.iter().filter(|(statement, step)| is_whole(statement, step)).collect();
    let may = |statement: &str| WHOLE.iter().any(|(part, _)| statement.contains(part));
    let surprising: Vec<_> = whole.iter().filter(|(statement, _)| !may(statement)).collect();
    assert!(surprising.is_empty(), "{surprising:#?}");
    for (part, why) in WHOLE {
        assert!(whole.iter().any(|(statement, _)| statement.contains(part)), "no longer so: {part}, {why}");
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn both_databases_have_the_same_columns() {
    let sqlite = Fresh::open(Database::Sqlite).await.store.columns().await.expect("SQLite answers");
    let postgres = Fresh::open(Database::Postgres).await.store.columns().await.expect("PostgreSQL answers");
    assert!(sqlite.len() > 30, "{sqlite:?}");
    assert_eq!(sqlite, postgres);
}

async fn a_unit_that_fails_leaves_no_trace(database: Database) {
    let fresh = Fresh::open(database).await;
    let unit = fresh.store.write(|tx: &mut Tx| {
        Box::pin(async move {
            insert_account(tx, &account("ada"), 0).await?;
            Err::<(), _>(StoreError::Duplicate)
        })
    });
    assert!(matches!(unit.await, Err(StoreError::Duplicate)));
    assert!(!fresh.has_account("ada@example.org").await);
}

async fn a_unit_that_panics_harms_no_other(database: Database) {
    let fresh = Fresh::open(database).await;
    let unit = fresh.store.write(|tx: &mut Tx| {
        Box::pin(async move {
            insert_account(tx, &account("ada"), 0).await?;
            assert!(tx_is_open(tx), "a unit that panics");
            Ok::<(), StoreError>(())
        })
    });
    assert!(unit.await.is_err());
    assert!(!fresh.has_account("ada@example.org").await);
    let unit = fresh.store.write(|tx: &mut Tx| Box::pin(async move { insert_account(tx, &account("bob"), 0).await }));
    unit.await.expect("the next unit works");
    assert!(fresh.has_account("bob@example.org").await);
}

/// False, in a way that the compiler does not see.
fn tx_is_open(tx: &Tx) -> bool {
    !matches!(tx, Tx::Sqlite(_) | Tx::Postgres(_))
}

async fn many_units_at_once_all_land(database: Database) {
    let fresh = Arc::new(Fresh::open(database).await);
    let mut units = JoinSet::new();
    for number in 0..60 {
        let fresh = fresh.clone();
        units.spawn(async move {
            let unit = fresh.store.write(move |tx: &mut Tx| {
                Box::pin(async move {
                    insert_account(tx, &account(&format!("person{number}")), 0).await?;
                    // Every third one fails, among others that are committed with it.
                    if number % 3 == 0 { Err(StoreError::Duplicate) } else { Ok(()) }
                })
            });
            (number, unit.await.is_ok())
        });
    }
    for (number, landed) in units.join_all().await {
        assert_eq!(landed, number % 3 != 0);
        assert_eq!(fresh.has_account(&format!("person{number}@example.org")).await, landed, "{number}");
    }
}

async fn a_status_changes_only_from_what_was_seen(database: Database) {
    let fresh = Fresh::open(database).await;
    let held = QuestionStatus::held("new".to_owned());
    let published = QuestionStatus::published();
    let question = Question {
        id: "q1".to_owned(),
        page: "cleaning".to_owned(),
        author: PostAuthor { id: "ada".to_owned(), name: "Ada".to_owned(), role: Role::Member },
        title: "How long does the oil last?".to_owned(),
        status: held.clone(),
        version: 1,
        ..Question::default()
    };
    let unit = fresh.store.write(move |tx: &mut Tx| {
        Box::pin(async move {
            insert_account(tx, &account("ada"), 0).await?;
            questions::insert_question(tx, &NewQuestion { question: &question, repeat_key: "r1", body: "" }).await?;
            let first = questions::update_question_status(tx, "q1", &held, &published).await?;
            let stale = questions::update_question_status(tx, "q1", &held, &published).await?;
            let found = questions::find_question(tx, "q1").await?;
            Ok::<_, StoreError>((first, stale, found.map(|question| question.status.state)))
        })
    });
    assert_eq!(unit.await.expect("the unit works"), (true, false, Some(QuestionState::Published)));
}

async fn effects_of_one_order_go_one_after_the_other(database: Database) {
    let fresh = Fresh::open(database).await;
    fresh.insert_effect("e1", "thread", "k1", 10).await;
    fresh.insert_effect("e2", "thread", "k2", 0).await;
    fresh.insert_effect("e3", "other", "k3", 5).await;
    assert_eq!(fresh.claim(4, "t0").await, None, "the first of a thread is not due, the second waits for it");
    assert_eq!(fresh.claim(5, "t1").await.expect("other is due").id, "e3");
    assert_eq!(fresh.claim(10, "t2").await.expect("the first is due").id, "e1");
    assert_eq!(fresh.claim(10, "t3").await, None, "the second waits while the first is under way");
    assert!(fresh.finish("e1", "t2").await);
    assert_eq!(fresh.claim(10, "t4").await.expect("now the second goes").id, "e2");
}

async fn a_result_counts_only_under_its_lease(database: Database) {
    let fresh = Fresh::open(database).await;
    fresh.insert_effect("e1", "o1", "k1", 0).await;
    assert_eq!(fresh.claim(0, "slow").await.expect("it is due").attempts, 1);
    assert_eq!(fresh.claim(99, "quick").await, None, "the lease holds");
    assert_eq!(fresh.claim(100, "quick").await.expect("the lease is over").attempts, 2);
    assert!(!fresh.finish("e1", "slow").await, "whoever lost the lease has no say");
    assert!(fresh.finish("e1", "quick").await);
    assert_eq!(fresh.claim(1000, "late").await, None);
}

async fn the_same_effect_is_kept_once(database: Database) {
    let fresh = Fresh::open(database).await;
    fresh.insert_effect("e1", "o1", "same", 0).await;
    fresh.insert_effect("e2", "o1", "same", 0).await;
    assert_eq!(fresh.claim(0, "t1").await.expect("it is due").id, "e1");
    assert!(fresh.finish("e1", "t1").await);
    fresh.insert_effect("e3", "o1", "same", 0).await;
    assert_eq!(fresh.claim(0, "t2").await, None, "what was sent is not sent again");
}

async fn an_effect_is_claimed_by_one_worker(database: Database) {
    let fresh = Arc::new(Fresh::open(database).await);
    for (id, key) in [("e1", "k1"), ("e2", "k2"), ("e3", "k3")] {
        fresh.insert_effect(id, key, key, 0).await;
    }
    let mut workers = JoinSet::new();
    for token in ["t1", "t2", "t3", "t4", "t5", "t6"] {
        let fresh = fresh.clone();
        workers.spawn(async move { fresh.claim(0, token).await });
    }
    let claimed: Vec<String> = workers.join_all().await.into_iter().flatten().map(|row| row.id).collect();
    let distinct: BTreeSet<&String> = claimed.iter().collect();
    assert_eq!(claimed.len(), distinct.len(), "{claimed:?}");
    let mut left = 0;
    while fresh.claim(0, "t7").await.is_some() {
        left += 1;
    }
    assert_eq!(claimed.len() + left, 3, "none is lost");
}

async fn counters_start_again_with_their_window(database: Database) {
    const LIMIT: Limit = Limit { name: "tests", max: 2, window: 1000 };
    let fresh = Fresh::open(database).await;
    let unit = fresh.store.write(|tx: &mut Tx| {
        Box::pin(async move {
            let mut used_up = Vec::new();
            for now in [0, 1, 999, 1000] {
                used_up.push(counters::is_used_up(tx, &LIMIT, "ada", now).await?);
                counters::update_counter(tx, &LIMIT, "ada", now).await?;
            }
            used_up.push(counters::is_used_up(tx, &LIMIT, "bob", 999).await?);
            Ok::<_, StoreError>(used_up)
        })
    });
    assert_eq!(unit.await.expect("the unit works"), [false, false, true, false, false]);
}

async fn ids_sort_as_bytes(database: Database) {
    let fresh = Fresh::open(database).await;
    for (id, key) in [("a_1", "k1"), ("a1", "k2"), ("B1", "k3"), ("a-1", "k4")] {
        fresh.insert_effect(id, "o1", key, 0).await;
    }
    let mut tx = fresh.store.read().await.expect("reading begins");
    let ids: Vec<String> =
        outbox::list_outbox(&mut tx).await.expect("reading works").into_iter().map(|entry| entry.id).collect();
    assert_eq!(ids, ["B1", "a-1", "a1", "a_1"]);
}
