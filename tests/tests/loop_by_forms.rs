//! From a question to its resolution, by plain forms alone, as a reader without JavaScript goes through it.

use qa_api::paths;
use qa_api::thread::Act;
use tests::app::App;
use tests::database::Database;
use tests::on_both_databases;
use tests::person::{Post, question_id, reply_ids};

on_both_databases!(
    a_question_is_asked_published_answered_and_resolved,
    a_reply_by_a_visitor_waits_too,
    an_act_is_taken_back,
    a_wrong_code_can_be_corrected_and_another_asked_for,
    signing_in_and_out
);

const TITLE: &str = "How long does the oil last?";
const PAGE: &str = "/guide/cleaning/";

async fn a_question_is_asked_published_answered_and_resolved(database: Database) {
    let app = App::start(database).await;
    let asker = app.person("Ada", "ada@example.org");
    let moderator = app.moderator().await;

    let code_page = asker.ask(PAGE, TITLE, "One evening, or *several*?").await;
    assert!(code_page.text().contains("stored safely"), "{}", code_page.text());
    assert!(!app.public_page(PAGE).await.html.contains(TITLE), "a draft is nobody's business");

    let mail = app.mail_to("ada@example.org").await;
    assert!(!mail.text.contains(TITLE), "a mail with a code carries nothing that was typed");
    let held = asker.prove(&code_page, &mail).await;
    assert!(held.text().contains("Waiting for a moderator"), "{}", held.text());
    assert!(held.text().contains(TITLE));
    let id = question_id(&held, TITLE);
    assert!(!app.public_page(PAGE).await.html.contains(TITLE), "a held question is not public");

    let queue = moderator.browser.open(paths::MODERATE).await;
    assert!(queue.text().contains(TITLE), "{}", queue.text());
    moderator.act("cleaning", Post::Question(&id), Act::Publish, "").await;
    let public = app.public_page(PAGE).await;
    assert_eq!(public.texts(&format!("#question-{id}")), [TITLE]);
    assert_eq!(public.inner(".qa-thread > .qa-body"), ["<p>One evening, or <em>several</em>?</p>"]);

    let replied = moderator.reply(&paths::personal_page("cleaning"), &id, "About **six** evenings.").await;
    assert!(replied.text().contains("About six evenings."), "{}", replied.text());
    let public = app.public_page(PAGE).await;
    assert!(public.text().contains("About six evenings."));
    let mails = app.new_mails_to("ada@example.org").await;
    assert_eq!(mails.len(), 1, "one mail says both: {mails:#?}");
    assert!(mails[0].text.contains("About") && mails[0].text.contains(PAGE), "{}", mails[0].text);

    let reply = reply_ids(&public).pop().expect("the reply is on the page");
    asker.act("cleaning", Post::Reply(&reply), Act::Resolve, "").await;
    let public = app.public_page(PAGE).await;
    assert!(public.text().contains("Resolved") && public.text().contains("Solution"), "{}", public.text());
    app.stop().await;
}

async fn a_reply_by_a_visitor_waits_too(database: Database) {
    let app = App::start(database).await;
    let (asker, helper) = (app.person("Ada", "ada@example.org"), app.person("Bob", "bob@example.org"));
    let moderator = app.moderator().await;
    let id = app.published_question(&asker, &moderator, PAGE, TITLE).await;
    app.settle_mail().await;

    let code_page = helper.reply(PAGE, &id, "Six evenings with mine.").await;
    let held = helper.prove(&code_page, &app.mail_to("bob@example.org").await).await;
    assert!(held.text().contains("Six evenings with mine.") && held.text().contains("Waiting for a moderator"));
    assert!(!app.public_page(PAGE).await.html.contains("Six evenings"), "a held reply is not public");
    assert!(!asker.browser.open(&paths::personal_page("cleaning")).await.html.contains("Six evenings"));
    assert_eq!(app.new_mails_to("ada@example.org").await, [], "no mail for a held reply");

    let reply = reply_ids(&held).pop().expect("the reply is shown to its author");
    moderator.act("cleaning", Post::Reply(&reply), Act::Publish, "").await;
    assert!(app.public_page(PAGE).await.text().contains("Six evenings with mine."));
    assert_eq!(app.new_mails_to("ada@example.org").await.len(), 1);
    assert_eq!(app.new_mails_to("bob@example.org").await, [], "nobody is told of their own reply");
    app.stop().await;
}

async fn an_act_is_taken_back(database: Database) {
    let app = App::start(database).await;
    let (asker, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let id = app.held_question(&asker, PAGE, TITLE).await;

    let after = moderator.act("cleaning", Post::Question(&id), Act::Reject, "Asked before.").await;
    let undone = moderator.browser.submit(&after.form(paths::FORM_UNDO)).await;
    assert!(undone.text().contains("Waiting for a moderator"), "{}", undone.text());
    assert_eq!(app.new_mails_to("ada@example.org").await, [], "what was taken back is not told");

    moderator.act("cleaning", Post::Question(&id), Act::Reject, "Asked before.").await;
    let own = asker.browser.open(&paths::personal_page("cleaning")).await;
    assert!(own.text().contains("Turned down") && own.text().contains("Asked before."), "{}", own.text());
    let mails = app.new_mails_to("ada@example.org").await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text.contains("Asked before."), "{}", mails[0].text);
    app.stop().await;
}

async fn a_wrong_code_can_be_corrected_and_another_asked_for(database: Database) {
    let app = App::start(database).await;
    let asker = app.person("Ada", "ada@example.org");
    let code_page = asker.ask(PAGE, TITLE, "").await;
    let first = app.mail_to("ada@example.org").await.code().expect("the mail has a code");
    let wrong = if first == "000000" { "000001" } else { "000000" };

    let again = asker.browser.submit(&code_page.form(paths::FORM_CODE).fill("code", wrong)).await;
    assert_eq!(again.status, 422);
    assert!(again.text().contains("4 more tries"), "{}", again.text());

    let resent = asker.browser.submit(&again.form(paths::FORM_RESEND)).await;
    let mail = app.mail_to("ada@example.org").await;
    let stale = asker.browser.submit(&resent.form(paths::FORM_CODE).fill("code", &first)).await;
    assert_eq!(stale.status, 422, "an earlier code stops working");
    let held = asker.prove(&stale, &mail).await;
    assert!(held.text().contains("Waiting for a moderator"), "{}", held.text());
    app.stop().await;
}

async fn signing_in_and_out(database: Database) {
    let app = App::start(database).await;
    let person = app.person("Ada", "ada@example.org");
    let page = person.browser.open(paths::SIGN_IN_PAGE).await;
    let form = page.form(paths::FORM_SIGN_IN).fill("email", &person.email).fill("name", &person.name);
    let code_page = person.browser.submit(&form).await;
    person.prove(&code_page, &app.mail_to("ada@example.org").await).await;

    let own = person.browser.open(&paths::personal_page("cleaning")).await;
    assert!(own.text().contains("Signed in as Ada"), "{}", own.text());
    assert_eq!(person.browser.open(paths::MODERATE).await.status, 403);
    let out = person.browser.submit(&own.form(paths::FORM_SIGN_OUT)).await;
    assert!(!out.text().contains("Signed in as Ada"));
    assert_eq!(person.browser.open(paths::MODERATE).await.status, 401);
    app.stop().await;
}
