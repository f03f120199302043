//! Builders of the site: called when what is public changed, once for many changes, and however long they were away.

use qa_api::thread::Act;
use qa_server::config::Targets;
use qa_server::deliver::build::config::{BuildConfig, BuildKind};
use tests::app::App;
use tests::database::Database;
use tests::faults::Fault;
use tests::on_both_databases;
use tests::person::{Person, Post};
use tests::webhook::{KEY, Receiver};

on_both_databases!(
    a_burst_of_changes_is_one_call,
    what_is_public_alone_is_built,
    what_leaves_a_page_is_built_soon,
    a_builder_that_was_away_is_called_once,
    each_kind_is_called_as_it_wants
);

const PATH: &str = "/guide/cleaning/";
const PAGE: &str = "cleaning";
const TITLE: &str = "Which oil is the right one?";
/// A pause of the builders here and the while until it is told, in seconds.
const PAUSE: u64 = 300 + 10;

async fn start(database: Database, builds: Vec<BuildConfig>) -> (App, Person, Person) {
    let app = App::start_telling(database, Targets { builds, ..Targets::default() }).await;
    let (ada, moderator) = (app.signed_in("Ada", "ada@example.org").await, app.moderator().await);
    (app, ada, moderator)
}

/// Lets time pass, and everything leave that is due then.
async fn pass(app: &App, seconds: u64) {
    app.advance_seconds(seconds);
    app.settle_mail_due_now().await;
}

async fn held(app: &App, ada: &Person, title: &str) -> String {
    let posted = ada.ask(PATH, title, "").await;
    app.forget_counters().await;
    tests::person::question_id(&posted, title)
}

async fn a_burst_of_changes_is_one_call(database: Database) {
    let receiver = Receiver::start().await;
    let (app, ada, moderator) = start(database, vec![receiver.build(BuildKind::Signed)]).await;
    for number in 0..6 {
        let question = held(&app, &ada, &format!("{TITLE} ({number})")).await;
        moderator.act(PAGE, Post::Question(&question), Act::Publish, "").await;
        moderator.act(PAGE, Post::Question(&question), Act::Resolve, "").await;
    }
    pass(&app, PAUSE).await;
    assert_eq!(receiver.kinds(), ["site.changed"]);
    let judged = receiver.judge(KEY, app.server().now() / 1000);
    assert!(!judged.contains("No matching signature"), "{judged}");
    assert!(!receiver.everything().contains(TITLE), "what changed is not said");

    // Nothing changes, so nothing is built; then something does.
    for _ in 0..3 {
        pass(&app, PAUSE).await;
    }
    assert_eq!(receiver.messages().len(), 1);
    let question = held(&app, &ada, TITLE).await;
    moderator.act(PAGE, Post::Question(&question), Act::Publish, "").await;
    pass(&app, PAUSE).await;
    assert_eq!(receiver.messages().len(), 2);
    app.stop().await;
}

async fn what_is_public_alone_is_built(database: Database) {
    let receiver = Receiver::start().await;
    let (app, ada, moderator) = start(database, vec![receiver.build(BuildKind::Plain)]).await;
    let question = held(&app, &ada, TITLE).await;
    moderator.act(PAGE, Post::Question(&question), Act::Reject, "Off topic.").await;
    pass(&app, PAUSE).await;
    assert_eq!(receiver.faults.asked("POST"), 0);
    app.stop().await;
}

async fn what_leaves_a_page_is_built_soon(database: Database) {
    let receiver = Receiver::start().await;
    let slow = BuildConfig { every_minutes: 60.try_into().expect("not zero"), ..receiver.build(BuildKind::Plain) };
    let (app, ada, moderator) = start(database, vec![slow]).await;
    let question = held(&app, &ada, TITLE).await;
    moderator.act(PAGE, Post::Question(&question), Act::Publish, "").await;
    pass(&app, 75).await;
    assert_eq!(receiver.messages().len(), 0, "what comes can wait");
    moderator.act(PAGE, Post::Question(&question), Act::Archive, "").await;
    pass(&app, 75).await;
    assert_eq!(receiver.messages().len(), 1, "what goes cannot");
    app.stop().await;
}

async fn a_builder_that_was_away_is_called_once(database: Database) {
    let receiver = Receiver::start().await;
    let (app, ada, moderator) = start(database, vec![receiver.build(BuildKind::Plain)]).await;
    receiver.faults.next("POST", Fault::Wait(503, 3600));
    for number in 0..3 {
        let question = held(&app, &ada, &format!("{TITLE} ({number})")).await;
        moderator.act(PAGE, Post::Question(&question), Act::Publish, "").await;
        pass(&app, PAUSE).await;
    }
    assert_eq!((receiver.faults.asked("POST"), receiver.messages().len()), (1, 0));
    pass(&app, 3600).await;
    assert_eq!((receiver.faults.asked("POST"), receiver.messages().len()), (2, 1), "one call for all three");
    app.stop().await;
}

async fn each_kind_is_called_as_it_wants(database: Database) {
    let (plain, github) = (Receiver::start().await, Receiver::start().await);
    let builds = vec![
        BuildConfig { name: "pages".to_owned(), ..plain.build(BuildKind::Plain) },
        BuildConfig { name: "actions".to_owned(), ..github.build(BuildKind::Github) },
    ];
    let (app, ada, moderator) = start(database, builds).await;
    let question = held(&app, &ada, TITLE).await;
    moderator.act(PAGE, Post::Question(&question), Act::Publish, "").await;
    pass(&app, PAUSE).await;
    let (plain, github) = (plain.messages(), github.messages());
    assert_eq!((plain.len(), github.len()), (1, 1));
    assert_eq!((plain[0].body.to_string().as_str(), plain[0].header("webhook-signature")), ("{}", None));
    assert_eq!(github[0].body, serde_json::json!({ "event_type": "postil" }));
    assert_eq!(github[0].header("authorization"), Some(format!("Bearer {KEY}").as_str()));
    app.stop().await;
}
