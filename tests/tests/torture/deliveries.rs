//! `kill -9` while the outbox delivers: nothing is lost, and only those hear twice who cannot be told that it is the same.
//!
//! Each kill but a few comes when a peer has done what it was asked to and the server has not heard so: the worst moment.

use std::collections::{BTreeMap, BTreeSet};

use tests::database::Database;
use tests::faults::Fault;
use tests::program::Installation;
use tests::smtp::Smtp;
use tests::wait;

use super::crowd::Crowd;
use super::peers::{Heard, Peers, compare, reply_word};
use super::{BINARY, report, rounds};

/// What is under way when the server is killed.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// A request to this peer that begins so: it is done and not answered.
    Unanswered(usize, &'static str),
    /// A mail that was taken and not confirmed.
    Unconfirmed,
    /// Whatever is.
    Any,
}

const MOMENTS: [Moment; 7] = [
    Moment::Unanswered(1, "POST /api/v2/tickets"),
    Moment::Unanswered(0, "POST /api/chat.postMessage"),
    Moment::Unconfirmed,
    Moment::Unanswered(2, "POST /repos"),
    Moment::Unanswered(1, "PUT /api/v2/tickets"),
    Moment::Unanswered(3, "POST /events"),
    Moment::Any,
];

mod sqlite {
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    #[ignore = "needs Python with aiosmtpd: cargo xtask test"]
    async fn kills_between_doing_and_knowing() {
        super::kills_between_doing_and_knowing(tests::database::Database::Sqlite).await;
    }
}

mod postgres {
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    #[ignore = "needs PostgreSQL and Python with aiosmtpd: cargo xtask test"]
    async fn kills_between_doing_and_knowing() {
        super::kills_between_doing_and_knowing(tests::database::Database::Postgres).await;
    }
}

async fn kills_between_doing_and_knowing(database: Database) {
    let kills = rounds(4, 50);
    let unconfirmed = (0..kills).filter(|kill| matches!(moment(*kill), Moment::Unconfirmed)).count();
    let smtp = Smtp::start_with(&["--hold", &unconfirmed.to_string()]).await;
    let peers = Peers::start().await;
    let installation = Installation::new(BINARY, database, Some(&smtp)).await;
    let settings = installation.data().join("targets.yaml");
    std::fs::write(&settings, peers.settings()).expect("the configuration is written");
    let environment = [("QA_CONFIG", settings.to_str().expect("a temporary folder is named in UTF-8"))];
    let program = installation.start_with(&environment).await;
    let crowd = Crowd::gather(&installation, 2).await;
    program.kill();
    for kill in 0..kills {
        installation.let_time_pass().await;
        installation.end_leases().await;
        let mails = smtp.deliveries().len();
        if let Moment::Unanswered(peer, request) = moment(kill) {
            peers.faults()[peer].1.next(request, Fault::HoldReply);
        }
        let program = installation.start_with(&environment).await;
        for _ in 0..=kill % 2 {
            crowd.book().ask_and_reply(crowd.person(0), crowd.person(1)).await.expect("the server runs");
        }
        // Mails wait a minute for what could take them back.
        installation.let_time_pass().await;
        match moment(kill) {
            Moment::Unanswered(peer, request) => {
                wait::until(&format!("{request} to be done"), || async {
                    peers.faults()[peer].1.are_over().then_some(())
                })
                .await;
            }
            Moment::Unconfirmed => drop(smtp.wait_for(mails + 1).await),
            Moment::Any => {}
        }
        program.kill();
    }
    installation.end_leases().await;
    let program = installation.start_with(&environment).await;
    drain(&installation).await;
    assert!(program.terminate().await, "{}", installation.read_log());
    let dead = installation.list("SELECT lane || ': ' || last_error FROM outbox WHERE state = 'dead'").await;
    assert_eq!(dead, Vec::<String>::new(), "nothing was given up");
    count(&installation, &crowd, &peers, &smtp, database, kills).await;
}

fn moment(kill: usize) -> Moment {
    MOMENTS[kill % MOMENTS.len()]
}

/// Waits until everything has left, for as long as something leaves.
async fn drain(installation: &Installation) {
    let mut left = usize::MAX;
    while left > 0 {
        installation.let_time_pass().await;
        left = wait::until("something to leave the outbox", || async {
            let now = installation.list("SELECT id FROM outbox WHERE state IN ('waiting', 'leased')").await.len();
            (now < left).then_some(now)
        })
        .await;
    }
}

async fn count(
    installation: &Installation,
    crowd: &Crowd,
    peers: &Peers,
    smtp: &Smtp,
    database: Database,
    kills: usize,
) {
    let stored = installation.list("SELECT title FROM questions UNION ALL SELECT body FROM replies").await.join("\n");
    let acknowledged = crowd.book().acknowledged.lock().expect("nobody panics").clone();
    let replies = crowd.book().replies.lock().expect("nobody panics").clone();
    let lost = acknowledged.iter().filter(|word| !stored.contains(&format!(" {word}"))).count();
    let heard_once = |word: &String| match replies.contains(word) {
        true => Heard::Reply(word.clone()),
        false => Heard::Question(word.clone()),
    };
    let expected: BTreeSet<_> = acknowledged.iter().map(heard_once).collect();
    let mut told = Vec::new();
    let mut doubled_in_slack = 0;
    for (peer, heard) in peers.heard() {
        let difference = compare(&heard, &expected);
        assert_eq!(difference.lost, Vec::new(), "{peer} never heard of it");
        if peer == "slack" {
            doubled_in_slack = difference.doubled.len();
        } else {
            assert_eq!(difference.doubled, Vec::new(), "{peer} heard of it twice");
        }
        told.push(format!("{peer} {}", difference.doubled.len()));
    }
    let repeated = peers.receiver.messages().len() - expected.len();
    let mut mails = BTreeMap::<String, BTreeSet<String>>::new();
    let mut taken = 0;
    for mail in smtp.deliveries().iter().map(tests::smtp::Delivery::mail) {
        if let Some(word) = reply_word(&mail.text) {
            mails.entry(word).or_default().insert(mail.header("Message-ID").to_owned());
            taken += 1;
        }
    }
    let unmailed = replies.iter().filter(|word| !mails.contains_key(*word)).count();
    let mailed_twice = mails.values().filter(|ids| ids.len() > 1).count();
    report(
        &format!("{kills} kills of the worker, {database:?}"),
        &format!(
            "{} posts acknowledged, {lost} lost, untold 0; doubled: {}, mails {mailed_twice}; came again under the same id: {repeated} \
             webhooks, {} mails",
            acknowledged.len(),
            told.join(", "),
            taken - mails.len(),
        ),
        "nothing lost; doubled only at Slack, which knows no ids, and once a kill at most",
    );
    assert_eq!((lost, unmailed, mailed_twice), (0, 0, 0));
    assert!(doubled_in_slack <= kills, "{doubled_in_slack} messages are twice in Slack after {kills} kills");
}
