//! What a question becomes in Zendesk when everything works.

use qa_api::thread::Act;
use qa_server::deliver::zendesk::config::{Requester, ZendeskConfig};
use qa_server::domain::event::Level;
use tests::database::Database;
use tests::on_both_databases;
use tests::person::Post;

use super::{PAGE, PATH, Scene, TITLE};

on_both_databases!(a_ticket_goes_along_with_its_question);

async fn a_ticket_goes_along_with_its_question(database: Database) {
    let scene = Scene::begin_with(database, |config| config).await;
    let question = scene.app.held_question(&scene.ada, PATH, TITLE).await;
    scene.settle().await;
    let ticket = scene.zendesk.ticket();
    assert_eq!((ticket.subject.as_str(), ticket.status.as_str(), ticket.priority.as_str()), (TITLE, "new", "normal"));
    assert_eq!(ticket.external_id, format!("postil-{question}"));
    assert_eq!(ticket.tags, ["handbook_qa", "handbook_low", "handbook_held"]);
    assert_eq!(ticket.group, Some(1));
    assert_eq!(scene.zendesk.requester(&ticket), "ada@example.org");
    let first = &ticket.comments[0].body;
    assert!(first.starts_with("This question waits for a moderator. Decide here: http://localhost"), "{first}");

    scene.act(&question, Act::Publish).await;
    scene.settle().await;
    scene.reply(&question, "Two years, in the dark.").await;
    scene.settle().await;
    let ticket = scene.zendesk.ticket();
    let told: Vec<_> = ticket.comments.iter().map(|comment| comment.body.as_str()).collect();
    assert_eq!(told.len(), 3, "{told:#?}");
    assert!(told[1].starts_with("The question is on its page now"), "{}", told[1]);
    assert!(told[2].starts_with("Mo replies on the page:\n\nTwo years, in the dark."), "{}", told[2]);

    scene.act(&question, Act::Resolve).await;
    scene.settle().await;
    assert_eq!(scene.zendesk.ticket().status, "solved");
    scene.act(&question, Act::Reopen).await;
    scene.settle().await;
    assert_eq!(scene.zendesk.ticket().status, "open");
    scene.act(&question, Act::Archive).await;
    scene.settle().await;
    let ticket = scene.zendesk.ticket();
    assert_eq!(ticket.status, "solved");
    assert_eq!(ticket.comments.len(), 5, "the question and its reply are off the page");

    assert!(ticket.comments.iter().all(|comment| !comment.public));
    assert_eq!(scene.zendesk.mails(), Vec::<String>::new(), "Zendesk mails nobody");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_that_is_turned_down_needs_no_ticket_any_more() {
    let scene = Scene::begin().await;
    let question = scene.app.held_question(&scene.ada, PATH, TITLE).await;
    scene.settle().await;
    assert_eq!(scene.zendesk.ticket().status, "new");
    scene.moderator.act(PAGE, Post::Question(&question), Act::Reject, "Asked before.").await;
    scene.settle().await;
    let ticket = scene.zendesk.ticket();
    assert_eq!((ticket.status.as_str(), ticket.comments.len()), ("solved", 2));
    assert!(ticket.comments[1].body.starts_with("The question is not on its page"), "{}", ticket.comments[1].body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_taken_back_in_time_is_never_told() {
    let scene = Scene::begin().await;
    let question = scene.published().await;
    let comments = scene.zendesk.ticket().comments.len();
    let page = scene.moderator.browser.open(&qa_api::paths::personal_page(PAGE)).await;
    let form = page.form_with_button(qa_api::paths::FORM_ACT, ("id", &question), ("act", Act::Resolve.name()));
    let done = scene.moderator.browser.submit(&form).await;
    scene.moderator.browser.submit(&done.form(qa_api::paths::FORM_UNDO)).await;
    scene.settle().await;
    let ticket = scene.zendesk.ticket();
    assert_eq!((ticket.status.as_str(), ticket.comments.len()), ("new", comments));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_not_trusted_with_held_questions_hears_of_published_ones_and_of_no_address() {
    let public = |config| ZendeskConfig { private: false, requester: Requester::Service, ..config };
    let scene = Scene::begin_with(Database::Sqlite, public).await;
    let question = scene.app.held_question(&scene.ada, PATH, TITLE).await;
    scene.settle().await;
    assert!(scene.zendesk.tickets().is_empty());
    scene.act(&question, Act::Publish).await;
    scene.settle().await;
    let ticket = scene.zendesk.ticket();
    assert_eq!(scene.zendesk.requester(&ticket), "service@example.org");
    assert!(ticket.comments[0].body.starts_with("Answer on the page"), "{}", ticket.comments[0].body);
    assert_eq!(ticket.tags, ["handbook_qa", "handbook_low"]);
    assert_eq!(scene.zendesk.faults.asked("POST /api/v2/users"), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_alert_makes_a_ticket_and_leaves_it_alone() {
    let scene = Scene::begin_with(Database::Sqlite, |config| ZendeskConfig { level: Level::Alert, ..config }).await;
    let question = scene.published().await;
    scene.reply(&question, "Two years.").await;
    scene.act(&question, Act::Resolve).await;
    scene.settle().await;
    let ticket = scene.zendesk.ticket();
    assert_eq!((ticket.status.as_str(), ticket.comments.len()), ("new", 1));
}
