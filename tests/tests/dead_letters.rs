//! What did not arrive, in the hands of staff and of the operator.

use qa_api::outbox::Outbox;
use qa_api::paths;
use qa_api::problem::{Code, Problem};
use qa_api::thread::{Act, Role};
use qa_server::config::Targets;
use qa_server::service::dead_letters::{LetterAct, act_by_operator, overview};
use qa_server::store::dead_letters::list_outbox_acts;
use serde_json::json;
use tests::app::App;
use tests::database::Database;
use tests::faults::Fault;
use tests::on_both_databases;
use tests::person::Post;
use tests::webhook::Receiver;

on_both_databases!(
    staff_try_what_did_not_arrive_again_or_discard_it,
    programs_of_the_staff_do_the_same,
    the_operator_does_the_same
);

const PATH: &str = "/guide/cleaning/";
const PAGE: &str = "cleaning";
const TITLE: &str = "Which oil is the right one?";

/// A server that told a receiver of two events, which wanted nothing more.
async fn begin(database: Database) -> (App, Receiver) {
    let receiver = Receiver::start().await;
    let targets = Targets { webhooks: vec![receiver.config("erp")], ..Targets::default() };
    let app = App::start_telling(database, targets).await;
    app.grant("grace@example.org", Role::Staff).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    receiver.faults.next("POST", Fault::Refuse(410, ""));
    let question = app.published_question(&ada, &moderator, PATH, TITLE).await;
    app.settle_mail().await;
    moderator.act(PAGE, Post::Question(&question), Act::Resolve, "").await;
    app.settle_mail().await;
    assert_eq!(receiver.kinds(), Vec::<String>::new());
    (app, receiver)
}

async fn staff_try_what_did_not_arrive_again_or_discard_it(database: Database) {
    let (app, receiver) = begin(database).await;
    let staff = app.staff("grace@example.org").await;
    let page = staff.browser.open(paths::MODERATE_OUTBOX).await;
    assert!(page.text().contains("webhook:erp") && page.text().contains("410"), "{}", page.text());
    let letters = page.attributes("form[action='/_qa/form/outbox'] input[name=id]", "value");
    assert_eq!(letters.len(), 2, "{}", page.text());
    // The last one comes first; what was caused before it has to go before it.
    let moderator = app.moderator().await;
    assert_eq!(moderator.browser.open(paths::MODERATE_OUTBOX).await.status, 403);
    let act = async |letter: &str, act: &str| {
        let page = staff.browser.open(paths::MODERATE_OUTBOX).await;
        let form = page.form_with_button(paths::FORM_OUTBOX, ("id", letter), ("act", act));
        staff.browser.submit(&form).await
    };
    let retried = act(&letters[1], "retry").await;
    assert!(retried.text().contains("tried again") && !retried.text().contains("Turned off"), "{}", retried.text());
    app.settle_mail().await;
    assert_eq!(receiver.kinds(), ["question.published"]);
    let discarded = act(&letters[0], "discard").await;
    assert!(discarded.text().contains("Everything arrived"), "{}", discarded.text());
    app.settle_mail().await;
    assert_eq!(receiver.kinds(), ["question.published"]);
    let acts =
        list_outbox_acts(&mut app.server().store.read().await.expect("reading begins")).await.expect("they are read");
    let done: Vec<_> = acts.iter().map(|act| (act.actor_id.is_some(), act.act.as_str())).collect();
    assert_eq!(done, [(true, "retry"), (true, "discard")]);
    app.stop().await;
}

async fn programs_of_the_staff_do_the_same(database: Database) {
    let (app, receiver) = begin(database).await;
    let told = app.mails_to("grace@example.org");
    let link = told.iter().find_map(|mail| mail.link(paths::MODERATE_OUTBOX));
    assert!(link.is_some_and(|link| link.starts_with(app.base_url().as_str())), "{told:#?}");

    let staff = app.staff("grace@example.org").await;
    let outbox: Outbox = staff.browser.get(paths::OUTBOX).await.expect(200);
    assert_eq!((outbox.letters.len(), outbox.dead, outbox.off.len()), (2, 2, 1));
    assert_eq!(outbox.off[0].target, "webhook:erp");
    assert!(outbox.letters[1].error.contains("410"), "{outbox:#?}");
    let (last, first) = (&outbox.letters[0].id, &outbox.letters[1].id);
    let left: Outbox = staff.browser.post(&paths::letter_retry(first), &json!({})).await.expect(200);
    assert_eq!((left.dead, left.off.len()), (1, 0));
    app.settle_mail().await;
    assert_eq!(receiver.kinds(), ["question.published"]);
    let left: Outbox = staff.browser.post(&paths::letter_drop(last), &json!({})).await.expect(200);
    assert_eq!((left.dead, left.letters.len()), (0, 0));
    let again = staff.browser.post(&paths::letter_drop(last), &json!({})).await;
    assert_eq!(again.expect::<Problem>(409).code, Code::Conflict);
    app.stop().await;
}

async fn the_operator_does_the_same(database: Database) {
    let (app, receiver) = begin(database).await;
    let server = app.server();
    let found = overview(server).await.expect("the outbox is read");
    assert_eq!((found.dead, found.off.len()), (2, 1));
    let letters: Vec<_> = found.letters.iter().map(|letter| letter.id.clone()).collect();
    // After the three days for which it is tried, too.
    app.advance_seconds(4 * 24 * 60 * 60);
    receiver.faults.next("POST", Fault::Refuse(503, ""));
    assert_eq!(act_by_operator(server, &letters, LetterAct::Retry).await.expect("they are put back"), 2);
    app.settle_mail().await;
    app.settle_mail().await;
    assert_eq!(receiver.kinds(), ["question.published", "question.resolved"]);
    // What arrived can be sent again, with the same id, and is not discarded.
    assert_eq!(act_by_operator(server, &letters[..1], LetterAct::Discard).await.expect("nothing is done"), 0);
    assert_eq!(act_by_operator(server, &letters[..1], LetterAct::Retry).await.expect("it is put back"), 1);
    app.settle_mail().await;
    let ids: Vec<_> = receiver.messages().into_iter().map(|message| message.id).collect();
    assert_eq!((ids.len(), &ids[2]), (3, &ids[1]));
    app.stop().await;
}
