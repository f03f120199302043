//! Answers whose section has changed: everybody is told, moderators look again.

use qa_api::inbox::{Inbox, InboxKind};
use qa_api::paths;
use qa_api::reader::PageReport;
use qa_api::request::{ActRequest, AskRequest, Posted};
use qa_api::thread::Act;
use serde_json::json;
use tests::app::App;
use tests::database::Database;
use tests::on_both_databases;
use tests::person::Post;
use tests::wait;

on_both_databases!(an_answer_ages_with_its_section);

const CHANGED: &str = "The section has changed since this answer.";

async fn an_answer_ages_with_its_section(database: Database) {
    let app = App::start(database).await;
    app.settle_index().await;
    let (asker, moderator) = (app.signed_in("Ada", "ada@example.org").await, app.moderator().await);
    for section in [Some("with-water".to_owned()), None] {
        let request = AskRequest {
            page: "cleaning".to_owned(),
            title: "Is tap water good enough?".to_owned(),
            id: Some(if section.is_some() { "a".repeat(16) } else { "b".repeat(16) }),
            section,
            ..AskRequest::default()
        };
        let posted: Posted = asker.browser.post(paths::QUESTIONS, &request).await.expect(201);
        let Posted::Held { thread } = posted else { panic!("not held: {posted:?}") };
        moderator.act("cleaning", Post::Question(&thread.id), Act::Publish, "").await;
        moderator.reply(&paths::personal_page("cleaning"), &thread.id, "It is.").await;
    }
    let public = async || app.public_page("/guide/cleaning/").await;
    let report = async || -> PageReport { moderator.browser.get(&paths::page_report("cleaning")).await.expect(200) };
    assert!(!public().await.text().contains(CHANGED));
    assert_eq!(report().await.look_again, []);

    app.rebuild(|content| tests::site::edit(content, "guide/cleaning.md", "Warm water", "Distilled water"));
    wait::until("the answer to age", || async { public().await.text().contains(CHANGED).then_some(()) }).await;
    assert_eq!(public().await.texts(".qa-aged").len(), 1, "only where the question is about that section");
    let found = report().await;
    assert_eq!(found.look_again.len(), 1);
    let reply = found.look_again[0].reply.clone();
    assert_eq!(found.summary.look_again, 1);
    let inbox: Inbox = moderator.browser.get(paths::MODERATION_INBOX).await.expect(200);
    let kinds: Vec<InboxKind> = inbox.items.iter().map(|item| item.kind).collect();
    assert!(kinds.contains(&InboxKind::LookAgain), "{kinds:?}");

    let confirm = ActRequest::new(Act::Confirm, "");
    let member = app.signed_in("Bob", "bob@example.org").await;
    assert_eq!(member.browser.post(&paths::reply_acts(&reply), &confirm).await.status, 403);
    let done: serde_json::Value = moderator.browser.post(&paths::reply_acts(&reply), &confirm).await.expect(200);
    assert!(!public().await.text().contains(CHANGED), "a moderator found it still right");
    assert_eq!(report().await.look_again, []);
    assert_eq!(moderator.browser.post(&paths::reply_acts(&reply), &confirm).await.status, 409, "once is enough");
    let undo = done["id"].as_str().or(done["undo"].as_str()).expect("it can be undone");
    let undone = moderator.browser.post(&paths::undo(undo), &json!({})).await;
    assert_eq!(undone.status, 200, "{}", undone.text);
    assert!(public().await.text().contains(CHANGED), "and was not so sure");
    app.stop().await;
}
