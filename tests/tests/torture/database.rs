//! A database that is busy, and one that drops every connection: posting waits or says so, reading goes on.

use std::time::{Duration, Instant};

use qa_api::paths;
use serde_json::json;
use sqlx::Executor;
use tests::browser::Browser;
use tests::database::Database;
use tests::program::Installation;
use tests::wait;

use super::crowd::Crowd;
use super::{BINARY, report, rounds};

/// How long posting may wait before it is refused, and reading may take meanwhile.
const REFUSED_AFTER: Duration = Duration::from_millis(6500);
const HEALED_AFTER: Duration = Duration::from_secs(5);

async fn ask(browser: &Browser, number: usize) -> (u16, bool) {
    let body = json!({ "page": "cleaning", "title": format!("Is the lamp {number} clean?") });
    let reply = browser.post(paths::QUESTIONS, &body).await;
    (reply.status, reply.headers.contains_key("retry-after"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_database_refuses_in_time() {
    let busy = Duration::from_secs(if rounds(0, 1) == 1 { 30 } else { 8 });
    let installation = Installation::new(BINARY, Database::Sqlite, None).await;
    let program = installation.start().await;
    let browser = installation.sign_in_moderator("mo@example.org").await;
    let mut other = installation.sqlite().await;
    other.execute("BEGIN IMMEDIATE").await.expect("nobody else writes");
    let (began, mut slowest, mut refused) = (Instant::now(), Duration::ZERO, 0);
    while began.elapsed() < busy - Duration::from_millis(1500) {
        let asked = Instant::now();
        assert_eq!(ask(&browser, refused).await, (503, true));
        slowest = slowest.max(asked.elapsed());
        refused += 1;
        assert_eq!(installation.browser().open("/guide/cleaning/").await.status, 200, "reading goes on");
    }
    other.execute("ROLLBACK").await.expect("it holds the lock");
    assert_eq!(ask(&browser, refused).await.0, 201, "it works again at once");
    report(
        &format!("database busy for {} s, Sqlite", busy.as_secs()),
        &format!("{refused} posts refused with 503 and Retry-After after {} ms at most", slowest.as_millis()),
        "writes wait 5 s, then 503 and Retry-After",
    );
    assert!(slowest < REFUSED_AFTER, "refused after {slowest:?}");
    assert!(program.terminate().await, "{}", installation.read_log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn dropped_connections_heal() {
    let times = rounds(2, 20);
    let installation = Installation::new(BINARY, Database::Postgres, None).await;
    let program = installation.start().await;
    let crowd = Crowd::gather(&installation, 4).await;
    let browser = installation.sign_in_moderator("mo@example.org").await;
    let mut slowest = Duration::ZERO;
    for number in 0..times {
        installation.let_time_pass().await;
        let working = crowd.work();
        crowd.book().wait_for(20).await;
        let mut held = installation.postgres().await;
        held.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .await
        .expect("a superuser may");
        let dropped = Instant::now();
        wait::until("posting to work again", || async { (ask(&browser, number).await.0 == 201).then_some(()) }).await;
        slowest = slowest.max(dropped.elapsed());
        working.end().await;
    }
    let stored = installation.list("SELECT title FROM questions UNION ALL SELECT body FROM replies").await.join("\n");
    let acknowledged = crowd.book().acknowledged.lock().expect("nobody panics").clone();
    let lost = acknowledged.iter().filter(|word| !stored.contains(*word)).count();
    report(
        &format!("{times} times every connection dropped, Postgres"),
        &format!(
            "{} posts acknowledged, {lost} lost; works again after {} ms at most",
            acknowledged.len(),
            slowest.as_millis()
        ),
        "0 lost; heals within 5 s",
    );
    assert_eq!(lost, 0);
    assert!(slowest < HEALED_AFTER, "works again after {slowest:?}");
    assert!(program.terminate().await, "{}", installation.read_log());
}
