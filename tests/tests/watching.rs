//! What an operator sees of a running server, and what nobody is to see in its logs.

use std::fs;

use qa_api::paths;
use qa_api::request::{AnswerRequest, AskRequest, Posted, SignedIn};
use reqwest::{Method, StatusCode};
use serde_json::Value;
use tests::app::App;
use tests::browser::Browser;
use tests::database::Database;
use tests::program::{Installation, free_port};
use tests::{on_both_databases, wait};
use url::Url;

on_both_databases!(a_server_tells_what_it_does_and_no_secret, a_server_is_ready_once_it_has_a_site);

const BINARY: &str = env!("CARGO_BIN_EXE_qa-server-under-test");
/// Nobody says these by chance.
const ADDRESS: &str = "canary-7c1d@example.org";
const NAME: &str = "Canary Fe41";
const TITLE: &str = "Does the canary-title-93ab sing?";
const BODY: &str = "Only a canary-body-5e70 would.";

async fn status(browser: &Browser, path: &str) -> StatusCode {
    browser.request(Method::GET, path).send().await.expect("the server answers").status()
}

async fn a_server_tells_what_it_does_and_no_secret(database: Database) {
    let installation = Installation::new(BINARY, database, None).await;
    let metrics = format!("127.0.0.1:{}", free_port());
    let environment = [("QA_METRICS_LISTEN", &*metrics), ("QA_LOG_FORMAT", "json"), ("RUST_LOG", "debug")];
    let program = installation.start_with(&environment).await;
    let browser = installation.browser();
    let question = AskRequest {
        page: "cleaning".to_owned(),
        title: TITLE.to_owned(),
        body: BODY.to_owned(),
        name: NAME.to_owned(),
        email: ADDRESS.to_owned(),
        ..AskRequest::default()
    };
    let challenge = match browser.post(paths::QUESTIONS, &question).await.expect(202) {
        Posted::Draft(challenge) => challenge.challenge,
        other => panic!("not a draft: {other:?}"),
    };
    let mail = wait::until("the code's mail", || async { installation.mails_to(ADDRESS).pop() }).await;
    let code = mail.code().expect("the mail has a code");
    let path = paths::challenge_answer(&challenge);
    let reply = browser.post(&path, &AnswerRequest { code: code.clone() }).await;
    let _: SignedIn = reply.expect(200);
    let cookie = reply.headers["set-cookie"].to_str().expect("a cookie is ASCII");
    let (_, cookie) = cookie.split(';').next().unwrap_or_default().split_once('=').expect("a cookie has a value");
    assert!(cookie.len() > 20, "signing in sets a cookie: {cookie}");
    let refused = browser.post(paths::SIGN_IN, &"not what is asked for").await;
    assert!((400..500).contains(&refused.status));

    let watcher = Browser::new(&Url::parse(&format!("http://{metrics}")).expect("a URL"));
    let told = watcher.request(Method::GET, "/metrics").send().await.expect("metrics are told");
    assert_eq!(told.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    let told = told.text().await.expect("metrics are text");
    for line in [
        "postil_http_requests_total{class=\"api\",kind=\"write\",status=\"2xx\"} 2",
        "postil_http_requests_total{class=\"api\",kind=\"write\",status=\"4xx\"} 1",
        "postil_posts{kind=\"question\",state=\"held\"} 1",
        "postil_drafts 0",
        "postil_outbox{target=\"email\",state=\"done\"} ",
    ] {
        assert!(told.lines().any(|told| told.starts_with(line)), "{line} is not in {told}");
    }
    assert_eq!(status(&watcher, "/").await, StatusCode::NOT_FOUND, "nothing else is served there");
    assert_eq!(status(&browser, "/metrics").await, StatusCode::NOT_FOUND, "readers do not get them");
    assert!(program.terminate().await, "{}", installation.read_log());

    let log = installation.read_log();
    for line in log.lines() {
        let entry: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(entry["timestamp"].is_string() && entry["level"].is_string(), "{line}");
    }
    assert!(log.lines().count() > 3, "something was written down: {log}");
    let key = fs::read_to_string(installation.data().join("key")).expect("there is a key");
    let secrets = [ADDRESS, NAME, "canary-title", "canary-body", &*code, key.trim(), &*challenge];
    for secret in secrets.into_iter().chain([cookie]) {
        assert!(!log.contains(secret) && !told.contains(secret), "{secret} is in the log or the metrics");
    }
}

async fn a_server_is_ready_once_it_has_a_site(database: Database) {
    let app = App::start(database).await;
    let browser = app.browser();
    assert_eq!(status(&browser, "/_qa/readyz").await, StatusCode::OK);
    app.stop().await;
}
