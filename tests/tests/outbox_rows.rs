//! What becomes of an effect whose act is taken back, which is joined with others, or which was given up long ago.

use qa_server::clock::DAY;
use qa_server::service::dead_letters::{LetterAct, act_by_operator, every_letter};
use qa_server::store::outbox::{
    LeasedRow, NewRow, claim_outbox, delete_old_outbox, insert_outbox, list_outbox, update_outbox_cancelled,
    update_outbox_cancelled_by_cause, update_outbox_dead, update_outbox_payload, update_outbox_retry,
};
use qa_server::store::{Store, StoreError, Tx};
use tempfile::TempDir;
use tests::app::App;
use tests::database::{self, Database};
use tests::on_both_databases;

on_both_databases!(
    an_effect_that_is_caused_again_begins_anew,
    what_tells_of_several_acts_is_not_taken_back_by_one,
    what_was_given_up_is_kept_for_its_time,
    everything_that_was_given_up_is_everything
);

const LEASE: i64 = 1000;

async fn open(database: Database, folder: &TempDir) -> Store {
    let store = match database::fresh(database, folder.path()).await {
        Some(url) => Store::open_postgres(&url).await,
        None => Store::open_sqlite(&folder.path().join("test.sqlite")).await,
    };
    store.expect("a fresh database opens")
}

fn row(id: &'static str, cause: &'static str, not_before: i64) -> NewRow<'static> {
    NewRow {
        id,
        kind: "reply_posted",
        lane: "email",
        target: "email",
        dedupe_key: "the same",
        order_key: "thread",
        payload: "{}",
        cause: Some(cause),
        not_before,
    }
}

/// Does something in a unit of work of its own.
macro_rules! unit {
    ($store:expr, $tx:ident => $done:expr) => {
        $store.write(move |$tx: &mut Tx| Box::pin(async move { $done.await })).await.expect("the database answers")
    };
}

async fn claim(store: &Store, now: i64) -> LeasedRow {
    unit!(store, tx => claim_outbox(tx, now, now + LEASE, "lease", &[])).expect("one is due")
}

async fn states(store: &Store) -> Vec<String> {
    let mut tx = store.read().await.expect("reading begins");
    list_outbox(&mut tx).await.expect("they can be read").into_iter().map(|entry| entry.state).collect()
}

async fn an_effect_that_is_caused_again_begins_anew(database: Database) {
    let folder = TempDir::new().expect("a temporary folder");
    let store = open(database, &folder).await;
    unit!(store, tx => insert_outbox(tx, &row("e1", "first", 0), 0));
    claim(&store, 0).await;
    assert!(unit!(store, tx => update_outbox_retry(tx, "e1", "lease", 10, "no answer")));
    unit!(store, tx => update_outbox_cancelled(tx, "the same"));
    let later = 4 * DAY;
    unit!(store, tx => insert_outbox(tx, &row("e2", "second", later), later));
    let again = claim(&store, later).await;
    assert_eq!((again.id.as_str(), again.attempts, again.tried_since), ("e1", 1, later), "it has its three days");
}

async fn what_tells_of_several_acts_is_not_taken_back_by_one(database: Database) {
    let folder = TempDir::new().expect("a temporary folder");
    let store = open(database, &folder).await;
    unit!(store, tx => insert_outbox(tx, &row("e1", "first", 0), 0));
    claim(&store, 0).await;
    unit!(store, tx => update_outbox_payload(tx, "e1", "{\"more\":true}"));
    assert!(unit!(store, tx => update_outbox_retry(tx, "e1", "lease", 10, "no answer")));
    assert!(unit!(store, tx => update_outbox_cancelled_by_cause(tx, "first")).is_empty());
    assert_eq!(states(&store).await, ["waiting"]);
}

async fn what_was_given_up_is_kept_for_its_time(database: Database) {
    let folder = TempDir::new().expect("a temporary folder");
    let store = open(database, &folder).await;
    unit!(store, tx => insert_outbox(tx, &row("e1", "first", 0), 0));
    claim(&store, 0).await;
    assert!(unit!(store, tx => update_outbox_dead(tx, "e1", "lease", DAY, "no such mailbox")));
    assert_eq!(unit!(store, tx => delete_old_outbox(tx, DAY - 1)), 0, "it was given up later than that");
    assert_eq!(states(&store).await, ["dead"]);
    assert_eq!(unit!(store, tx => delete_old_outbox(tx, DAY)), 1);
    assert!(states(&store).await.is_empty());
}

async fn everything_that_was_given_up_is_everything(database: Database) {
    let app = App::start(database).await;
    let store = &app.server().store;
    // More than one look at the staff's page shows, to where there is nothing.
    let many = 201;
    let inserted = store.write(move |tx: &mut Tx| {
        Box::pin(async move {
            for number in 0..many {
                let id = format!("e{number:03}");
                let row = NewRow { id: &id, lane: "nowhere", dedupe_key: &id, order_key: &id, ..row("", "act", 0) };
                insert_outbox(tx, &row, 0).await?;
            }
            Ok::<_, StoreError>(())
        })
    });
    inserted.await.expect("they are inserted");
    app.settle_mail().await;
    let letters = every_letter(app.server()).await.expect("the database answers");
    assert_eq!(letters.len(), many);
    let done = act_by_operator(app.server(), &letters, LetterAct::Discard).await.expect("the database answers");
    assert_eq!(done, many);
    app.stop().await;
}
