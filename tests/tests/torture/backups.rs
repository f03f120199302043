//! Backups by the command, taken while people post: each holds what was acknowledged before it began, and serves.

use std::path::Path;
use std::time::{Duration, Instant};

use tests::database::Database;
use tests::on_both_databases;
use tests::program::Installation;

use super::crowd::Crowd;
use super::{BINARY, quantile, report, rounds};

on_both_databases!(backups_under_load);

async fn backups_under_load(database: Database) {
    let times = rounds(2, 20);
    let installation = Installation::new(BINARY, database, None).await;
    let program = installation.start().await;
    let crowd = Crowd::gather(&installation, 4).await;
    let place = tempfile::tempdir().expect("a temporary folder");
    let (mut backups, mut took) = (Vec::new(), Vec::new());
    let working = crowd.work();
    for number in 0..times {
        crowd.book().wait_for(10).await;
        installation.let_time_pass().await;
        let before = crowd.book().acknowledged.lock().expect("nobody panics").clone();
        let folder = place.path().join(number.to_string());
        let began = Instant::now();
        let output = tokio::task::block_in_place(|| installation.run(&["backup", text(&folder)]));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        took.push(began.elapsed());
        backups.push((folder, before, crowd.book().count()));
    }
    working.end().await;
    assert!(program.terminate().await, "{}", installation.read_log());
    let (mut lost, mut grew, mut slowest) = (0, 0, Duration::ZERO);
    for (folder, before, after) in &backups {
        grew += after - before.len();
        let restored = installation.beside(database).await;
        let began = Instant::now();
        let output = tokio::task::block_in_place(|| restored.run(&["restore", text(folder)]));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let program = restored.start().await;
        slowest = slowest.max(began.elapsed());
        assert_eq!(restored.browser().open("/guide/cleaning/").await.status, 200, "a server starts on it");
        let stored = restored.list("SELECT title FROM questions UNION ALL SELECT body FROM replies").await.join("\n");
        lost += before.iter().filter(|word| !stored.contains(&format!(" {word}"))).count();
        assert!(program.terminate().await, "{}", restored.read_log());
    }
    let book = crowd.book();
    let acknowledged = book.count();
    report(
        &format!("{times} backups under load, {database:?}"),
        &format!(
            "{acknowledged} posts acknowledged, {grew} of them while backups were taken; {lost} of those before missing; a backup \
             takes {} ms, restoring it and starting {} ms at most",
            quantile(&mut took, 1.0).as_millis(),
            slowest.as_millis(),
        ),
        "each opens, is checked, holds all that was acknowledged before, and a server starts on it",
    );
    assert_eq!(lost, 0);
    assert_eq!(*book.refused.lock().expect("nobody panics"), Vec::<String>::new());
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a temporary folder is named in UTF-8")
}
