//! Failures of the power under PostgreSQL, by the same means as under SQLite: of each file only what was synced is left.
//!
//! The server begins as it was shut down, which counts as synced; the library of `tests/peers/power.c` in its processes
//! keeps what they sync from then on. Another server starts over a copy of that and recovers.
//!
//! With `synchronous_commit=off` the same means find posts that are lost, so they would find them elsewhere.

use std::path::Path;

use qa_api::paths;
use serde_json::json;
use sqlx::{Connection, PgConnection};
use tests::browser::Browser;
use tests::cluster::Cluster;
use tests::program::Installation;

use super::power::compile;
use super::{BINARY, report, rounds};

/// Nothing but commits is to write: a checkpoint in between would take its time.
const QUIET: &str = "-c fsync=on -c autovacuum=off -c checkpoint_timeout=1h -c wal_writer_delay=10s";

/// Posts of which at least one is to be lost where commits wait for nothing: the log is written every ten seconds.
const CONTROLS: usize = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn a_power_failure_takes_nothing_acknowledged_from_postgres() {
    let times = rounds(1, 20);
    let cluster = Cluster::start(QUIET).await;
    let installation = Installation::on(BINARY, cluster.database().await);
    // Tables and accounts are made before.
    let program = installation.start().await;
    let browser = installation.sign_in_moderator("mo@example.org").await;
    assert!(program.terminate().await, "{}", installation.read_log());
    compile(&cluster.beside("power.so"));
    let mut scene = Scene { cluster, installation, browser, posts: 0 };
    let (_, lost) = scene.fail("on", times, usize::MAX).await;
    let (tried, control) = scene.fail("off", CONTROLS, 1).await;
    report(
        &format!("{times} power failures, Postgres"),
        &format!("{lost} acknowledged posts lost; with synchronous_commit=off {control} of {tried}"),
        "0 lost, and the control is caught",
    );
    assert_eq!(lost, 0);
    assert!(control > 0, "what is not synced is found");
}

struct Scene {
    cluster: Cluster,
    installation: Installation,
    browser: Browser,
    posts: usize,
}

impl Scene {
    /// Lets the power fail right after posts were acknowledged, up to `times`, until `enough` of them are lost;
    /// gives how often it failed and how many were lost.
    async fn fail(&mut self, synchronous_commit: &str, times: usize, enough: usize) -> (usize, usize) {
        let (library, kept) = (self.cluster.beside("power.so"), self.cluster.beside("kept"));
        // There is none the first time.
        let _ = std::fs::remove_dir_all(&kept);
        tokio::task::block_in_place(|| {
            self.cluster.shut_down();
            self.cluster.copy(&self.cluster.data(), &kept);
        });
        let data = self.cluster.data().canonicalize().expect("the data folder is there");
        self.cluster.set_options(&format!("{QUIET} -c synchronous_commit={synchronous_commit}"));
        let environment = [("LD_PRELOAD", library.as_path()), ("POWER_FOLDER", &data), ("POWER_KEPT", &kept)];
        self.cluster.launch(&environment).await;
        let program = self.installation.start().await;
        self.installation.let_time_pass().await;
        let (mut tried, mut lost) = (0, 0);
        while tried < times && lost < enough {
            tried += 1;
            lost += usize::from(!self.survives_a_failure(&kept).await);
            if tried % 8 == 0 {
                self.installation.let_time_pass().await;
            }
        }
        assert!(program.terminate().await, "{}", self.installation.read_log());
        (tried, lost)
    }

    /// Whether a post is there after the power failed when it was just acknowledged.
    async fn survives_a_failure(&mut self, kept: &Path) -> bool {
        self.posts += 1;
        let title = format!("Does the lamp survive failure {}?", self.posts);
        let reply = self.browser.post(paths::QUESTIONS, &json!({ "page": "cleaning", "title": title })).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        let image = self.cluster.beside("image");
        take_image(&self.cluster, kept, &image);
        let recovered = Cluster::start_over(&image, QUIET).await;
        titles(&recovered.url("postil")).await.contains(&title)
    }
}

/// What the disk holds now. The log is copied last: what it does not have yet, no other file has.
fn take_image(cluster: &Cluster, kept: &Path, image: &Path) {
    // There is none of the time before.
    let _ = std::fs::remove_dir_all(image);
    tokio::task::block_in_place(|| {
        cluster.copy(kept, image);
        std::fs::remove_dir_all(image.join("pg_wal")).expect("it was copied");
        cluster.copy(&kept.join("pg_wal"), &image.join("pg_wal"));
    });
}

async fn titles(url: &str) -> Vec<String> {
    let mut connection = PgConnection::connect(url).await.expect("it has recovered");
    let titles = sqlx::query_scalar("SELECT title FROM questions").fetch_all(&mut connection).await;
    titles.expect("it has its tables")
}
