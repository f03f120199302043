//! Limits fire, say when to come back, and end.

use qa_api::paths;
use qa_api::problem::{Code, Problem};
use qa_api::request::{ActRequest, AnswerRequest, AskRequest, Challenge, Me, Preview, PreviewRequest, SignInRequest};
use qa_api::thread::Act;
use reqwest::Method;
use tests::app::App;
use tests::browser::Reply;
use tests::database::Database;
use tests::on_both_databases;

on_both_databases!(
    asking_is_limited_by_address,
    asking_is_limited_by_machine,
    mailing_codes_is_limited_by_address,
    mailing_codes_is_limited_by_machine,
    guessing_codes_is_limited,
    many_wrong_codes_leave_only_the_link,
    answering_is_limited_by_machine,
    acting_is_limited_by_account,
    previewing_is_limited_by_machine
);

async fn previewing_is_limited_by_machine(database: Database) {
    let app = App::start(database).await;
    let browser = app.browser();
    let text = |body: &str| PreviewRequest { body: body.to_owned() };
    let shown: Preview = browser.post(paths::PREVIEW, &text("It is *so* <b onclick=x>bold</b>.")).await.expect(200);
    assert_eq!(shown.html, "<p>It is <em>so</em> &lt;b onclick=x&gt;bold&lt;/b&gt;.</p>");
    let problem: Problem = browser.post(paths::PREVIEW, &text(&"> ".repeat(100))).await.expect(422);
    assert!(problem.field("body").is_some());
    assert_eq!(browser.post(paths::PREVIEW, &text("")).await.expect::<Preview>(200).html, "");
    let mut worked = 0;
    let problem: Problem = loop {
        let reply = browser.post(paths::PREVIEW, &text("Again.")).await;
        match reply.status {
            200 => worked += 1,
            _ => break reply.expect(429),
        }
        assert!(worked < 1000, "no limit was reached");
    };
    assert!(worked > 300, "{worked} previews in one hour");
    app.advance_seconds(problem.retry_after.expect("it says when to come back"));
    assert_eq!(browser.post(paths::PREVIEW, &text("Again.")).await.status, 200);
    app.stop().await;
}

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

async fn asking_is_limited_by_machine(database: Database) {
    let app = App::start(database).await;
    let mut people = Vec::new();
    for name in ["ada", "bob", "cleo", "dora"] {
        people.push(app.signed_in(name, &format!("{name}@example.org")).await);
    }
    // In turns, so that the machine's limit is reached before anybody's own.
    let (worked, _) = until_limited(|number| {
        let (browser, request) = (people[number % people.len()].browser.clone(), question(number, ""));
        async move { browser.post(paths::QUESTIONS, &request).await }
    })
    .await;
    assert!((20..40).contains(&worked), "{worked} questions from one machine in one hour");
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

async fn many_wrong_codes_leave_only_the_link(database: Database) {
    let app = App::start(database).await;
    let browser = app.browser();
    let request = SignInRequest { email: "ada@example.org".to_owned(), name: String::new() };
    for _ in 0..2 {
        let challenge: Challenge = browser.post(paths::SIGN_IN, &request).await.expect(202);
        let code = app.mail_to("ada@example.org").await.code().expect("the mail has a code");
        let wrong = AnswerRequest { code: if code == "000000" { "000001".to_owned() } else { "000000".to_owned() } };
        for _ in 0..5 {
            let reply = browser.post(&paths::challenge_answer(&challenge.challenge), &wrong).await;
            assert!(matches!(reply.status, 410 | 422), "{}", reply.text);
        }
    }
    let challenge: Challenge = browser.post(paths::SIGN_IN, &request).await.expect(202);
    let mail = app.mail_to("ada@example.org").await;
    assert_eq!(mail.code(), None, "six digits are too little by now: {}", mail.text);
    let guess = AnswerRequest { code: "123456".to_owned() };
    assert_eq!(browser.post(&paths::challenge_answer(&challenge.challenge), &guess).await.status, 422);
    let person = app.person("Ada", "ada@example.org");
    person.sign_in_by_link(&mail.link(paths::SIGN_IN_LINK).expect("the mail has a link")).await;
    assert!(person.browser.get(paths::ME).await.expect::<Me>(200).viewer.is_some());
    app.stop().await;
}

async fn answering_is_limited_by_machine(database: Database) {
    let app = App::start(database).await;
    let browser = app.browser();
    let request = SignInRequest { email: "ada@example.org".to_owned(), name: String::new() };
    let challenge: Challenge = browser.post(paths::SIGN_IN, &request).await.expect(202);
    let path = paths::challenge_answer(&challenge.challenge);
    let guess = AnswerRequest { code: "000000".to_owned() };
    let mut tries = 0;
    while browser.post(&path, &guess).await.status != 429 {
        tries += 1;
        assert!(tries < 100, "guessing goes on for ever");
    }
    app.stop().await;
}

async fn acting_is_limited_by_account(database: Database) {
    let app = App::start(database).await;
    let (asker, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let id = app.published_question(&asker, &moderator, "/guide/cleaning/", "How long does the oil last?").await;
    let path = paths::question_acts(&id);
    let mut acts = 0;
    loop {
        let act = if acts % 2 == 0 { Act::Resolve } else { Act::Reopen };
        let reply = asker.browser.post(&path, &ActRequest::new(act, "")).await;
        if reply.status == 429 {
            break;
        }
        assert_eq!(reply.status, 200, "{}", reply.text);
        acts += 1;
        assert!(acts < 1000, "acting goes on for ever");
    }
    assert!(acts >= 100, "a moderator with a full queue is not stopped at {acts}");
    let others = ActRequest::new(Act::Archive, "");
    assert_eq!(moderator.browser.post(&path, &others).await.status, 200, "others are not concerned");
    app.stop().await;
}
