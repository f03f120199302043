//! A full disk: posting is refused and says so, reading goes on, and room heals it without a restart.

use std::fs;
use std::path::Path;
use std::process::Command;

use qa_api::paths;
use serde_json::json;
use tests::database::Database;
use tests::program::Installation;
use tests::wait;

use super::{BINARY, report};

const ASKED: &str = "writes refused with a message, reads go on, heals without a restart";

/// A small disk in memory; gone with its owner.
struct SmallDisk<'a>(&'a Path);

impl<'a> SmallDisk<'a> {
    /// Puts it at `path`, if this account may.
    fn mount(path: &'a Path) -> Option<Self> {
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=3m", "postil-test"]).arg(path);
        mount.output().is_ok_and(|output| output.status.success()).then_some(Self(path))
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        // There is nobody to tell when it stays; it is in memory.
        let _ = Command::new("umount").arg("--lazy").arg(self.0).output();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_and_heals() {
    let installation = Installation::new(BINARY, Database::Sqlite, None).await;
    let data = installation.data();
    let Some(_disk) = SmallDisk::mount(&data) else {
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
    fill(&data.join("ballast"));
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
    fs::remove_file(data.join("ballast")).expect("the ballast is there");
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

/// Writes until there is no more room.
fn fill(ballast: &Path) {
    let mut size = 4 << 20;
    let mut content = Vec::new();
    while size > 0 {
        content.resize(content.len() + size, 0);
        if fs::write(ballast, &content).is_err() {
            content.truncate(content.len() - size);
            size /= 2;
        }
    }
}
