//! Whatever the API's description allows, and much that it does not, is answered as the description says.
//!
//! Schemathesis (<https://schemathesis.readthedocs.io>) makes the requests, from a fixed seed.

use std::env;
use std::time::{Duration, Instant};

use qa_api::paths;
use tests::app::App;
use tests::browser::Browser;
use tests::database::Database;
use tests::person::Person;
use tokio::process::Command;

/// What it holds replies to: their status, kind, headers and shape are described, and none is a fault of the server.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
    response_headers_conformance,response_schema_conformance";
/// Requests made by chance for each operation, beside those that go by its description.
const EXAMPLES: &str = "5";
/// What ends the session that everything else is asked in.
const ENDS_A_SESSION: [&str; 3] = [paths::SIGN_OUT, paths::LEAVE, paths::END_SESSIONS];
/// How long all of it may take on a busy machine; alone it is a quarter of a minute or so.
const PATIENCE: Duration = Duration::from_secs(180);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs schemathesis: cargo xtask test"]
async fn nobody_gets_what_is_not_described() {
    let app = App::start(Database::Sqlite).await;
    check(&app, &app.browser()).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs schemathesis: cargo xtask test"]
async fn a_member_gets_what_is_described() {
    let app = App::start(Database::Sqlite).await;
    let ada = app.signed_in("Ada", "ada@example.org").await;
    check_signed_in(&app, &ada).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs schemathesis: cargo xtask test"]
async fn a_moderator_gets_what_is_described() {
    let app = App::start(Database::Sqlite).await;
    let moderator = app.moderator().await;
    check_signed_in(&app, &moderator).await;
    app.stop().await;
}

async fn check_signed_in(app: &App, person: &Person) {
    check(app, &person.browser).await;
    let me = person.browser.get(paths::MY_PROFILE).await;
    assert_eq!(me.status, 200, "the session lasted until the end: {}", me.text);
}

/// Has the API asked by whoever sits at `browser`.
async fn check(app: &App, browser: &Browser) {
    let python = env::var("POSTIL_TEST_PYTHON").expect("POSTIL_TEST_PYTHON is set by `cargo xtask test`");
    let mut schemathesis = Command::new(python);
    schemathesis.args(["-m", "schemathesis.cli", "run", "--no-color", "--checks", CHECKS]);
    schemathesis.args(["--phases", "examples,coverage,fuzzing", "--max-examples", EXAMPLES, "--seed", "1"]);
    // Nothing is kept between runs, so that each makes the same requests.
    schemathesis.args(["--generation-database", "none", "--no-shrink", "--continue-on-failure", "--warnings", "off"]);
    schemathesis.args(["--request-timeout", "10", "-H", "Sec-Fetch-Site: same-origin"]);
    let cookies = browser.cookies();
    if !cookies.is_empty() {
        schemathesis.args(["-H", &format!("Cookie: {cookies}")]);
        for path in ENDS_A_SESSION {
            schemathesis.args(["--exclude-path", path]);
        }
    }
    let document = browser.url(paths::OPENAPI);
    schemathesis.arg(document.as_str()).current_dir(app.folder()).kill_on_drop(true);
    let started = Instant::now();
    // Limits have their own tests; here they would hide what is behind them.
    let unlimited = async {
        loop {
            app.forget_counters().await;
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let output = tokio::select! {
        output = schemathesis.output() => output.expect("schemathesis runs"),
        () = unlimited => unreachable!("limits are lifted for ever"),
    };
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(started.elapsed() < PATIENCE, "it took {:?}", started.elapsed());
    eprintln!("{}", told.lines().rev().take(8).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("\n"));
}
