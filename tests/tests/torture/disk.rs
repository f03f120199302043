//! A full disk: posting is refused and says so, reading goes on, and room heals it without a restart.

use std::fs;

use qa_api::paths;
use serde_json::json;
use tests::database::Database;
use tests::disk::SmallDisk;
use tests::program::Installation;
use tests::wait;

use super::{BINARY, report};

const ASKED: &str = "writes refused with a message, reads go on, heals without a restart";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_and_heals() {
    let installation = Installation::new(BINARY, Database::Sqlite, None).await;
    let data = installation.data();
    let Some(disk) = SmallDisk::mount(&data) else {
        // Only the superuser may mount; without one there is no small disk to fill.
        report("disk full, Sqlite", "not tried: this account may not mount a small disk", ASKED);
        return;
    };
    let program = installation.start().await;
    let browser = installation.sign_in_moderator("mo@example.org").await;
    let ask = async |number: usize| {
        let body = json!({
            "page": "cleaning",
            "title": format!("Is the lamp {number} clean?"),
            "body": "Long ".repeat(1500),
        });
        let reply = browser.post(paths::QUESTIONS, &body).await;
        (reply.status, reply.text)
    };
    assert_eq!(ask(0).await.0, 201);
    let ballast = disk.fill();
    let mut stored = 1;
    let (status, text) = loop {
        let (status, text) = ask(stored).await;
        if status != 201 {
            break (status, text);
        }
        stored += 1;
        assert!(stored < 10, "a full disk takes no more");
    };
    assert!((500..600).contains(&status) && text.contains("detail"), "{status} {text}");
    assert_eq!(installation.browser().open("/guide/cleaning/").await.status, 200, "reading goes on");
    fs::remove_file(ballast).expect("the ballast is there");
    wait::until("posting to work again", || async { (ask(100).await.0 == 201).then_some(()) }).await;
    assert!(program.terminate().await, "{}", installation.read_log());
    let kept = installation.list("SELECT id FROM questions").await.len();
    report(
        "disk full, Sqlite",
        &format!("refused with {status}, reading went on, {kept} of {} stored", stored + 1),
        ASKED,
    );
    assert_eq!(kept, stored + 1, "what was acknowledged, and nothing else");
}
