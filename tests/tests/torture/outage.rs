//! Six hours, by a clock that the test moves, in which no target can be reached while people talk on.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use qa_server::clock::{HOUR, Millis, SECOND};
use qa_server::server::MAIL_FOLDER;
use tests::app::App;
use tests::database::Database;
use tests::faults::Fault;
use tests::on_both_databases;
use tests::webhook::Receiver;

use super::peers::{Peers, heard_by, reply_word};
use super::talk::{Talk, Waiting, advance, given_up, waiting};
use super::{report, rounds};

on_both_databases!(six_hours_of_outage);

const OUTAGE: u64 = 6 * 60 * 60;
/// The lane of the target that takes requests and never answers.
const HUNG: &str = "webhook:hung";
/// Tries of one effect within six hours: waits grow to an hour and are half of that on average.
const MOST_TRIES: i64 = 40;
const FEWEST_TRIES: i64 = 8;

async fn six_hours_of_outage(database: Database) {
    let (step, every) = if rounds(0, 1) == 1 { (120, 3) } else { (900, 4) };
    let peers = Peers::start().await;
    let (steady, hung) = (Receiver::start().await, Receiver::start().await);
    let mut targets = peers.targets();
    targets.webhooks.extend([steady.config("steady"), hung.config("hung")]);
    let app = App::start_telling(database, targets).await;
    let mut talk = Talk::begin(&app).await;

    let faults = [Fault::Refuse(503, ""), Fault::Drop, Fault::Refuse(500, "<html>"), Fault::Refuse(502, "")];
    for ((_, peer), fault) in peers.faults().into_iter().zip(faults) {
        peer.always(move |_| Some(fault.clone()));
    }
    hung.faults.always(|_| Some(Fault::Hang));
    let (mails, away) = (app.folder().join("data").join(MAIL_FOLDER), app.folder().join("away"));
    fs::rename(&mails, &away).expect("the mail folder is ours");

    let mut waits = BTreeMap::new();
    for number in 0..OUTAGE / step {
        if number % every == 0 {
            talk.go_on(&app).await;
            settle(&app, HUNG).await;
            note_waits(&mut waits, &waiting(&app).await, app.server().now());
            // What can be undone waits a minute. Then those who can be reached know all of it at once.
            advance(&app, &peers, 60);
            settle(&app, HUNG).await;
            assert_eq!(
                talk.complaints(&heard_by(&steady)),
                Vec::<String>::new(),
                "a target that is down delays another"
            );
            note_waits(&mut waits, &waiting(&app).await, app.server().now());
        }
        advance(&app, &peers, step);
        settle(&app, HUNG).await;
        note_waits(&mut waits, &waiting(&app).await, app.server().now());
    }
    let tries = tries_of_the_oldest(&waits);
    let (grown, jittered) = (grown(&waits), jittered(&waits));

    fs::rename(&away, &mails).expect("the mail folder is ours");
    peers.faults().iter().for_each(|(_, faults)| faults.end());
    hung.faults.end();
    let mut back = 0;
    while !waiting(&app).await.is_empty() {
        advance(&app, &peers, 120);
        settle(&app, "").await;
        back += 120;
        assert!(back < 3 * 60 * 60, "everything leaves soon after the targets are back");
    }
    let mut complaints = talk.complaints_of(&peers);
    complaints.extend(talk.complaints(&heard_by(&hung)).into_iter().map(|complaint| format!("hung: {complaint}")));
    complaints.extend(given_up(&app).await.into_iter().map(|given_up| format!("given up: {given_up:?}")));
    let mailed: BTreeSet<_> = app.mails().iter().filter_map(|mail| reply_word(&mail.text)).collect();
    report(
        &format!("6 hours of outage, {database:?}"),
        &format!(
            "{} questions with reply and resolution to 5 targets, {} lost, doubled, out of order or given up; {} of {} mails; \
             the oldest were tried {tries:?} times; all there {back} s after the targets",
            talk.len(),
            complaints.len(),
            mailed.len(),
            talk.len(),
        ),
        "0 lost; a dead target delays no other; waits grow and are jittered",
    );
    assert_eq!(complaints, Vec::<String>::new());
    assert_eq!(mailed.len(), talk.len(), "every mail about a reply left");
    assert!(FEWEST_TRIES <= tries.0 && tries.1 <= MOST_TRIES, "the oldest were tried {tries:?} times");
    assert!(grown && jittered, "waits grow ({grown}) and are jittered ({jittered})");
    app.stop().await;
}

/// Lets everything go out that is due, but for what goes to `hung`.
async fn settle(app: &App, hung: &str) {
    app.settle_lanes(hung, Vec::new).await;
}

/// How long each effect waits after each of its tries; the clock has not moved since the try.
type Waits = BTreeMap<(String, i64), Millis>;

fn note_waits(waits: &mut Waits, waiting: &[Waiting], now: Millis) {
    for row in waiting.iter().filter(|row| row.attempts > 0 && row.lane != HUNG && row.not_before > now) {
        waits.entry((row.id.clone(), row.attempts)).or_insert(row.not_before - now);
    }
}

/// Fewest and most tries among the effects of the first question.
fn tries_of_the_oldest(waits: &Waits) -> (i64, i64) {
    let mut tries = BTreeMap::<&str, i64>::new();
    for (id, attempt) in waits.keys() {
        let most = tries.entry(id).or_default();
        *most = (*most).max(*attempt);
    }
    // Each target that is down has one effect of each question under way, and ids are in the order of time.
    let oldest: Vec<_> = tries.values().take(4).copied().collect();
    (oldest.iter().copied().min().unwrap_or_default(), oldest.iter().copied().max().unwrap_or_default())
}

/// Whether waits are longer after many tries than after few, and never longer than the bound.
fn grown(waits: &Waits) -> bool {
    let mean = |of: &dyn Fn(i64) -> bool| {
        let waits: Vec<_> = waits.iter().filter(|((_, tries), _)| of(*tries)).map(|(_, wait)| *wait).collect();
        waits.iter().sum::<Millis>() / Millis::try_from(waits.len().max(1)).expect("a test has few tries")
    };
    let bound = |tries: i64| ((5 * SECOND) << (tries - 1).min(20)).min(HOUR);
    let within = waits.iter().all(|((_, tries), wait)| (SECOND..=bound(*tries)).contains(wait));
    within && mean(&|tries| tries >= 9) > 4 * mean(&|tries| tries <= 4)
}

/// Whether effects that were tried equally often wait differently.
fn jittered(waits: &Waits) -> bool {
    let late: Vec<_> = waits.iter().filter(|((_, tries), _)| *tries >= 5).map(|(_, wait)| *wait).collect();
    let different: BTreeSet<_> = late.iter().collect();
    late.len() > 10 && different.len() * 10 > late.len() * 8
}
