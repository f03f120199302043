//! Unsubscribing takes one click, without signing in, and holds.

use qa_api::paths;
use qa_api::thread::Act;
use reqwest::Method;
use tests::app::App;
use tests::browser::Reply;
use tests::database::Database;
use tests::mail::unsubscribe_link;
use tests::on_both_databases;
use tests::person::Post;

on_both_databases!(unsubscribing_takes_one_click);

async fn unsubscribing_takes_one_click(database: Database) {
    let app = App::start(database).await;
    let (asker, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let id = app.published_question(&asker, &moderator, "/guide/cleaning/", "How long does the oil last?").await;
    let mail = app.new_mails_to("ada@example.org").await.pop().expect("the asker is told of the publication");
    assert_eq!(mail.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    let link = unsubscribe_link(&mail);

    let shown = app.browser().open(&link).await;
    assert!(shown.has_form(paths::UNSUBSCRIBE), "opening the link only asks");
    moderator.reply(&paths::personal_page("cleaning"), &id, "A first reply.").await;
    assert_eq!(app.new_mails_to("ada@example.org").await.len(), 1, "a scanner that opens links unsubscribes nobody");

    // RFC 8058: no cookie, no page of ours, no redirect.
    let post = app.browser().request(Method::POST, &link).form(&[("List-Unsubscribe", "One-Click")]);
    assert_eq!(Reply::read(post).await.status, 200);
    moderator.reply(&paths::personal_page("cleaning"), &id, "A second reply.").await;
    assert_eq!(app.new_mails_to("ada@example.org").await, []);

    let forged = format!("{}{}", &link[..link.len() - 4], "AAAA");
    let post = app.browser().request(Method::POST, &forged).form(&[("List-Unsubscribe", "One-Click")]);
    assert_eq!(Reply::read(post).await.status, 404);

    let code_page = app.person("Ada", "ada@example.org").ask("/", "Where is the wick sold?", "").await;
    assert!(code_page.has_form(paths::FORM_CODE));
    assert!(app.mail_to("ada@example.org").await.code().is_some(), "codes that are asked for still come");
    moderator.act("cleaning", Post::Question(&id), Act::Archive, "").await;
    assert_eq!(app.new_mails_to("ada@example.org").await, []);
    app.stop().await;
}
