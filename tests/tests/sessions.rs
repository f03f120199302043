//! Sessions and what is kept at the reader's: links that scanners open, cookies that end, reading that leaves nothing.

use qa_api::paths;
use qa_api::request::{AnswerRequest, Challenge, Me, SignInRequest};
use qa_api::thread::Role;
use reqwest::Method;
use reqwest::header::{CACHE_CONTROL, HeaderMap, SET_COOKIE};
use tests::app::App;
use tests::browser::{Browser, Reply};
use tests::database::Database;
use tests::on_both_databases;

on_both_databases!(
    opening_a_link_changes_nothing_and_pressing_works_once,
    signing_out_ends_the_session_everywhere,
    a_change_of_role_ends_sessions,
    reading_leaves_nothing_behind,
    what_one_reader_sees_is_stored_by_nobody
);

async fn opening_a_link_changes_nothing_and_pressing_works_once(database: Database) {
    let app = App::start(database).await;
    let link = app.moderator_link().await;
    for _ in 0..3 {
        let page = app.browser().open(&link).await;
        assert_eq!((page.status, page.has_form(paths::SIGN_IN_LINK)), (200, true), "a scanner only looks");
    }
    let page = app.browser().open(&link).await;
    let person = app.person("Mo", "mo@example.org");
    person.sign_in_by_link(&link).await;
    let viewer = person.browser.get(paths::ME).await.expect::<Me>(200).viewer.expect("somebody is signed in");
    assert_eq!(viewer.role, Role::Moderator);

    let second = app.browser();
    assert_eq!(second.submit(&page.form(paths::SIGN_IN_LINK)).await.status, 410);
    assert_eq!(second.get(paths::ME).await.expect::<Me>(200).viewer, None);
    app.stop().await;
}

/// Signs in by code and gives the cookie, as `name=value`.
async fn cookie(app: &App) -> String {
    let browser = app.browser();
    let request = SignInRequest { email: "ada@example.org".to_owned(), name: "Ada".to_owned() };
    let challenge: Challenge = browser.post(paths::SIGN_IN, &request).await.expect(202);
    let code = app.mail_to("ada@example.org").await.code().expect("the mail has a code");
    let reply = browser.post(&paths::challenge_answer(&challenge.challenge), &AnswerRequest { code }).await;
    let header = reply.headers[SET_COOKIE].to_str().expect("a cookie is ASCII").to_owned();
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(header.contains(attribute), "{header}");
    }
    header.split(';').next().expect("a cookie has a value").to_owned()
}

async fn viewer(app: &App, cookie: &str) -> Option<String> {
    let request = app.browser().request(Method::GET, paths::ME).header("Cookie", cookie);
    Reply::read(request).await.expect::<Me>(200).viewer.map(|viewer| viewer.name)
}

async fn signing_out_ends_the_session_everywhere(database: Database) {
    let app = App::start(database).await;
    let (first, second) = (cookie(&app).await, cookie(&app).await);
    assert_ne!(first, second);
    assert_eq!(viewer(&app, &first).await.as_deref(), Some("Ada"));
    let out = app.browser().request(Method::POST, paths::SIGN_OUT).header("Cookie", &first);
    let out = Reply::read(out.header("Sec-Fetch-Site", "same-origin")).await;
    assert!(out.status < 300, "{}", out.text);
    assert_eq!(viewer(&app, &first).await, None, "a copied cookie is worth nothing any more");
    assert_eq!(viewer(&app, &second).await.as_deref(), Some("Ada"), "another browser stays signed in");
    app.stop().await;
}

async fn a_change_of_role_ends_sessions(database: Database) {
    let app = App::start(database).await;
    let cookie = cookie(&app).await;
    app.grant("ada@example.org", Role::Moderator).await;
    assert_eq!(viewer(&app, &cookie).await, None);
    app.stop().await;
}

async fn reading_leaves_nothing_behind(database: Database) {
    let app = App::start(database).await;
    let (asker, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    app.published_question(&asker, &moderator, "/guide/cleaning/", "How long does the oil last?").await;
    for path in ["/", "/guide/cleaning/", &paths::page_threads("cleaning"), paths::SNAPSHOT, paths::SIGN_IN_PAGE] {
        let headers = headers(&app.browser(), path).await;
        assert!(!headers.contains_key(SET_COOKIE), "{path} sets a cookie");
        for name in ["content-security-policy", "x-content-type-options", "referrer-policy"] {
            assert!(headers.contains_key(name), "{path} comes without {name}");
        }
        let policy = headers["content-security-policy"].to_str().expect("a policy is ASCII");
        assert!(!policy.contains("unsafe-inline") && policy.contains("frame-ancestors"), "{policy}");
    }
    app.stop().await;
}

async fn what_one_reader_sees_is_stored_by_nobody(database: Database) {
    let app = App::start(database).await;
    let reader = app.moderator().await.browser;
    for path in [
        paths::ME,
        &paths::my_page_threads("cleaning"),
        &paths::personal_page("cleaning"),
        paths::MODERATE,
        paths::PROFILE,
        paths::MY_PROFILE,
        paths::MY_SESSIONS,
    ] {
        let headers = headers(&reader, path).await;
        let kept = headers.get(CACHE_CONTROL).and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert!(kept.contains("no-store"), "{path}: {kept:?}");
    }
    app.stop().await;
}

async fn headers(browser: &Browser, path: &str) -> HeaderMap {
    let request = browser.request(Method::GET, path);
    request.send().await.expect("the server answers").headers().clone()
}
