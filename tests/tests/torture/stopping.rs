//! SIGTERM under load: what was begun is answered, and the server is gone soon.

use std::time::{Duration, Instant};

use tests::database::Database;
use tests::on_both_databases;
use tests::program::Installation;

use super::crowd::Crowd;
use super::{BINARY, report, rounds};

on_both_databases!(stopping_under_load);

const GONE: Duration = Duration::from_secs(10);

async fn stopping_under_load(database: Database) {
    let times = rounds(2, 20);
    let installation = Installation::new(BINARY, database, None).await;
    let mut program = installation.start().await;
    let crowd = Crowd::gather(&installation, 8).await;
    let (mut slowest, mut broken) = (Duration::ZERO, Vec::new());
    for _ in 0..times {
        installation.let_time_pass().await;
        let working = crowd.work();
        crowd.book().wait_for(20).await;
        let asked = Instant::now();
        assert!(program.terminate().await, "{}", installation.read_log());
        slowest = slowest.max(asked.elapsed());
        working.end().await;
        broken.extend(crowd.book().take_broken_off());
        program = installation.start().await;
    }
    let stored = installation.list("SELECT title FROM questions UNION ALL SELECT body FROM replies").await.join("\n");
    let book = crowd.book();
    let refused = book.refused.lock().expect("nobody panics").clone();
    // A kept connection may close while the next request is on its way; the server has not seen that one.
    let cut = broken.iter().filter(|word| stored.contains(*word)).count();
    let lost = book.acknowledged.lock().expect("nobody panics").iter().filter(|word| !stored.contains(*word)).count();
    report(
        &format!("{times} times SIGTERM, {database:?}"),
        &format!(
            "{} posts acknowledged, {lost} lost; {cut} done and not answered, {} not begun; gone after {} ms at most",
            book.count(),
            broken.len() - cut,
            slowest.as_millis()
        ),
        "0 accepted requests failed; gone within 10 s",
    );
    assert_eq!((cut, lost, book.put_off(), refused), (0, 0, 0, Vec::new()), "what was begun was answered");
    assert!(slowest < GONE, "gone after {slowest:?}");
    drop(program);
}
