//! Storms of 429: each target says for a while that it is asked too much, and when to come again; it is left alone
//! until then, whatever else there is to tell it.

use std::sync::{Arc, Mutex};

use qa_server::app::App as Server;
use qa_server::clock::{Millis, SECOND};
use tests::app::App;
use tests::database::Database;
use tests::faults::Fault;
use tests::on_both_databases;

use super::peers::Peers;
use super::talk::{Talk, advance, given_up, waiting};
use super::{report, rounds};

on_both_databases!(storms_of_429);

/// Deliveries to one target at the same time, which may all be under way when the first of them is refused.
const AT_ONCE: usize = 8;

/// How one target's storm goes.
#[derive(Debug, Default)]
struct Weather {
    until: Millis,
    /// How long each refusal asks to wait.
    pause: Millis,
    /// When it was last said when to come again, and when that is.
    said_at: Millis,
    come_at: Millis,
    /// How often another time was said.
    times: usize,
    refused: usize,
    early: usize,
}

impl Weather {
    /// What a request at `now` meets.
    fn meet(&mut self, now: Millis) -> Option<Fault> {
        // What was under way when the time was said could not know of it.
        if now < self.come_at && now > self.said_at {
            self.early += 1;
        }
        if now >= self.until {
            return None;
        }
        if now >= self.come_at {
            self.times += 1;
            (self.said_at, self.come_at) = (now, now + self.pause);
        }
        self.refused += 1;
        let seconds = u32::try_from((self.come_at - now) / SECOND).expect("a storm is short");
        Some(match self.times % 2 {
            0 => Fault::WaitUntil(429, self.come_at / SECOND),
            _ => Fault::Wait(429, seconds),
        })
    }
}

/// Each lane's storm.
type Skies = [(&'static str, Arc<Mutex<Weather>>)];

async fn storms_of_429(database: Database) {
    let storms = rounds(3, 20);
    let peers = Peers::start().await;
    let app = App::start_telling(database, peers.targets()).await;
    let mut talk = Talk::begin(&app).await;
    let mut skies = Vec::new();
    for (peer, faults) in peers.faults() {
        let sky = Arc::<Mutex<Weather>>::default();
        let (own, server): (_, Arc<Server>) = (sky.clone(), app.server().clone());
        faults.always(move |_| own.lock().expect("nobody panics").meet(server.now()));
        let lane = if peer == "webhook" { "webhook:erp" } else { peer };
        skies.push((lane, sky));
    }
    for number in 0..storms {
        // The last storm asks for more than an hour.
        let (seconds, pause, step) =
            if number + 1 == storms { (9000, 7200, 300) } else { (60 + 20 * (number % 7), 20 + 15 * (number % 5), 5) };
        let until = app.server().now() + Millis::try_from(seconds).expect("a storm is short") * SECOND;
        for (_, sky) in &skies {
            let mut sky = sky.lock().expect("nobody panics");
            sky.until = until;
            sky.pause = Millis::try_from(pause).expect("a storm is short") * SECOND;
        }
        let mut steps = 0;
        while app.server().now() < until || !waiting(&app).await.is_empty() {
            if steps % 4 == 0 && app.server().now() < until {
                talk.go_on(&app).await;
                settle(&app, &skies).await;
            }
            advance(&app, &peers, step);
            settle(&app, &skies).await;
            steps += 1;
            assert!(steps < 2000, "what waits goes out after the storm");
        }
    }
    let mut complaints = talk.complaints_of(&peers);
    complaints.extend(given_up(&app).await.into_iter().map(|given_up| format!("given up: {given_up:?}")));
    let (mut refused, mut times, mut early) = (0, 0, 0);
    for (peer, sky) in &skies {
        let sky = sky.lock().expect("nobody panics");
        assert!(sky.times >= storms, "{peer} has stormy weather: {sky:?}");
        assert!(sky.refused <= AT_ONCE * sky.times, "{peer} is hammered: {sky:?}");
        refused += sky.refused;
        times += sky.times;
        early += sky.early;
    }
    report(
        &format!("{storms} storms of 429, {database:?}"),
        &format!(
            "{} questions with reply and resolution to 4 targets, {} lost, doubled, out of order or given up; {early} requests \
             before their time; {refused} refused for {times} times named",
            talk.len(),
            complaints.len(),
        ),
        "Retry-After always honoured; 0 lost, 0 doubled",
    );
    assert_eq!((complaints, early), (Vec::new(), 0));
    for (_, faults) in peers.faults() {
        // The rule holds the server that it asks for the time.
        faults.end();
    }
    app.stop().await;
}

/// Lets everything go out that is due, but for what goes to those who named a later time.
async fn settle(app: &App, skies: &Skies) {
    let resting = || {
        let now = app.server().now();
        let rests = |sky: &Mutex<Weather>| sky.lock().expect("nobody panics").come_at > now;
        skies.iter().filter(|(_, sky)| rests(sky)).map(|(lane, _)| (*lane).to_owned()).collect()
    };
    app.settle_lanes("", resting).await;
}
