//! `kill -9` under load, again and again: what was acknowledged is there once, and so is what follows from it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use tests::database::Database;
use tests::program::Installation;
use tests::{on_both_databases, wait};

use super::crowd::{Crowd, address};
use super::{BINARY, report, rounds};

on_both_databases!(kill_dash_nine_under_load);

const PEOPLE: usize = 8;
/// How long the server may take until it serves again.
const READY: Duration = Duration::from_secs(2);

async fn kill_dash_nine_under_load(database: Database) {
    let cycles = rounds(6, 200);
    let installation = Installation::new(BINARY, database, None).await;
    let program = installation.start().await;
    let crowd = Crowd::gather(&installation, PEOPLE).await;
    program.kill();
    let mut slowest = Duration::ZERO;
    for cycle in 0..cycles {
        installation.let_time_pass().await;
        installation.end_leases().await;
        let started = Instant::now();
        let program = installation.start().await;
        slowest = slowest.max(started.elapsed());
        let working = crowd.work();
        // At another moment of the work each time.
        crowd.book().wait_for(1 + cycle * 7 % 40).await;
        program.kill();
        working.end().await;
    }
    let (lost, doubled, unmailed, mailed_twice) = count(&installation, &crowd).await;
    let book = crowd.book();
    let acknowledged = book.count();
    report(
        &format!("{cycles} kills, {database:?}"),
        &format!(
            "{acknowledged} posts acknowledged, {} broken off and sent again; {lost} lost, {doubled} doubled; mails about replies: \
             {unmailed} lost, {mailed_twice} doubled; ready again after {} ms at most",
            book.broken.lock().expect("nobody panics").len(),
            slowest.as_millis()
        ),
        "0 lost, 0 doubled, none without its mail; ready within 2 s",
    );
    assert_eq!((lost, doubled, unmailed, mailed_twice), (0, 0, 0, 0));
    assert!(slowest < READY, "ready again after {slowest:?}");
    assert_eq!((book.put_off(), &*book.refused.lock().expect("nobody panics")), (0, &Vec::<String>::new()));
}

/// Acknowledged posts that are missing or there twice, and replies about which there is no mail, or more than one.
async fn count(installation: &Installation, crowd: &Crowd) -> (usize, usize, usize, usize) {
    installation.end_leases().await;
    let program = installation.start().await;
    wait::until("every mail to leave", || async {
        installation.let_time_pass().await;
        let left = installation.list("SELECT id FROM outbox WHERE state IN ('waiting', 'leased')").await;
        left.is_empty().then_some(())
    })
    .await;
    assert!(program.terminate().await, "{}", installation.read_log());
    let posts =
        times(&installation.list("SELECT body || title FROM questions UNION ALL SELECT body FROM replies").await);
    let mails: Vec<String> =
        (0..PEOPLE).flat_map(|number| installation.mails_to(&address(number))).map(|mail| mail.text).collect();
    let mails = times(&mails);
    let book = crowd.book();
    let missing = |words: &BTreeSet<String>, found: &BTreeMap<String, usize>| {
        words.iter().filter(|word| !found.contains_key(*word)).count()
    };
    let lost = missing(&book.acknowledged.lock().expect("nobody panics"), &posts);
    let unmailed = missing(&book.replies.lock().expect("nobody panics"), &mails);
    let doubled = posts.values().filter(|times| **times > 1).count();
    // A question's own word is in the mail that asks whether it is solved, too.
    let replies = book.replies.lock().expect("nobody panics");
    let mailed_twice = replies.iter().filter(|word| mails.get(*word).is_some_and(|times| *times > 1)).count();
    (lost, doubled, unmailed, mailed_twice)
}

/// In how many of `texts` each word of the crowd stands.
fn times(texts: &[String]) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for text in texts {
        let words = text.split(|character: char| !character.is_ascii_alphanumeric());
        let own = words.filter(|word| word.starts_with("zw") && word.ends_with('q'));
        for word in own.collect::<BTreeSet<_>>() {
            *found.entry(word.to_owned()).or_insert(0) += 1;
        }
    }
    found
}
