//! An act that is taken back after it may have been told: the other side hears of that, too.

use qa_api::paths;
use qa_api::request::{ActRequest, Acted};
use qa_api::thread::{Act, Thread};
use qa_server::config::Targets;
use serde_json::json;
use tests::app::App;
use tests::database::Database;
use tests::faults::Fault;
use tests::on_both_databases;
use tests::webhook::Receiver;

on_both_databases!(what_may_have_arrived_is_taken_back, what_was_told_nobody_is_not);

const PATH: &str = "/guide/cleaning/";
const TITLE: &str = "How long does the oil last?";

/// A question is published, `seconds` pass, and its publication is taken back.
async fn taken_back(database: Database, faults: &[Fault], seconds: u64) -> Vec<String> {
    let receiver = Receiver::start().await;
    for fault in faults {
        receiver.faults.next("POST /events", fault.clone());
    }
    let app =
        App::start_telling(database, Targets { webhooks: vec![receiver.config("erp")], ..Targets::default() }).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let question = app.held_question(&ada, PATH, TITLE).await;
    let publish = ActRequest::new(Act::Publish, "");
    let acted: Acted = moderator.browser.post(&paths::question_acts(&question), &publish).await.expect(200);
    app.settle_mail_due_now().await;
    app.advance_seconds(seconds);
    app.settle_mail_due_now().await;
    let _: Thread = moderator.browser.post(&paths::undo(&acted.id), &json!({})).await.expect(200);
    for _ in 0..3 {
        app.settle_mail().await;
    }
    app.stop().await;
    receiver.kinds()
}

async fn what_may_have_arrived_is_taken_back(database: Database) {
    let kinds = taken_back(database, &[Fault::LoseReply], 61).await;
    assert_eq!(kinds, ["question.published", "question.removed"]);
}

async fn what_was_told_nobody_is_not(database: Database) {
    assert_eq!(taken_back(database, &[], 30).await, Vec::<String>::new());
}
