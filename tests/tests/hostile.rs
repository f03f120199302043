//! Input that nobody means well with: each is refused in words, costs little, and loses nobody's text.

use std::time::{Duration, Instant};

use qa_api::paths;
use qa_api::problem::{Code, Problem};
use qa_api::request::{AskRequest, Posted};
use tests::app::App;
use tests::browser::Reply;
use tests::database::Database;
use tests::on_both_databases;
use url::Url;

on_both_databases!(
    too_much_text_is_refused_and_kept,
    deep_nesting_is_refused_quickly,
    markup_is_shown_as_text,
    a_nul_is_named,
    an_unknown_page_is_refused,
    other_sites_cannot_write,
    oversized_requests_end_early
);

const TITLE: &str = "How long does the oil last?";

fn question(body: &str) -> AskRequest {
    AskRequest {
        page: "cleaning".to_owned(),
        title: TITLE.to_owned(),
        body: body.to_owned(),
        name: "Mallory".to_owned(),
        email: "mallory@example.org".to_owned(),
        ..AskRequest::default()
    }
}

/// Sends `body` by form and by JSON: both refuse it as `code`, and the form still holds what was typed.
async fn refused(app: &App, body: &str, code: Code) -> Problem {
    let person = app.person("Mallory", "mallory@example.org");
    let page = person.ask("/guide/cleaning/", TITLE, body).await;
    assert_eq!(page.status, code.status(), "{}", page.text());
    let form = page.form(paths::FORM_ASK);
    assert_eq!(form.value("title"), Some(TITLE));
    let kept = form.value("body").expect("the form has a body").trim_start_matches('\n');
    assert!(kept == body.replace('\0', "\u{fffd}") || kept == body.replace('\0', ""), "the text is still there");
    assert_eq!(form.value("email"), Some("mallory@example.org"));
    let problem: Problem = person.browser.post(paths::QUESTIONS, &question(body)).await.expect(code.status());
    assert_eq!(problem.code, code);
    assert_unharmed(app).await;
    problem
}

async fn assert_unharmed(app: &App) {
    assert_eq!(app.browser().get("/_qa/healthz").await.status, 200);
    assert_eq!(app.public_page("/guide/cleaning/").await.texts(".qa-thread"), Vec::<String>::new());
}

async fn too_much_text_is_refused_and_kept(database: Database) {
    let app = App::start(database).await;
    let problem = refused(&app, &"a word and more ".repeat(40 * 64), Code::InvalidInput).await;
    let said = problem.field("body").expect("it is about the body");
    assert!(said.contains("40 KiB") && said.contains("32 KiB"), "{said}");
    app.stop().await;
}

async fn deep_nesting_is_refused_quickly(database: Database) {
    let app = App::start(database).await;
    let started = Instant::now();
    for body in [">".repeat(20_000), "- ".repeat(10_000), "1. ".repeat(10_000), "[".repeat(30_000)] {
        let reply = app.browser().post(paths::QUESTIONS, &question(&body)).await;
        assert!(matches!(reply.status, 202 | 422), "{}", reply.text);
    }
    assert!(started.elapsed() < Duration::from_secs(5), "hostile text took {:?}", started.elapsed());
    let problem = refused(&app, &">".repeat(20_000), Code::InvalidInput).await;
    assert!(problem.field("body").is_some_and(|said| said.contains("nested")), "{problem:?}");
    app.stop().await;
}

