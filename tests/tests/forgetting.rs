//! What need not be kept for ever goes when its days are over, and not before: found out by moving the clock.

use std::num::NonZeroU16;
use std::sync::Arc;

use qa_api::paths;
use qa_api::request::{Challenge, SignInRequest};
use qa_api::thread::Act;
use qa_server::clock::{Clock, DAY, ManualClock};
use qa_server::config::{DataConfig, Retention, Secret};
use qa_server::random::SeededRandom;
use qa_server::server::open_data;
use qa_server::service::housekeeping;
use qa_server::store::{Store, Tx};
use tests::app::App;
use tests::database::Database;
use tests::on_both_databases;
use tests::person::Post;

on_both_databases!(each_kind_is_kept_for_its_days);

const PATH: &str = "/guide/cleaning/";

/// Tables, and for how many days the test has their rows kept.
const KEPT: [(&str, u16); 8] = [
    ("counters", 2),
    ("drafts", 3),
    ("challenges", 3),
    ("outbox", 4),
    ("audit", 6),
    ("decisions", 6),
    ("account_acts", 6),
    ("outbox_acts", 6),
];

fn retention() -> Retention {
    let days = |count| NonZeroU16::new(count).expect("none of these is zero");
    Retention {
        machine_addresses_days: days(2),
        drafts_days: days(3),
        mail_bodies_days: days(4),
        deleted_posts_days: days(5),
        audit_days: Some(days(6)),
    }
}

async fn count(store: &Store, table: &str) -> i64 {
    let sql = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
    match store.read().await.expect("reading begins") {
        Tx::Sqlite(mut tx) => sqlx::query_scalar(sql).fetch_one(&mut *tx).await,
        Tx::Postgres(mut tx) => sqlx::query_scalar(sql).fetch_one(&mut *tx).await,
    }
    .expect("the table can be counted")
}

async fn each_kind_is_kept_for_its_days(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let id = app.published_question(&ada, &moderator, PATH, "How long does the oil last?").await;
    moderator.act("cleaning", Post::Question(&id), Act::Lock, "enough said").await;
    app.held_question(&app.person("Eve", "eve@example.org"), PATH, "Is there oil for the winter?").await;
    // Somebody begins to sign in, and never does.
    let request = SignInRequest { email: "late@example.org".to_owned(), name: "Late".to_owned() };
    let _: Challenge = app.browser().post(paths::SIGN_IN, &request).await.expect(202);
    app.person("Kim", "kim@example.org").ask(PATH, "Is anybody there at all?", "").await;
    app.settle_mail().await;
    seed(&app).await;
    let (begun, url, data) = (app.server().now(), app.database_url().map(str::to_owned), app.folder().join("data"));

    let clock = Arc::new(ManualClock::new(begun));
    let config = DataConfig { data, database: url.map(Secret::from), base_url: None };
    let mut keeper = open_data(config, clock.clone(), Arc::new(SeededRandom::new(2))).await.expect("it opens");
    Arc::get_mut(&mut keeper).expect("nobody else has it").retention = retention();
    for (table, _) in KEPT {
        assert!(count(&keeper.store, table).await > 0, "{table} has rows");
    }
    for day in 1..=7_u16 {
        clock.advance(DAY);
        assert_eq!(clock.now() - begun, i64::from(day) * DAY);
        housekeeping::forget(&keeper).await.expect("housekeeping works");
        for (table, days) in KEPT {
            let left = count(&keeper.store, table).await;
            assert_eq!(left > 0, day < days, "{table} on day {day}: {left}");
        }
    }
    assert_eq!(count(&keeper.store, "questions").await, 2, "posts stay");
    keeper.store.close().await;
    app.stop().await;
}

/// What takes other systems, or other people, to come about.
async fn seed(app: &App) {
    let now = app.server().now();
    for sql in [
        format!(
            "INSERT INTO outbox_acts (id, at, actor_id, outbox_id, act) VALUES ('x1', {now}, NULL, 'gone', 'retry')"
        ),
        format!(
            "INSERT INTO decisions (id, at, actor_id, act, question_id, reason) SELECT 'x1', {now}, id, 'bulk', NULL, '' FROM accounts WHERE role = 'moderator'"
        ),
        // A letter that was given up.
        "UPDATE outbox SET state = 'dead' WHERE id = (SELECT MIN(id) FROM outbox WHERE state = 'done')".to_owned(),
    ] {
        app.execute(sql).await;
    }
}
