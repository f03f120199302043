//! Backups of a running server, and what the program does with a database that is not its own.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

use qa_api::paths;
use qa_api::request::{AskRequest, Posted};
use qa_api::thread::PageView;
use tests::database::Database;
use tests::on_both_databases;
use tests::program::Installation;

on_both_databases!(
    a_backup_of_a_running_server_starts_again,
    a_newer_database_is_refused,
    a_doctor_finds_what_is_wrong
);

const BINARY: &str = env!("CARGO_BIN_EXE_qa-server-under-test");

fn question(number: usize) -> AskRequest {
    AskRequest {
        page: "cleaning".to_owned(),
        title: format!("Question number {number}"),
        body: "Still there?".to_owned(),
        name: "Mo".to_owned(),
        email: "mo@example.org".to_owned(),
        ..AskRequest::default()
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn text(path: &Path) -> String {
    path.to_str().expect("a temporary folder is named in UTF-8").to_owned()
}

async fn a_backup_of_a_running_server_starts_again(database: Database) {
    let installation = Installation::new(BINARY, database, None).await;
    let program = installation.start().await;
    let browser = installation.sign_in_moderator("mo@example.org").await;
    for number in 0..3 {
        let _: Posted = browser.post(paths::QUESTIONS, &question(number)).await.expect(201);
    }
    let folder = installation.data().with_file_name("backup");
    let backed_up = installation.run(&["backup", &text(&folder)]);
    assert!(backed_up.status.success(), "{}", said(&backed_up));
    let again = installation.run(&["backup", &text(&folder)]);
    assert!(!again.status.success() && said(&again).contains("is there already"), "{}", said(&again));
    let _: Posted = browser.post(paths::QUESTIONS, &question(3)).await.expect(201);
    assert!(program.terminate().await, "{}", installation.read_log());

    let restored = installation.beside(database).await;
    let log = restored.data().join("qa.sqlite-wal");
    fs::create_dir_all(restored.data()).expect("a folder is made");
    fs::write(&log, "what an earlier database left").expect("a file is written");
    let beside_log = restored.run(&["restore", &text(&folder)]);
    assert!(!beside_log.status.success() && said(&beside_log).contains("qa.sqlite-wal"), "{}", said(&beside_log));
    fs::remove_file(&log).expect("it is there");
    let put = restored.run(&["restore", &text(&folder)]);
    assert!(put.status.success(), "{}", said(&put));
    let program = restored.start().await;
    // The key travelled too: the cookie from before still holds.
    let own: PageView = browser.get(&paths::my_page_threads("cleaning")).await.expect(200);
    assert_eq!(own.threads.len(), 3, "all that was acknowledged before the backup, and nothing after it");
    assert!(program.terminate().await, "{}", restored.read_log());

    let over = restored.run(&["restore", &text(&folder)]);
    assert!(!over.status.success() && said(&over).contains("is there already"), "{}", said(&over));
    let key = folder.join("key");
    fs::write(&key, "another").expect("a backup can be changed");
    let elsewhere = installation.beside(database).await;
    let changed = elsewhere.run(&["restore", &text(&folder)]);
    assert!(!changed.status.success() && said(&changed).contains("has changed since"), "{}", said(&changed));
}

async fn a_newer_database_is_refused(database: Database) {
    let installation = Installation::new(BINARY, database, None).await;
    let up_to_date = installation.run(&["migrate"]);
    assert!(up_to_date.status.success() && said(&up_to_date).contains("up to date"), "{}", said(&up_to_date));
    let newer = "INSERT INTO _sqlx_migrations (version, description, installed_on, success, checksum, execution_time) \
        SELECT 9999, 'of a newer release', installed_on, success, checksum, 0 FROM _sqlx_migrations WHERE version = 1";
    installation.execute(newer).await;
    for command in ["migrate", "serve"] {
        let more: &[&str] =
            if command == "serve" { &["serve", "--dev", "--listen", "127.0.0.1:0"] } else { &[command] };
        let refused = installation.run(more);
        assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
        assert!(said(&refused).contains("was written by a newer release: change 9999"), "{}", said(&refused));
    }
}

async fn a_doctor_finds_what_is_wrong(database: Database) {
    let installation = Installation::new(BINARY, database, None).await;
    let program = installation.start().await;
    let address = installation.base_url().to_string();
    let site = text(&installation.data().with_file_name("public"));
    let ask = ["doctor", "--dev", "--base-url", &address, "--site", &site];
    let examined = installation.run(&ask);
    let found = String::from_utf8_lossy(&examined.stdout).into_owned();
    assert!(examined.status.success() && !found.contains("BAD"), "{found}");
    for good in
        ["good  key", "good  disk", "good  database", "good  site", "good  address", "good  clock", "good  mail"]
    {
        assert!(found.contains(good), "{good} is not in {found}");
    }
    assert!(program.terminate().await, "{}", installation.read_log());

    let open = fs::Permissions::from_mode(0o644);
    fs::set_permissions(installation.data().join("key"), open).expect("it is ours");
    let examined = installation.run(&[&ask[..5], &["/nowhere"]].concat());
    let found = String::from_utf8_lossy(&examined.stdout).into_owned();
    assert_eq!(examined.status.code(), Some(1), "{found}");
    for wrong in ["BAD   key", "chmod 600", "BAD   site", "build the site with site-gen", "look  address"] {
        assert!(found.contains(wrong), "{wrong} is not in {found}");
    }
}
