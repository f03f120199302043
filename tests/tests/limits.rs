//! Limits fire, say when to come back, and end; unsubscribing takes one click and holds.

use qa_api::paths;
use qa_api::problem::{Code, Problem};
use qa_api::request::{AskRequest, SignInRequest};
use qa_api::thread::Act;
use reqwest::Method;
use tests::app::App;
use tests::browser::Reply;
use tests::database::Database;
use tests::mail::unsubscribe_link;
use tests::on_both_databases;
use tests::person::Post;

on_both_databases!(
    asking_is_limited_by_address,
    mailing_codes_is_limited_by_address,
    mailing_codes_is_limited_by_machine,
    guessing_codes_is_limited,
    unsubscribing_takes_one_click
);

fn question(number: usize, email: &str) -> AskRequest {
    AskRequest {
        page: "cleaning".to_owned(),
        title: format!("Question number {number}"),
        name: "Ada".to_owned(),
        email: email.to_owned(),
        ..AskRequest::default()
    }
}

/// Sends until a limit is reached: how often that worked, and what was said then.
async fn until_limited<F: Future<Output = Reply>>(mut send: impl FnMut(usize) -> F) -> (usize, Problem) {
    for number in 0..100 {
        let reply = send(number).await;
        if reply.status == Code::RateLimited.status() {
            let problem: Problem = reply.expect(429);
            let wait = problem.retry_after.expect("it says when to come back");
            assert_eq!(reply.headers["retry-after"], wait.to_string());
            return (number, problem);
        }
        assert!(reply.status < 300, "{}", reply.text);
    }
    panic!("no limit was reached");
}

async fn asking_is_limited_by_address(database: Database) {
    let app = App::start(database).await;
    let asker = app.person("Ada", "ada@example.org");
    app.held_question(&asker, "/guide/cleaning/", "A question to sign in with").await;
    let (worked, problem) = until_limited(|number| {
        let (browser, request) = (asker.browser.clone(), question(number, ""));
        async move { browser.post(paths::QUESTIONS, &request).await }
    })
    .await;
    assert!((5..30).contains(&worked), "{worked} questions in one hour");

    let page = asker.ask(&paths::personal_page("cleaning"), "One more question", "Kept?").await;
    assert_eq!(page.status, 429);
    assert_eq!(page.form(paths::FORM_ASK).value("body").map(str::trim), Some("Kept?"));
    app.advance_seconds(problem.retry_after.expect("it says when to come back"));
    assert_eq!(asker.browser.post(paths::QUESTIONS, &question(1000, "")).await.status, 201);
    app.stop().await;
}

async fn mailing_codes_is_limited_by_address(database: Database) {
    let app = App::start(database).await;
    let browser = app.browser();
    let (worked, problem) = until_limited(|_| async {
        let request = SignInRequest { email: "victim@example.org".to_owned(), name: String::new() };
        browser.post(paths::SIGN_IN, &request).await
    })
    .await;
    assert_eq!(app.new_mails_to("victim@example.org").await.len(), worked);
    assert!(worked <= 5, "{worked} mails to one address");
    let asked = app.browser().post(paths::QUESTIONS, &question(1, "victim@example.org")).await;
    assert_eq!(asked.status, 429, "asking mails codes too");
    let other = SignInRequest { email: "other@example.org".to_owned(), name: String::new() };
    assert_eq!(browser.post(paths::SIGN_IN, &other).await.status, 202, "others are not concerned");
    app.advance_seconds(problem.retry_after.expect("it says when to come back"));
    let later = SignInRequest { email: "victim@example.org".to_owned(), name: String::new() };
    assert_eq!(browser.post(paths::SIGN_IN, &later).await.status, 202);
    app.stop().await;
}

async fn mailing_codes_is_limited_by_machine(database: Database) {
    let app = App::start(database).await;
    let (worked, _) = until_limited(|number| {
        let request = SignInRequest { email: format!("person{number}@example.org"), name: String::new() };
        // A new browser each time, and a header that only a trusted proxy may set.
        let browser = app.browser();
        async move {
            let post = browser.request(Method::POST, paths::SIGN_IN).json(&request);
            let post = post.header("Sec-Fetch-Site", "same-origin");
            Reply::read(post.header("X-Forwarded-For", format!("203.0.113.{number}"))).await
        }
    })
    .await;
    assert!((6..=50).contains(&worked), "{worked} addresses from one machine");
    app.stop().await;
}

async fn guessing_codes_is_limited(database: Database) {
    let app = App::start(database).await;
    let person = app.person("Ada", "ada@example.org");
    let mut page = person.ask("/guide/cleaning/", "How long does the oil last?", "").await;
    let mail = app.mail_to("ada@example.org").await;
    let code = mail.code().expect("the mail has a code");
    for guess in (0..5).map(|n| format!("{n:06}")).filter(|guess| *guess != code).chain(["999999".to_owned()]).take(5) {
        page = person.browser.submit(&page.form(paths::FORM_CODE).fill("code", &guess)).await;
        assert!(matches!(page.status, 410 | 422), "{}", page.text());
    }
    assert_eq!(page.status, 410, "after five tries the code is over");
    let late = person.browser.submit(&page.form(paths::FORM_CODE).fill("code", &code)).await;
    assert_eq!(late.status, 410, "even for the right one");
    let resent = person.browser.submit(&late.form(paths::FORM_RESEND)).await;
    let held = person.prove(&resent, &app.mail_to("ada@example.org").await).await;
    assert!(held.text().contains("Waiting for a moderator"), "{}", held.text());
    app.stop().await;
}

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