async fn markup_is_shown_as_text(database: Database) {
    let app = App::start(database).await;
    let (person, moderator) = (app.person("<b>Mallory</b>", "mallory@example.org"), app.moderator().await);
    let title = "<script>alert('title')</script>";
    let body = "<script>alert('body')</script>\n\n<img src=x onerror=alert(1)>\n\n[press](javascript:alert(2))";
    let code_page = person.ask("/guide/cleaning/", title, body).await;
    let held = person.prove(&code_page, &app.mail_to("mallory@example.org").await).await;
    let queue = moderator.browser.open(paths::MODERATE).await;
    let id = tests::person::question_id(&held, title);
    let post = tests::person::Post::Question(&id);
    moderator.act("cleaning", post, qa_api::thread::Act::Publish, "").await;
    let public = app.public_page("/guide/cleaning/").await;
    for page in [&held, &queue, &public] {
        let sources = page.attributes("script[src]", "src");
        let own = |source: &String| source.starts_with(paths::PREFIX) || source.starts_with("/assets/");
        assert!(sources.iter().all(own), "{sources:?}");
        let inline = page.inner("script:not([src]):not([type='application/json'])");
        assert_eq!(inline, Vec::<String>::new(), "data is the only thing that stands in a page's own scripts");
        assert_eq!(page.inner("img, [onerror], a[href^='javascript:']"), Vec::<String>::new());
        assert!(page.text().contains(title), "{}", page.text());
    }
    assert!(public.text().contains("<b>Mallory</b>") && public.text().contains("alert('body')"));
    app.stop().await;
}

async fn a_nul_is_named(database: Database) {
    let app = App::start(database).await;
    let problem = refused(&app, "before\0after", Code::InvalidInput).await;
    assert!(problem.field("body").is_some_and(|said| said.contains("NUL")), "{problem:?}");
    app.stop().await;
}

async fn an_unknown_page_is_refused(database: Database) {
    let app = App::start(database).await;
    let person = app.person("Ada", "ada@example.org");
    let page = person.browser.open("/guide/cleaning/").await;
    let form = page.form(paths::FORM_ASK).fill("title", TITLE).fill("body", "Kept?").fill("page", "no-such-page");
    let form = form.fill("name", "Ada").fill("email", "ada@example.org");
    let refused = person.browser.submit(&form).await;
    assert_eq!(refused.status, 404);
    assert!(refused.text().contains(Code::UnknownPage.title()), "{}", refused.text());
    assert_eq!(refused.form(paths::FORM_ASK).value("body").map(str::trim), Some("Kept?"));
    assert_unharmed(&app).await;
    app.stop().await;
}

async fn other_sites_cannot_write(database: Database) {
    let app = App::start(database).await;
    let person = app.person("Ada", "ada@example.org");
    let page = person.browser.open("/guide/cleaning/").await;
    let form = page.form(paths::FORM_ASK).fill("title", TITLE).fill("body", "Kept?");
    let form = form.fill("name", "Ada").fill("email", "ada@example.org");
    let elsewhere = Url::parse("https://elsewhere.example").expect("a URL");
    let refused = person.browser.submit_from("cross-site", elsewhere.clone(), &form).await;
    assert_eq!(refused.status, 403);
    assert!(refused.text().contains(Code::CrossSite.title()), "{}", refused.text());
    assert_eq!(
        refused.form(paths::FORM_ASK).value("body").map(str::trim),
        Some("Kept?"),
        "nothing that was typed is lost"
    );

    let request = || person.browser.request(reqwest::Method::POST, paths::QUESTIONS).json(&question("x"));
    let by_fetch =
        Reply::read(request().header("Sec-Fetch-Site", "cross-site").header("Origin", "https://elsewhere.example"));
    assert_eq!(by_fetch.await.expect::<Problem>(403).code, Code::CrossSite);
    let old_browser = Reply::read(request().header("Origin", "https://elsewhere.example"));
    assert_eq!(old_browser.await.expect::<Problem>(403).code, Code::CrossSite);
    let sandboxed = Reply::read(request().header("Origin", "null"));
    assert_eq!(sandboxed.await.expect::<Problem>(403).code, Code::CrossSite);
    assert_eq!(app.new_mails_to("ada@example.org").await, []);
    assert_eq!(app.new_mails_to("mallory@example.org").await, []);
    app.stop().await;
}

async fn oversized_requests_end_early(database: Database) {
    let app = App::start(database).await;
    let browser = app.browser();
    let reply = browser.post(paths::QUESTIONS, &question(&"x".repeat(400 * 1024))).await;
    assert_eq!(reply.expect::<Problem>(413).code, Code::TooLarge);
    let good = browser.post(paths::QUESTIONS, &question("A fair question.")).await;
    assert!(matches!(good.expect::<Posted>(202), Posted::Draft(_)));
    assert_unharmed(&app).await;
    app.stop().await;
}
