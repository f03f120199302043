//! Whoever looks at a page hears when it changes: at once, at whichever server, and nothing of what has changed.

use std::time::{Duration, Instant};

use qa_api::paths;
use qa_api::problem::{Code, Problem};
use qa_api::thread::Act;
use qa_server::service::live::{MOST, MOST_PER_CLIENT};
use tests::app::App;
use tests::database::Database;
use tests::events::{Event, Events};
use tests::on_both_databases;
use tests::person::Post;
use tests::wait;

on_both_databases!(
    a_watcher_hears_of_changes_and_of_nothing_else,
    whoever_comes_back_hears_what_was_missed,
    watchers_are_bounded,
    watchers_end_first_when_the_server_stops,
);

const PAGE: &str = "cleaning";
const PATH: &str = "/guide/cleaning/";

/// The first event, which says where things stand.
fn begun(id: &str) -> Event {
    Event { kind: "begun".to_owned(), id: id.to_owned(), data: id.to_owned() }
}

fn changed(event: &Event) -> i64 {
    assert_eq!(event.kind, "changed");
    assert_eq!(event.id, event.data, "an event has a cursor and nothing besides: {event:?}");
    event.id.parse().expect("a cursor is a number")
}

async fn a_watcher_hears_of_changes_and_of_nothing_else(database: Database) {
    let app = App::start(database).await;
    let (asker, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let mut events = Events::open(&app.browser(), PAGE, None).await;
    let mut elsewhere = Events::open(&app.browser(), "start", None).await;
    assert_eq!(events.next().await, Some(begun("0")));
    assert_eq!(elsewhere.next().await, Some(begun("0")));

    let held = app.held_question(&asker, PATH, "How long does the oil last?").await;
    moderator.act(PAGE, Post::Question(&held), Act::Publish, "").await;
    let first = changed(&events.next().await.expect("an event"));
    // What was published later is told later, and nothing was told of what was held.
    moderator.act(PAGE, Post::Question(&held), Act::Resolve, "").await;
    let second = changed(&events.next().await.expect("an event"));
    assert!(first < second);

    let bob = app.person("Bob", "bob@example.org");
    app.published_question(&bob, &moderator, "/", "Where do I begin?").await;
    changed(&elsewhere.next().await.expect("an event of its own page"));
    let problem: Problem = app.browser().get(&paths::page_events("made-up")).await.expect(404);
    assert_eq!(problem.code, Code::NotFound);
    app.stop().await;
}

async fn whoever_comes_back_hears_what_was_missed(database: Database) {
    let app = App::start(database).await;
    let (asker, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let id = app.published_question(&asker, &moderator, PATH, "How long does the oil last?").await;
    let begun = Events::open(&app.browser(), PAGE, None).await.next().await.expect("an event");
    assert_eq!(begun.kind, "begun", "whoever comes for the first time has missed nothing");
    moderator.act(PAGE, Post::Question(&id), Act::Resolve, "").await;

    let missed = Events::open(&app.browser(), PAGE, Some(&begun.id)).await.next().await.expect("an event");
    assert!(changed(&missed) > begun.id.parse().expect("a cursor is a number"));
    let known = Events::open(&app.browser(), PAGE, Some(&missed.id)).await.next().await.expect("an event");
    assert_eq!(known, self::begun(&missed.id));
    let nonsense = Events::open(&app.browser(), PAGE, Some("nonsense")).await.next().await.expect("an event");
    assert_eq!(nonsense, known);
    let asked = app.browser().get(&format!("{}?after={}", paths::page_events(PAGE), begun.id)).await;
    assert!(asked.text.contains("event: changed"), "{}", asked.text);
    assert_eq!(asked.headers["cache-control"], "no-store");
    app.stop().await;
}

async fn watchers_are_bounded(database: Database) {
    let app = App::start(database).await;
    let mut watching = Vec::new();
    for _ in 0..MOST_PER_CLIENT {
        watching.push(Events::open(&app.browser(), PAGE, None).await);
    }
    let refused = app.browser().get(&paths::page_events(PAGE)).await;
    let problem: Problem = refused.expect(429);
    assert_eq!(refused.headers["retry-after"], problem.retry_after.unwrap_or_default().to_string());
    assert_eq!(app.browser().get(&paths::page_threads(PAGE)).await.status, 200, "reading goes on");
    drop(watching);
    wait::until("a place to be free again", || async {
        (app.browser().get(&paths::page_events(PAGE)).await.status == 200).then_some(())
    })
    .await;

    let mut others = Vec::new();
    let full = wait::until("every place to be taken", || {
        // Watchers who have just left may free some in between.
        let taken = (0..MOST).map_while(|other| app.server().live.take_place(&other.to_string()).ok());
        others.extend(taken);
        async { Some(app.browser().get(&paths::page_events(PAGE)).await).filter(|reply| reply.status != 200) }
    })
    .await;
    assert!(others.len() > MOST - MOST_PER_CLIENT, "places are for all");
    assert_eq!(full.expect::<Problem>(503).code, Code::Unavailable);
    app.stop().await;
}

async fn watchers_end_first_when_the_server_stops(database: Database) {
    let app = App::start(database).await;
    let mut events = Events::open(&app.browser(), PAGE, None).await;
    events.next().await.expect("an event");
    let stopping = Instant::now();
    app.stop().await;
    assert_eq!(events.next().await, None, "the reply ends as it should");
    // Ten seconds are what requests under way are given.
    assert!(stopping.elapsed() < Duration::from_secs(8), "{:?}", stopping.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn a_change_at_one_server_is_heard_at_another() {
    let app = App::start(Database::Postgres).await;
    let beside = app.start_beside().await;
    let (asker, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let id = app.published_question(&asker, &moderator, PATH, "How long does the oil last?").await;
    let mut events = Events::open(&beside.browser(), PAGE, None).await;
    let begun = events.next().await.expect("an event");
    let mut slowest = Duration::ZERO;
    for (act, _) in [Act::Resolve, Act::Reopen].into_iter().cycle().zip(0..6) {
        moderator.act(PAGE, Post::Question(&id), act, "").await;
        let acted = Instant::now();
        let event = events.next().await.expect("an event");
        slowest = slowest.max(acted.elapsed());
        assert!(changed(&event) > begun.id.parse().expect("a cursor is a number"));
    }
    assert!(slowest < Duration::from_secs(1), "a change was heard after {slowest:?}");
    app.stop().await;
    beside.stop().await;
}
