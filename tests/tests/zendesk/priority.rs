//! How urgent a question is, after its ticket was made; and what moderators see of the ticket.

use qa_api::inbox::{Decided, PostRef, Priority, PriorityRequest};
use qa_api::paths;
use qa_server::service::tickets::reconcile;
use serde_json::json;
use tests::page::Page;

use super::Scene;

impl Scene {
    /// What a moderator sees of the question beside the inbox.
    async fn case(&self, question: &str) -> Page {
        let path = paths::case_page(&PostRef::Question(question.to_owned()).name());
        self.moderator.browser.open(&path).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_priority_that_changes_later_is_written_and_taken_back() {
    let scene = Scene::begin().await;
    let question = scene.published().await;
    let id = scene.zendesk.ticket().id;
    let said = scene.zendesk.ticket().comments.len();
    assert_eq!(scene.zendesk.ticket().priority, "normal");
    let staff = scene.app.staff("grace@example.org").await;
    let request = PriorityRequest { question: question.clone(), priority: Some(Priority::Urgent) };
    let urgent: Decided = staff.browser.post(paths::MODERATION_PRIORITIES, &request).await.expect(200);
    scene.settle().await;
    assert_eq!(scene.zendesk.ticket().priority, "urgent");
    assert_eq!(scene.zendesk.ticket().comments.len(), said, "nothing is said about it");

    // What an agent sets is left alone for as long as nothing changes here.
    scene.zendesk.set_priority(id, "low");
    scene.reply(&question, "Two years.").await;
    scene.settle().await;
    assert_eq!(scene.zendesk.ticket().priority, "low");
    let server = scene.app.server();
    assert_eq!(server.desks.drift(server).await, Ok(Vec::new()));

    let undo = paths::decision_undo(urgent.id.as_deref().expect("it can be taken back"));
    let _: Decided = staff.browser.post(&undo, &json!({})).await.expect(200);
    let drift = server.desks.drift(server).await.expect("Zendesk answers");
    assert!(reconcile::table(&drift).contains("does not know 1 thing"), "{drift:?}");
    scene.settle().await;
    assert_eq!(scene.zendesk.ticket().priority, "normal");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn moderators_see_a_questions_ticket() {
    let scene = Scene::begin().await;
    let question = scene.published().await;
    let id = scene.zendesk.ticket().id;
    let case = scene.case(&question).await;
    let links = case.attributes("a", "href");
    assert!(links.iter().any(|link| link.ends_with(&format!("/agent/tickets/{id}"))), "{links:?}");
    let lines = case.texts("li");
    let told =
        |line: &String| line.contains(&format!("zendesk {id}")) && line.contains("open") && line.contains("compared");
    assert!(lines.iter().any(told), "{lines:?}");

    scene.zendesk.require_field(true);
    scene.act(&question, qa_api::thread::Act::Resolve).await;
    scene.settle().await;
    let case = scene.case(&question).await;
    assert!(case.text().contains("Product: is required when solving a ticket"), "{}", case.text());
}
