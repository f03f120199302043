//! What is done in Zendesk and comes back, and finding out what did not.

use qa_api::inbox::{Decided, Inbox, InboxItem, InboxKind, OfferRequest};
use qa_api::paths;
use qa_api::thread::{Act, PageView};
use qa_server::clock::rfc3339;
use qa_server::domain::limit::HOOKS_PER_TARGET;
use qa_server::service::tickets::reconcile;
use tests::browser::Reply;
use tests::person::Post;

use super::{PAGE, Scene};

impl Scene {
    /// Sends an event and gives the status it is answered with; `change` may spoil its headers.
    async fn tell(&self, id: u64, event: &str, change: impl FnOnce(&mut Vec<(&'static str, String)>)) -> u16 {
        let now = rfc3339(self.app.server().now());
        let (body, mut headers) = self.zendesk.event(id, event, &now);
        change(&mut headers);
        let mut request = self.app.browser().request(reqwest::Method::POST, paths::HOOK_ZENDESK).body(body);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let status = Reply::read(request).await.status;
        self.settle().await;
        status
    }

    async fn is_resolved(&self) -> bool {
        let view: PageView = self.moderator.browser.get(&paths::my_page_threads(PAGE)).await.expect(200);
        view.threads[0].resolved
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_solved_ticket_resolves_its_question() {
    let scene = Scene::begin().await;
    scene.published().await;
    let id = scene.zendesk.ticket().id;
    scene.zendesk.set_status(id, "solved");
    assert_eq!(scene.tell(id, "e1", |_| {}).await, 204);
    assert!(scene.is_resolved().await);
    let mails = scene.app.mails_to("ada@example.org");
    assert!(mails.last().is_some_and(|mail| mail.header("Subject").contains("esolved")), "the asker is told");
    scene.zendesk.set_status(id, "open");
    assert_eq!(scene.tell(id, "e2", |_| {}).await, 204);
    assert!(!scene.is_resolved().await);
    assert_eq!(scene.zendesk.ticket().status, "open", "nothing echoes");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_come_late_twice_and_out_of_order() {
    let scene = Scene::begin().await;
    scene.published().await;
    let id = scene.zendesk.ticket().id;
    let solved = {
        scene.zendesk.set_status(id, "solved");
        let now = rfc3339(scene.app.server().now());
        scene.zendesk.event(id, "e1", &now)
    };
    scene.zendesk.set_status(id, "open");
    assert_eq!(scene.tell(id, "e2", |_| {}).await, 204);
    let mut request = scene.app.browser().request(reqwest::Method::POST, paths::HOOK_ZENDESK).body(solved.0);
    for (name, value) in solved.1 {
        request = request.header(name, value);
    }
    assert_eq!(Reply::read(request).await.status, 204, "it says that the ticket is solved");
    scene.settle().await;
    assert!(!scene.is_resolved().await, "it is not, by now");
    let asked = scene.zendesk.faults.asked("GET ");
    assert_eq!(scene.tell(id, "e2", |_| {}).await, 204);
    assert_eq!(scene.zendesk.faults.asked("GET "), asked, "the same event is looked at once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_zendesk_did_not_sign_or_signed_long_ago_is_refused() {
    let scene = Scene::begin().await;
    scene.published().await;
    let id = scene.zendesk.ticket().id;
    scene.zendesk.set_status(id, "solved");
    let spoil = |headers: &mut Vec<(&'static str, String)>| headers[1].1 = "AAAA".to_owned();
    assert_eq!(scene.tell(id, "e1", spoil).await, 400);
    let age = |headers: &mut Vec<(&'static str, String)>| headers[2].1 = "2026-01-01T00:00:00Z".to_owned();
    assert_eq!(scene.tell(id, "e1", age).await, 400);
    assert_eq!(scene.tell(id, "e1", Vec::clear).await, 400);
    assert!(!scene.is_resolved().await);
    assert_eq!(scene.tell(999, "e1", |_| {}).await, 204, "a ticket of somebody else's");
    scene.app.use_up(&HOOKS_PER_TARGET, &["zendesk"]).await;
    assert_eq!(scene.tell(999, "e1", |_| {}).await, 204, "others' tickets do not count");
    assert_eq!(scene.tell(id, "e1", |_| {}).await, 429);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_question_has_its_way_when_both_changed() {
    let scene = Scene::begin().await;
    let question = scene.published().await;
    let id = scene.zendesk.ticket().id;
    scene.act(&question, Act::Resolve).await;
    scene.settle().await;
    scene.zendesk.set_status(id, "open");
    scene.moderator.act(PAGE, Post::Question(&question), Act::Archive, "").await;
    scene.settle().await;
    assert_eq!(scene.zendesk.ticket().status, "solved");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn drift_is_found_told_and_mended() {
    let scene = Scene::begin().await;
    let question = scene.published().await;
    let server = scene.app.server();
    assert_eq!(server.desks.drift(server).await, Ok(Vec::new()));
    // An event that never came.
    let id = scene.zendesk.ticket().id;
    scene.zendesk.set_status(id, "solved");
    let drift = server.desks.drift(server).await.expect("Zendesk answers");
    assert_eq!(drift.len(), 1);
    assert_eq!((drift[0].here.as_str(), drift[0].there.as_str()), ("open", "solved"));
    let table = reconcile::table(&drift);
    assert!(table.contains(&question) && table.contains("zendesk"), "{table}");
    let effects = reconcile::mend(server, &drift).await.expect("the database answers");
    assert_eq!(effects.len(), 1);
    scene.settle().await;
    assert_eq!(reconcile::count_under_way(server, &effects).await.expect("the database answers"), 0);
    assert!(scene.is_resolved().await);
    assert_eq!(server.desks.drift(server).await, Ok(Vec::new()));
    // A ticket that somebody deleted.
    scene.zendesk.delete(id);
    scene.act(&question, Act::Reopen).await;
    let drift = server.desks.drift(server).await.expect("Zendesk answers");
    assert_eq!((drift[0].here.as_str(), drift[0].there.as_str()), ("open", "gone"));
}

/// The answers from tickets that wait in the inbox.
async fn offered(scene: &Scene) -> Vec<InboxItem> {
    let inbox: Inbox = scene.moderator.browser.get(paths::MODERATION_INBOX).await.expect(200);
    inbox.items.into_iter().filter(|item| item.kind == InboxKind::Offered).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_typed_into_a_ticket_is_published_by_a_moderator_alone() {
    let scene = Scene::begin().await;
    scene.published().await;
    let id = scene.zendesk.ticket().id;
    scene.zendesk.answer(id, "Grace", "Two years, <b>in the dark</b>.");
    assert_eq!(scene.tell(id, "e1", |_| {}).await, 204);
    let before: PageView = scene.moderator.browser.get(&paths::my_page_threads(PAGE)).await.expect(200);
    assert!(before.threads[0].replies.is_empty(), "never by itself");
    let told = scene.zendesk.ticket().comments.pop().expect("the agent is told");
    assert!(!told.public && told.body.starts_with("Grace, what you answered here does not reach the page"), "{told:?}");

    let items = offered(&scene).await;
    assert_eq!((items.len(), items[0].author.as_str()), (1, "Grace"));
    assert!(items[0].excerpt.starts_with("Two years, <b>in"), "{}", items[0].excerpt);
    let page = scene.moderator.browser.open(paths::MODERATE).await;
    assert!(page.text().contains("Publish as my reply"), "{}", page.text());
    let offer = items[0].offer.clone().expect("it can be decided about");

    let leave = OfferRequest { offer: offer.clone(), publish: false };
    let left: Decided = scene.moderator.browser.post(paths::MODERATION_OFFERS, &leave).await.expect(200);
    assert!(offered(&scene).await.is_empty());
    let undo = paths::decision_undo(left.id.as_deref().expect("leaving it can be taken back"));
    let _: Decided = scene.moderator.browser.post(&undo, &serde_json::json!({})).await.expect(200);
    assert_eq!(offered(&scene).await.len(), 1);

    let publish = OfferRequest { offer, publish: true };
    let _: Decided = scene.moderator.browser.post(paths::MODERATION_OFFERS, &publish).await.expect(200);
    let again = scene.moderator.browser.post(paths::MODERATION_OFFERS, &publish).await;
    assert_eq!(again.status, 409);
    let view: PageView = scene.moderator.browser.get(&paths::my_page_threads(PAGE)).await.expect(200);
    let reply = &view.threads[0].replies[0];
    assert_eq!(reply.author.name, "Mo", "whoever publishes it answers for it");
    assert!(!reply.body_html.contains("<b>") || reply.body_html.contains("in the dark"), "{}", reply.body_html);
    assert!(offered(&scene).await.is_empty());
    // The same comment is not offered again.
    assert_eq!(scene.tell(id, "e2", |_| {}).await, 204);
    assert!(offered(&scene).await.is_empty());
}
