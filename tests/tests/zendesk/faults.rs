//! What goes wrong between here and Zendesk: each time one ticket in the end, and nothing said twice.

use qa_api::thread::{Act, Role};
use qa_server::deliver::zendesk::config::ZendeskConfig;
use tests::database::Database;
use tests::faults::Fault;

use super::{PATH, Scene, TITLE};

const CREATE: &str = "POST /api/v2/tickets";
const UPDATE: &str = "PUT /api/v2/tickets/";
const TOKEN: &str = "POST /oauth/tokens";
const LIST: &str = "GET /api/v2/tickets?external_id=";

macro_rules! scenes {
    ($($name:ident),+ $(,)?) => {
        $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            play::$name().await;
        })+
    };
}

scenes!(
    a_reply_that_is_lost_makes_no_second_ticket,
    a_request_that_is_lost_is_sent_again,
    a_ticket_is_found_after_the_key_has_expired,
    a_key_that_was_used_for_something_else_is_given_up,
    an_outage_of_hours_loses_nothing,
    an_expired_token_is_renewed_once,
    an_api_token_works_as_long_as_there_are_some,
    waiting_is_done_as_long_as_asked,
    a_note_that_arrived_unseen_is_not_repeated,
    a_ticket_that_changes_meanwhile_is_looked_at_again,
    a_closed_ticket_is_followed_by_another,
    a_deleted_ticket_is_made_again,
    what_needs_a_person_is_told_once,
    credentials_that_are_refused_turn_it_off,
    nobody_waits_for_a_hanging_system,
);

mod play {
    use super::*;

    pub(super) async fn a_reply_that_is_lost_makes_no_second_ticket() {
        let scene = Scene::begin().await;
        scene.zendesk.faults.next(CREATE, Fault::LoseReply);
        scene.published().await;
        scene.zendesk.ticket();
        assert_eq!(scene.zendesk.faults.asked(CREATE), 1, "it was found, and not asked for again");
        assert_eq!(scene.zendesk.faults.asked(LIST), 1);
        assert!(scene.zendesk.faults.are_over());
    }

    pub(super) async fn a_request_that_is_lost_is_sent_again() {
        let scene = Scene::begin().await;
        scene.zendesk.faults.next(CREATE, Fault::Drop);
        scene.published().await;
        scene.zendesk.ticket();
        assert_eq!(scene.zendesk.faults.asked(CREATE), 2);
    }

    pub(super) async fn a_ticket_is_found_after_the_key_has_expired() {
        let scene = Scene::begin().await;
        scene.zendesk.faults.next(CREATE, Fault::LoseReply);
        for _ in 0..3 {
            scene.zendesk.faults.next(LIST, Fault::Wait(503, 3600));
        }
        scene.app.held_question(&scene.ada, PATH, TITLE).await;
        for _ in 0..5 {
            scene.pass(3601).await;
        }
        scene.zendesk.ticket();
        assert!(scene.zendesk.faults.are_over());
    }

    pub(super) async fn a_key_that_was_used_for_something_else_is_given_up() {
        let scene = Scene::begin().await;
        let said = r#"{"error":"IdempotentRequestError","description":"Request parameters don't match"}"#;
        scene.zendesk.faults.next(CREATE, Fault::Refuse(400, said));
        scene.published().await;
        scene.zendesk.ticket();
        assert_eq!(scene.zendesk.faults.asked(CREATE), 2);
    }

    pub(super) async fn an_outage_of_hours_loses_nothing() {
        let scene = Scene::begin().await;
        for _ in 0..6 {
            scene.zendesk.faults.next(CREATE, Fault::Refuse(503, "<html>down</html>"));
        }
        let question = scene.app.published_question(&scene.ada, &scene.moderator, PATH, TITLE).await;
        scene.reply(&question, "Two years.").await;
        scene.act(&question, Act::Resolve).await;
        for _ in 0..8 {
            scene.pass(3601).await;
        }
        let ticket = scene.zendesk.ticket();
        assert_eq!(ticket.status, "solved");
        assert_eq!(ticket.comments.iter().filter(|comment| comment.body.contains("Two years.")).count(), 1);
    }

    pub(super) async fn an_expired_token_is_renewed_once() {
        let scene = Scene::begin().await;
        let question = scene.published().await;
        assert_eq!(scene.zendesk.faults.asked(TOKEN), 1, "a token is kept");
        scene.zendesk.revoke_tokens();
        scene.act(&question, Act::Resolve).await;
        scene.settle().await;
        assert_eq!(scene.zendesk.ticket().status, "solved");
        assert_eq!(scene.zendesk.faults.asked(TOKEN), 2);
        // Before the last fifth of its life is over, another one is asked for.
        scene.pass(6000).await;
        scene.act(&question, Act::Reopen).await;
        scene.settle().await;
        assert_eq!(scene.zendesk.faults.asked(TOKEN), 3);
    }

    pub(super) async fn an_api_token_works_as_long_as_there_are_some() {
        let by_token = |config: ZendeskConfig| {
            use qa_server::config::Secret;
            use qa_server::deliver::zendesk::config::{ApiToken, Auth};
            let token = ApiToken { email: "service@example.org".to_owned(), token: Secret::from("legacy".to_owned()) };
            ZendeskConfig { auth: Auth { oauth: None, token: Some(token) }, ..config }
        };
        let scene = Scene::begin_with(Database::Sqlite, by_token).await;
        scene.published().await;
        scene.zendesk.ticket();
        assert_eq!(scene.zendesk.faults.asked(TOKEN), 0);
    }

