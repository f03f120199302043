//! Signed events at addresses of others, and that one target never waits for another.

use qa_api::paths;
use qa_api::request::{ActRequest, Acted};
use qa_api::thread::{Act, Role};
use qa_server::config::{Secret, Targets};
use qa_server::deliver::webhook::config::WebhookConfig;
use tests::app::App;
use tests::database::Database;
use tests::faults::Fault;
use tests::on_both_databases;
use tests::person::Post;
use tests::wait;
use tests::webhook::{KEY, Receiver};

on_both_databases!(
    every_event_arrives_signed_and_in_order,
    what_wants_no_more_is_turned_off_and_others_are_told_all_the_same,
    an_address_of_ones_own_network_is_not_called,
    a_topic_is_called_by_its_title
);

const PATH: &str = "/guide/cleaning/";
const PAGE: &str = "cleaning";
const TITLE: &str = "Which oil is the right one?";
/// The key after the next change of keys.
const NEXT_KEY: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

async fn start(database: Database, webhooks: Vec<WebhookConfig>) -> App {
    App::start_telling(database, Targets { webhooks, ..Targets::default() }).await
}

async fn every_event_arrives_signed_and_in_order(database: Database) {
    let receiver = Receiver::start().await;
    let keys = [NEXT_KEY, KEY].map(|key| Secret::from(key.to_owned()));
    let app = start(database, vec![WebhookConfig { secrets: keys.to_vec(), ..receiver.config("erp") }]).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    // A repeat has the same id.
    receiver.faults.next("POST /events", Fault::LoseReply);
    receiver.faults.next("POST /events", Fault::Refuse(302, ""));
    let question = app.held_question(&ada, PATH, TITLE).await;
    for act in [Act::Publish, Act::Resolve, Act::Reopen, Act::Archive] {
        moderator.act(PAGE, Post::Question(&question), act, "").await;
        for _ in 0..3 {
            app.settle_mail().await;
        }
    }
    let kinds =
        ["question.published", "question.published", "question.resolved", "question.reopened", "question.removed"];
    assert_eq!(receiver.kinds(), kinds);
    let messages = receiver.messages();
    assert_eq!(
        (&messages[0].id, messages[0].body["data"]["question"]["title"].as_str()),
        (&messages[1].id, Some(TITLE))
    );
    let removed = &messages[4].body["data"]["question"];
    assert_eq!(removed, &serde_json::json!({ "id": question }), "of what is gone the id is told");
    assert!(!receiver.everything().contains("example.org"));
    let now = app.server().now() / 1000;
    // The clock of this test runs ahead of some of them, which the library tells.
    for key in [KEY, NEXT_KEY] {
        let judged = receiver.judge(key, now);
        assert!(judged.lines().all(|line| line.ends_with("too old")), "{judged}");
    }
    assert!(receiver.judge("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSv", now).contains("No matching signature"));
    app.stop().await;
}

async fn what_wants_no_more_is_turned_off_and_others_are_told_all_the_same(database: Database) {
    let (gone, hangs, dead, well) =
        (Receiver::start().await, Receiver::start().await, Receiver::start().await, Receiver::start().await);
    gone.faults.next("POST", Fault::Refuse(410, ""));
    for _ in 0..40 {
        hangs.faults.next("POST", Fault::Hang);
    }
    let dead_config = dead.config("dead");
    drop(dead);
    let webhooks = vec![gone.config("gone"), hangs.config("hangs"), dead_config, well.config("well")];
    let app = start(database, webhooks).await;
    app.grant("grace@example.org", Role::Staff).await;
    let (ada, moderator) = (app.signed_in("Ada", "ada@example.org").await, app.moderator().await);
    // More of them than deliveries are under way at the same time.
    for number in 0..20 {
        let posted = ada.ask(PATH, &format!("{TITLE} ({number})"), "").await;
        let question = tests::person::question_id(&posted, &format!("{TITLE} ({number})"));
        moderator.act(PAGE, Post::Question(&question), Act::Publish, "").await;
        if number == 9 {
            app.forget_counters().await;
        }
    }
    app.advance_seconds(61);
    wait::until("the one that is well to be told", || async {
        app.server().outbox_wake.notify_one();
        (well.messages().len() == 20).then_some(())
    })
    .await;
    wait::until("the staff to be told", || async { (!app.mails_to("grace@example.org").is_empty()).then_some(()) })
        .await;
    let mails = app.mails_to("grace@example.org");
    assert_eq!(mails.len(), 1, "{mails:#?}");
    assert!(mails[0].text.contains("webhook:gone"), "{}", mails[0].text);
    drop(hangs);
    app.stop().await;
}

async fn an_address_of_ones_own_network_is_not_called(database: Database) {
    let receiver = Receiver::start().await;
    let app = start(database, vec![WebhookConfig { own_network: false, ..receiver.config("erp") }]).await;
    app.grant("grace@example.org", Role::Staff).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    app.published_question(&ada, &moderator, PATH, TITLE).await;
    app.settle_mail().await;
    assert_eq!(receiver.faults.asked("POST"), 0);
    app.settle_mail().await;
    let mails = app.mails_to("grace@example.org");
    assert!(mails.len() == 1 && mails[0].text.contains("not a public address"), "{mails:#?}");
    app.stop().await;
}

async fn a_topic_is_called_by_its_title(database: Database) {
    let receiver = Receiver::start().await;
    let app = start(database, vec![receiver.config("erp")]).await;
    app.settle_index().await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let question = app.published_question(&ada, &moderator, PATH, TITLE).await;
    let request = ActRequest { to: "topic:lamp".to_owned(), ..ActRequest::new(Act::Move, "") };
    let _: Acted = moderator.browser.post(&paths::question_acts(&question), &request).await.expect(200);
    for _ in 0..2 {
        app.settle_mail().await;
    }
    let messages = receiver.messages();
    let place = &messages.last().expect("it is told").body["data"]["question"];
    assert_eq!((place["page"].as_str(), place["page_title"].as_str()), (Some("topic:lamp"), Some("The lamp")));
    app.stop().await;
}
