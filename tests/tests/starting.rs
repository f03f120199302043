//! What a server says that finds its site, its disk or its database unusable: one line, with what to do.

use std::fs;
use std::process::{Command, Output, Stdio};

use sqlx::Executor;
use tests::database::Database;
use tests::disk::SmallDisk;
use tests::program::Installation;
use url::Url;

const BINARY: &str = env!("CARGO_BIN_EXE_qa-server-under-test");
const SERVE: [&str; 4] = ["serve", "--dev", "--listen", "127.0.0.1:0"];

/// Runs the program to its end; one that serves after all is ended.
fn run(installation: &Installation, arguments: &[&str]) -> Output {
    let mut program = Command::new("timeout");
    program.args(["60", BINARY]).args(arguments).arg("--data").arg(installation.data());
    program.stdin(Stdio::null()).output().expect("the program starts")
}

/// The one line of a program that could not do what it was asked to.
fn refusal(output: &Output) -> String {
    let said = String::from_utf8(output.stderr.clone()).expect("it speaks UTF-8");
    assert_eq!(output.status.code(), Some(1), "{said}");
    let lines: Vec<_> = said.lines().filter(|line| line.starts_with("error: ")).collect();
    assert_eq!(lines.len(), 1, "{said}");
    lines[0].to_owned()
}

#[tokio::test]
async fn a_manifest_that_is_none_is_named() {
    let installation = Installation::new(BINARY, Database::Sqlite, None).await;
    let site = installation.data().with_file_name("public");
    let site_name = site.to_str().expect("a temporary folder is named in UTF-8");
    for text in ["<html>", "", "{\"version\": 1}", "{\"version\": 99, \"pages\": []}"] {
        fs::write(site.join(qa_api::paths::MANIFEST_FILE), text).expect("a file can be written");
        let said = refusal(&run(&installation, &[&SERVE[..], &["--site", site_name]].concat()));
        assert!(said.contains("manifest.json cannot be used") && said.contains("site-gen"), "{said}");
    }
}

#[tokio::test]
async fn a_full_disk_is_told_at_start() {
    let installation = Installation::new(BINARY, Database::Sqlite, None).await;
    let Some(disk) = SmallDisk::mount(&installation.data()) else { return };
    let ballast = disk.fill();
    let said = refusal(&run(&installation, &SERVE));
    assert!(said.contains("the data folder") && said.contains("No space left"), "{said}");
    fs::remove_file(ballast).expect("the ballast is there");
    assert!(run(&installation, &["migrate"]).status.success(), "there is room for a database");
    disk.fill();
    let said = refusal(&run(&installation, &SERVE));
    assert!(said.contains("is full: make room"), "{said}");
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_told_at_start() {
    let installation = Installation::new(BINARY, Database::Sqlite, None).await;
    let Some(disk) = SmallDisk::mount(&installation.data()) else { return };
    assert!(run(&installation, &["migrate"]).status.success(), "there is room for a database");
    disk.protect();
    let said = refusal(&run(&installation, &SERVE));
    assert!(said.contains("nothing can be written into") && said.contains("let the server's user"), "{said}");
}

#[tokio::test]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn a_role_without_rights_is_told_which() {
    let installation = Installation::new(BINARY, Database::Postgres, None).await;
    let mut url = Url::parse(installation.database_url().expect("it is on PostgreSQL")).expect("a URL");
    let role = format!("{}_guest", url.path().trim_start_matches('/'));
    let mut owner = installation.postgres().await;
    let rights = format!("CREATE ROLE {role} LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    owner.execute(sqlx::AssertSqlSafe(rights)).await.expect("the owner may do that");
    url.set_username(&role).expect("a URL with a host");
    for command in [&SERVE[..], &["migrate"]] {
        let said = refusal(&run(&installation, &[command, &["--database", url.as_str()]].concat()));
        assert!(said.contains("permission denied") && said.contains("has to be allowed"), "{said}");
    }
    let drop = format!("DROP ROLE {role}");
    owner.execute(sqlx::AssertSqlSafe(drop)).await.expect("the role has nothing");
}
