//! What waits for a moderator and what does not: the policies, the signals behind them, and that nothing is dropped.

use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use proptest::sample::select;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use qa_api::paths;
use qa_api::request::{AskRequest, Me, Posted};
use qa_api::server_data::{Hold, HoldRule, ServerData, TopicRule};
use qa_api::thread::{Act, Thread};
use tests::app::App;
use tests::database::Database;
use tests::on_both_databases;
use tests::person::{Person, Post};
use tokio::runtime::Handle;

on_both_databases!(
    first_posts_wait_and_later_ones_do_not,
    a_topic_has_a_policy_of_its_own,
    each_signal_is_told_in_words,
    a_form_tells_how_long_it_was_open,
    whatever_is_posted_is_kept_and_every_hold_has_a_reason
);

fn rules(hold: Hold) -> ServerData {
    let hold = HoldRule { hold: Some(hold), ..HoldRule::default() };
    ServerData { version: 1, hold, ..ServerData::default() }
}

fn question(title: &str, body: &str) -> AskRequest {
    AskRequest { page: "cleaning".to_owned(), title: title.to_owned(), body: body.to_owned(), ..AskRequest::default() }
}

/// What became of a question: the thread, and whether it is on the page.
async fn ask(person: &Person, request: &AskRequest) -> (Thread, bool) {
    match person.browser.post(paths::QUESTIONS, request).await.expect(201) {
        Posted::Held { thread } => (thread, false),
        Posted::Published { thread } => (thread, true),
        Posted::Draft(_) => panic!("a signed-in account has nothing to prove"),
    }
}

async fn first_posts_wait_and_later_ones_do_not(database: Database) {
    let app = App::start(database).await;
    app.set_rules(&rules(Hold::First));
    let (ada, moderator) = (app.signed_in("Ada", "ada@example.org").await, app.moderator().await);
    for number in 0..2 {
        let (thread, published) = ask(&ada, &question(&format!("What is number {number}?"), "")).await;
        assert!(!published, "the first two wait");
        let told = format!("Posts of new members wait for a moderator: {number} of 2 published so far.");
        assert!(thread.note.as_deref().is_some_and(|note| note.contains(&told)), "{:?}", thread.note);
        moderator.act("cleaning", Post::Question(&thread.id), Act::Publish, "").await;
    }
    assert!(ask(&ada, &question("What is the third one?", "")).await.1, "then they are trusted");
    let body = "https://a.example https://b.example https://c.example <https://d.example> \
        <https://e.example> <https://f.example> <https://g.example> <https://h.example> <https://i.example>";
    let (thread, published) = ask(&ada, &question("Look at all of these", &format!("{body} \u{202E}x"))).await;
    assert!(!published, "unless it looks like spam");
    let note = thread.note.expect("a reason");
    assert!(note.contains("links.") && note.contains("U+202E"), "{note}");
    assert!(!app.public_page("/guide/cleaning/").await.text().contains("Look at all of these"));
    app.stop().await;
}

async fn a_topic_has_a_policy_of_its_own(database: Database) {
    let app = App::start(database).await;
    let mut data = rules(Hold::All);
    let hold = HoldRule { hold: Some(Hold::Score), ..HoldRule::default() };
    data.topics.insert("lamp".to_owned(), TopicRule { hold, priority: None });
    app.set_rules(&data);
    let ada = app.signed_in("Ada", "ada@example.org").await;
    assert!(ask(&ada, &question("How long does the oil last?", "")).await.1, "the page is about that topic");
    let elsewhere = AskRequest { page: "start".to_owned(), ..question("Where do I begin with it?", "") };
    assert!(!ask(&ada, &elsewhere).await.1);
    app.stop().await;
}

