//! PostgreSQL itself is killed under load, and started again: what was acknowledged is there, and follows from it once.

use std::time::{Duration, Instant};

use qa_api::paths;
use serde_json::json;
use tests::browser::Browser;
use tests::cluster::Cluster;
use tests::program::Installation;
use tests::wait;
use tests::webhook::{KEY, Receiver};

use super::crowd::Crowd;
use super::peers::{Heard, compare, heard_by};
use super::{BINARY, report, rounds};

/// Seconds that posting may take to work again once the database does: what is asked for, on a machine that does
/// nothing else, and beside all other tests.
const HEALED_AFTER: usize = 5;
const HEALED_AFTER_AMONG_OTHERS: usize = 25;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn postgres_crashes_under_load() {
    let crashes = rounds(2, 20);
    // What a commit waits for is what an operator's server waits for.
    let cluster = Cluster::start("-c fsync=on").await;
    let receiver = Receiver::start().await;
    let installation = Installation::on(BINARY, cluster.database().await);
    let settings = installation.data().join("targets.yaml");
    let webhook = json!({ "name": "erp", "url": receiver.config("erp").url, "secrets": [KEY], "own_network": true });
    std::fs::write(&settings, json!({ "targets": { "webhooks": [webhook] } }).to_string()).expect("it is written");
    let environment = [("QA_CONFIG", settings.to_str().expect("a temporary folder is named in UTF-8"))];
    let program = installation.start_with(&environment).await;
    let crowd = Crowd::gather(&installation, 6).await;
    let browser = installation.sign_in_moderator("mo@example.org").await;
    let (mut slowest, mut away) = (Duration::ZERO, Duration::ZERO);
    for number in 0..crashes {
        installation.let_time_pass().await;
        let working = crowd.work();
        crowd.book().wait_for(20).await;
        let crashed = Instant::now();
        if number % 2 == 0 {
            cluster.kill();
        } else {
            tokio::task::block_in_place(|| cluster.abort());
        }
        // A process of PostgreSQL may do one more thing before it notices.
        let refusal = wait::until("the database to be away", || async {
            Some(ask(&browser, number).await).filter(|(status, _)| *status != 201)
        });
        assert_eq!(refusal.await, (503, true), "it is said when to come again");
        cluster.launch(&[]).await;
        let back = Instant::now();
        wait::until("posting to work again", || async { (ask(&browser, number).await.0 == 201).then_some(()) }).await;
        slowest = slowest.max(back.elapsed());
        away = away.max(crashed.elapsed());
        crowd.book().wait_for(6).await;
        working.end().await;
    }
    wait::until("everything to leave", || async {
        installation.let_time_pass().await;
        installation.end_leases().await;
        let left = installation.list("SELECT id FROM outbox WHERE state IN ('waiting', 'leased')").await;
        left.is_empty().then_some(())
    })
    .await;
    let stored = installation.list("SELECT title FROM questions UNION ALL SELECT body FROM replies").await;
    let book = crowd.book();
    let acknowledged = book.acknowledged.lock().expect("nobody panics").clone();
    let replies = book.replies.lock().expect("nobody panics").clone();
    let times: Vec<_> = acknowledged.iter().map(|word| stored_times(&stored, word)).collect();
    let lost = times.iter().filter(|times| **times == 0).count();
    let doubled = times.iter().filter(|times| **times > 1).count();
    let heard = |word: &String| match replies.contains(word) {
        true => Heard::Reply(word.clone()),
        false => Heard::Question(word.clone()),
    };
    let effects = compare(&heard_by(&receiver), &acknowledged.iter().map(heard).collect());
    report(
        &format!("{crashes} crashes of PostgreSQL"),
        &format!(
            "{} posts acknowledged, {} put off with 503 and Retry-After; {lost} lost, {doubled} doubled; effects: {} lost, {} \
             doubled; posting works {} ms after PostgreSQL does at most, {} ms after the crash",
            acknowledged.len(),
            book.put_off(),
            effects.lost.len(),
            effects.doubled.len(),
            slowest.as_millis(),
            away.as_millis(),
        ),
        "acknowledged = stored, effects once; works again within 5 s",
    );
    assert_eq!((lost, doubled, effects.lost, effects.doubled), (0, 0, Vec::new(), Vec::new()));
    assert_eq!(*book.refused.lock().expect("nobody panics"), Vec::<String>::new());
    let bound = u64::try_from(rounds(HEALED_AFTER_AMONG_OTHERS, HEALED_AFTER)).expect("seconds");
    assert!(slowest < Duration::from_secs(bound), "works again after {slowest:?}");
    assert!(program.terminate().await, "{}", installation.read_log());
}

/// In how many posts `word` stands.
fn stored_times(stored: &[String], word: &str) -> usize {
    let stands = |text: &&String| text.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| part == word);
    stored.iter().filter(stands).count()
}

async fn ask(browser: &Browser, number: usize) -> (u16, bool) {
    let body = json!({ "page": "cleaning", "title": format!("Is the lamp {number} clean?") });
    let reply = browser.post(paths::QUESTIONS, &body).await;
    (reply.status, reply.headers.contains_key("retry-after"))
}
