//! Power failures: of what was written, only what was synced is there afterwards, and every acknowledged post is.
//!
//! A small library in the server keeps the content that each file had when it was last synced (`tests/peers/power.c`);
//! right after an acknowledgement that is what a failure of the power would leave at worst.

use std::fs;
use std::path::Path;
use std::process::Command;

use qa_api::paths;
use serde_json::json;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use tests::database::Database;
use tests::program::Installation;

use super::{BINARY, report, rounds};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_power_failure_takes_nothing_acknowledged() {
    let times = rounds(10, 200);
    let installation = Installation::new(BINARY, Database::Sqlite, None).await;
    let place = tempfile::tempdir().expect("a temporary folder");
    let (library, kept) = (place.path().join("power.so"), place.path().join("kept"));
    fs::create_dir(&kept).expect("a folder");
    compile(&library);
    let data = installation.data().canonicalize().expect("the data folder is there");
    let environment = [("LD_PRELOAD", &library), ("POWER_FOLDER", &data), ("POWER_KEPT", &kept)];
    let environment =
        environment.map(|(name, path)| (name, path.to_str().expect("a temporary folder is named in UTF-8")));
    let program = installation.start_with(&environment).await;
    let browser = installation.sign_in_moderator("mo@example.org").await;
    let mut lost = Vec::new();
    for number in 0..times {
        if number % 8 == 0 {
            installation.let_time_pass().await;
        }
        let title = format!("Does the lamp survive failure {number}?");
        let body = json!({ "page": "cleaning", "title": title });
        let reply = browser.post(paths::QUESTIONS, &body).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        let image = place.path().join("image");
        image_of(&kept, &image);
        if !titles(&image).await.contains(&title) {
            lost.push(number);
        }
    }
    report(&format!("{times} power failures, Sqlite"), &format!("{} acknowledged posts lost", lost.len()), "0 lost");
    assert_eq!(lost, Vec::<usize>::new());
    assert!(program.terminate().await, "{}", installation.read_log());
}

/// Whoever has Rust has the compiler of C that it links by.
pub(super) fn compile(library: &Path) {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/power.c");
    let mut cc = Command::new("cc");
    let output =
        cc.args(["-shared", "-fPIC", "-O1", "-o"]).arg(library).arg(source).args(["-ldl", "-lpthread"]).output();
    let output = output.expect("cc can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// What the disk holds now, as the next start would find it.
fn image_of(kept: &Path, image: &Path) {
    // There is none of the time before.
    let _ = fs::remove_dir_all(image);
    fs::create_dir(image).expect("a folder");
    for name in ["qa.sqlite", "qa.sqlite-wal"] {
        if kept.join(name).exists() {
            fs::copy(kept.join(name), image.join(name)).expect("a file can be copied");
        }
    }
}

async fn titles(image: &Path) -> Vec<String> {
    let options = SqliteConnectOptions::new().filename(image.join("qa.sqlite"));
    let mut connection = options.connect().await.expect("the image is a database");
    let whole: String =
        sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut connection).await.expect("it can be checked");
    assert_eq!(whole, "ok");
    let titles = sqlx::query_scalar("SELECT title FROM questions").fetch_all(&mut connection).await;
    connection.close().await.expect("it closes");
    titles.expect("it has its tables")
}