    pub(super) async fn waiting_is_done_as_long_as_asked() {
        let scene = Scene::begin().await;
        scene.zendesk.faults.next(CREATE, Fault::Wait(429, 600));
        scene.app.held_question(&scene.ada, PATH, TITLE).await;
        scene.pass(61).await;
        scene.pass(500).await;
        assert_eq!(scene.zendesk.faults.asked(CREATE), 1);
        scene.pass(101).await;
        scene.zendesk.ticket();
    }

    pub(super) async fn a_note_that_arrived_unseen_is_not_repeated() {
        let scene = Scene::begin().await;
        let question = scene.published().await;
        let before = scene.zendesk.ticket().comments.len();
        scene.zendesk.faults.next(UPDATE, Fault::LoseReply);
        scene.reply(&question, "Two years.").await;
        scene.settle().await;
        assert_eq!(scene.zendesk.ticket().comments.len(), before + 1);
        // One that did not arrive is.
        scene.zendesk.faults.next(UPDATE, Fault::Drop);
        scene.reply(&question, "Or three.").await;
        scene.settle().await;
        assert_eq!(scene.zendesk.ticket().comments.len(), before + 2);
        assert!(scene.zendesk.faults.are_over());
    }

    pub(super) async fn a_ticket_that_changes_meanwhile_is_looked_at_again() {
        let scene = Scene::begin().await;
        let question = scene.published().await;
        let said = r#"{"error":"UpdateConflict","description":"Safe Update prevented the update"}"#;
        scene.zendesk.faults.next(UPDATE, Fault::Refuse(409, said));
        scene.act(&question, Act::Resolve).await;
        scene.pass(61).await;
        assert_eq!(scene.zendesk.ticket().status, "solved", "at once, after another look");
    }

    pub(super) async fn a_closed_ticket_is_followed_by_another() {
        let scene = Scene::begin().await;
        let question = scene.published().await;
        scene.reply(&question, "Two years.").await;
        scene.act(&question, Act::Resolve).await;
        scene.settle().await;
        let first = scene.zendesk.ticket();
        scene.zendesk.set_status(first.id, "closed");
        scene.act(&question, Act::Reopen).await;
        scene.settle().await;
        let tickets = scene.zendesk.tickets();
        assert_eq!(tickets.len(), 2);
        assert_eq!((tickets[1].follows, tickets[1].status.as_str()), (Some(first.id), "new"));
        assert_eq!(tickets[1].external_id, format!("postil-{question}.2"));
        assert_eq!(tickets[1].comments.len(), 1, "what the first one was told is there");
        scene.reply(&question, "Or three.").await;
        scene.settle().await;
        let tickets = scene.zendesk.tickets();
        assert_eq!((tickets[0].comments.len(), tickets[1].comments.len()), (first.comments.len(), 2));
    }

    pub(super) async fn a_deleted_ticket_is_made_again() {
        let scene = Scene::begin().await;
        let question = scene.published().await;
        scene.reply(&question, "Two years.").await;
        scene.settle().await;
        let first = scene.zendesk.ticket();
        scene.zendesk.delete(first.id);
        scene.reply(&question, "Or three.").await;
        scene.settle().await;
        let second = scene.zendesk.ticket();
        assert_eq!((second.follows, second.comments.len()), (None, 3), "everything is told again");
    }

    pub(super) async fn what_needs_a_person_is_told_once() {
        let scene = Scene::begin().await;
        scene.app.grant("grace@example.org", Role::Staff).await;
        let question = scene.published().await;
        scene.zendesk.require_field(true);
        scene.act(&question, Act::Resolve).await;
        scene.settle().await;
        let asked = scene.zendesk.faults.asked(UPDATE);
        scene.settle().await;
        scene.reply(&question, "Two years.").await;
        scene.settle().await;
        assert_eq!(scene.zendesk.faults.asked(UPDATE), asked + 2, "it is tried again with what comes next, no sooner");
        let mails = scene.app.mails_to("grace@example.org");
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].header("Subject"), "A ticket at zendesk needs you");
        assert!(mails[0].text.contains("Product: is required when solving a ticket"), "{}", mails[0].text);
        assert!(!mails[0].text.contains(TITLE), "it says where, and not what");
        scene.zendesk.require_field(false);
        scene.reply(&question, "Or three.").await;
        scene.settle().await;
        assert_eq!(scene.zendesk.ticket().status, "solved");
    }

    pub(super) async fn credentials_that_are_refused_turn_it_off() {
        let scene = Scene::begin().await;
        scene.app.grant("grace@example.org", Role::Staff).await;
        scene.zendesk.faults.next(TOKEN, Fault::Refuse(401, r#"{"error":"invalid_client"}"#));
        scene.published().await;
        assert!(scene.zendesk.tickets().is_empty());
        let mails = scene.app.mails_to("grace@example.org");
        assert_eq!(mails.len(), 1);
        assert!(mails[0].text.contains("invalid_client"), "{}", mails[0].text);
    }

    pub(super) async fn nobody_waits_for_a_hanging_system() {
        let scene = Scene::begin().await;
        scene.zendesk.faults.next(CREATE, Fault::Hang);
        let question = scene.app.held_question(&scene.ada, PATH, TITLE).await;
        scene.act(&question, Act::Publish).await;
        scene.app.advance_seconds(61);
        let mail = tests::wait::until("the mail about it", || async { scene.app.mails_to("ada@example.org").pop() });
        assert!(!mail.await.header("Subject").is_empty());
        assert!(scene.zendesk.tickets().is_empty(), "it still hangs");
        scene.settle().await;
        scene.zendesk.ticket();
    }
}