async fn each_signal_is_told_in_words(database: Database) {
    let app = App::start(database).await;
    let mut data = rules(Hold::Score);
    data.words.push("wonder oil".to_owned());
    data.hosts.push("bad.example".to_owned());
    app.set_rules(&data);
    let ada = app.signed_in("Аda", "ada@example.org").await;
    let text = "Buy our wonder oil today, it never stops burning: <https://shop.bad.example/oil>.";
    let (thread, published) =
        ask(&ada, &AskRequest { website: "https://spam.example".to_owned(), ..question("Look at this lamp", text) })
            .await;
    assert!(!published);
    let note = thread.note.expect("a reason");
    for part in [
        "do not see was filled in",
        "shop.bad.example",
        "“wonder oil”",
        "scripts that look alike",
        "1 link",
        "an hour old",
    ] {
        assert!(note.contains(part), "{part} is not in: {note}");
    }
    let (thread, published) = ask(&ada, &question("Look at this lamp", &format!("{text} Really!"))).await;
    assert!(!published);
    assert!(thread.note.is_some_and(|note| note.contains("nearly the same before")));
    app.stop().await;
}

async fn a_form_tells_how_long_it_was_open(database: Database) {
    let app = App::start(database).await;
    app.set_rules(&rules(Hold::Score));
    let ada = app.signed_in("Ada", "ada@example.org").await;
    let stamp = ada.browser.get(paths::ME).await.expect::<Me>(200).stamp;
    assert!(stamp.is_some());
    app.advance_seconds(1);
    let (thread, published) =
        ask(&ada, &AskRequest { stamp: stamp.clone(), ..question("What is the first?", "") }).await;
    assert!(!published && thread.note.is_some_and(|note| note.contains("within 2 seconds")));
    app.advance_seconds(60);
    assert!(ask(&ada, &AskRequest { stamp: stamp.clone(), ..question("What is the second?", "") }).await.1);
    let forged = stamp.map(|stamp| stamp.replacen('1', "2", 1));
    assert!(ask(&ada, &AskRequest { stamp: forged, ..question("What is the third?", "") }).await.1, "it tells nothing");
    app.stop().await;
}

/// Texts, names of fields and policies as chance has them.
fn post() -> impl Strategy<Value = (String, bool, Hold)> {
    let word = select(vec!["casino", "oil", "https://a.example", "<https://bad.example>", "\u{202E}", "lamp", "again"]);
    let hold = select(vec![Hold::All, Hold::First, Hold::Score]);
    (vec(word, 1..12), any::<bool>(), hold).prop_map(|(words, honeypot, hold)| (words.join(" "), honeypot, hold))
}

async fn whatever_is_posted_is_kept_and_every_hold_has_a_reason(database: Database) {
    let app = App::start(database).await;
    let config = Config { cases: 3, max_shrink_iters: 10, failure_persistence: None, ..Config::default() };
    let people = std::cell::Cell::new(0);
    let result = tokio::task::block_in_place(|| {
        TestRunner::new(config).run(&vec(post(), 1..8), |posts| {
            people.set(people.get() + 1);
            Handle::current().block_on(post_all(&app, people.get(), &posts)).map_err(TestCaseError::fail)
        })
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    app.stop().await;
}

async fn post_all(app: &App, person: u32, posts: &[(String, bool, Hold)]) -> Result<(), String> {
    let ada = app.signed_in("Ada", &format!("ada{person}@example.org")).await;
    for (number, (text, honeypot, hold)) in posts.iter().enumerate() {
        let mut data = rules(*hold);
        data.words.push("casino".to_owned());
        data.hosts.push("bad.example".to_owned());
        app.set_rules(&data);
        let website = if *honeypot { "https://spam.example".to_owned() } else { String::new() };
        let request = AskRequest { website, ..question(&format!("Question {person}-{number}"), text) };
        let (thread, published) = ask(&ada, &request).await;
        let sentences = thread.note.as_deref().unwrap_or_default();
        let is_explained = !sentences.is_empty() && sentences.lines().all(|sentence| sentence.ends_with('.'));
        if !published && !is_explained {
            return Err(format!("held without a reason: {thread:?}"));
        }
        let mine = ada.browser.open(&paths::personal_page("cleaning")).await.text();
        if !mine.contains(&request.title) {
            return Err(format!("{} was dropped", request.title));
        }
    }
    app.advance_seconds(3600);
    Ok(())
}
