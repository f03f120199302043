//! The site as files on one host, its questions at a server on another name of the same domain.

use std::path::{Path, PathBuf};

use qa_api::paths;
use qa_api::problem::{Code, Problem};
use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Method, StatusCode};
use serde_json::json;
use tests::app::App;
use tests::browser::{Browser, Reply};
use tests::chromium::{Chromium, Setup};
use tests::database::Database;
use tests::nginx::Nginx;
use tests::on_both_databases;
use tests::program::free_port;
use tests::site::{self, Apart};
use tests::wait;
use url::Url;

on_both_databases!(
    listed_origins_are_answered_and_no_others,
    listed_origins_write_and_no_others,
    a_form_leads_back_to_the_page_it_was_on
);
mod in_chromium {
    in_chromium!(the_story_on_a_static_host);

    use super::the_story_on_a_static_host;
}

const PATH: &str = "/guide/cleaning/";
const PAGE: &str = "cleaning";
const TITLE: &str = "How long does the oil last?";
const SETUP: Setup = Setup { size: (1280, 700), scripts: true, names: true };
/// Whatever CORS says begins so.
const CORS: &str = "access-control-";

fn apart() -> Apart {
    let port = free_port();
    let url = |name: &str| Url::parse(&format!("https://{name}.example.test:{port}/")).expect("a URL");
    Apart { site: url("docs"), server: url("questions") }
}

/// What the page at `origin` gets from the server when it sends a request, whose relation to it is `same-site`.
async fn from(app: &App, origin: &str, method: Method, path: &str) -> Reply {
    let request = Browser::new(app.local()).request(method, path).header("Origin", origin);
    Reply::read(request.header("Sec-Fetch-Site", "same-site")).await
}

fn says_nothing_of_cors(headers: &HeaderMap) -> bool {
    headers.keys().all(|name| !name.as_str().starts_with(CORS))
}

fn varies(headers: &HeaderMap) -> bool {
    headers.get_all("vary").iter().any(|value| value.to_str().is_ok_and(|text| text.contains("origin")))
}

/// Origins that are close to `site`, and none of them it.
fn near(site: &Url) -> Vec<String> {
    let port = site.port().expect("a port");
    vec![
        format!("http://docs.example.test:{port}"),
        format!("https://docs.example.test:{}", port ^ 1),
        "https://docs.example.test".to_owned(),
        format!("https://docs.example.test:{port}.evil.example"),
        format!("https://evil.docs.example.test:{port}"),
        format!("https://example.test:{port}"),
        "null".to_owned(),
        String::new(),
    ]
}

async fn listed_origins_are_answered_and_no_others(database: Database) {
    let apart = apart();
    let app = App::start_apart(database, &apart).await;
    let site = apart.site.origin().ascii_serialization();
    let shared = [paths::page_threads(PAGE), paths::ME.to_owned(), paths::page_events(PAGE)];
    for path in &shared {
        let reply = from(&app, &site, Method::GET, path).await;
        assert_eq!(reply.headers["access-control-allow-origin"], *site, "{path}");
        assert_eq!(reply.headers["access-control-allow-credentials"], "true", "{path}");
        assert_eq!(reply.headers["cross-origin-resource-policy"], "same-site", "{path}");
        assert!(varies(&reply.headers), "{path}");
    }
    let loader = from(&app, &site, Method::GET, "/_qa/widget/loader.js").await;
    assert_eq!(loader.headers["access-control-allow-origin"], *site);
    assert!(varies(&loader.headers) && !loader.headers.contains_key("access-control-allow-credentials"));
    // A problem can be read too, or nobody would know what it is.
    let missing = from(&app, &site, Method::GET, &paths::page_threads("made-up")).await;
    assert_eq!(missing.headers["access-control-allow-origin"], *site);
    for own in [paths::SIGN_IN_PAGE, paths::QUESTIONS_LIST, PATH, &paths::personal_page(PAGE)] {
        let reply = from(&app, &site, Method::GET, own).await;
        assert!(says_nothing_of_cors(&reply.headers), "{own} is a page and not shared");
    }

    let ask = async |origin: &str, path: &str| {
        let request = Browser::new(app.local()).request(Method::OPTIONS, path).header("Origin", origin);
        let request = request.header("Access-Control-Request-Headers", "content-type");
        Reply::read(request.header("Access-Control-Request-Method", "POST")).await
    };
    let allowed = ask(&site, paths::QUESTIONS).await;
    assert_eq!(allowed.status, 204);
    assert_eq!(allowed.headers["access-control-allow-origin"], *site);
    assert_eq!(allowed.headers["access-control-allow-headers"], "content-type");
    assert_eq!(allowed.headers["access-control-allow-methods"], "GET, POST");
    assert!(allowed.headers.contains_key("access-control-max-age") && varies(&allowed.headers));
    for other in near(&apart.site) {
        for path in &shared {
            let reply = from(&app, &other, Method::GET, path).await;
            assert!(says_nothing_of_cors(&reply.headers) && varies(&reply.headers), "{other} {path}");
        }
        assert!(says_nothing_of_cors(&ask(&other, paths::QUESTIONS).await.headers), "{other}");
        assert!(says_nothing_of_cors(&from(&app, &other, Method::GET, "/_qa/widget/loader.js").await.headers));
    }
    app.stop().await;
}

async fn listed_origins_write_and_no_others(database: Database) {
    let apart = apart();
    let app = App::start_apart(database, &apart).await;
    let vote = async |origin: &str, fetch_site: Option<&str>| {
        let body = json!({ "page": PAGE, "section": "", "useful": "yes", "reason": "", "note": "" });
        let request = Browser::new(app.local()).request(Method::POST, paths::VOTES).header("Origin", origin);
        let request = fetch_site.iter().fold(request, |request, site| request.header("Sec-Fetch-Site", *site));
        Reply::read(request.json(&body)).await
    };
    let site = apart.site.origin().ascii_serialization();
    for fetch_site in [Some("same-site"), None] {
        let reply = vote(&site, fetch_site).await;
        assert!(reply.status < 300, "{}", reply.text);
        assert_eq!(reply.headers["access-control-allow-origin"], *site);
    }
    for other in near(&apart.site) {
        for fetch_site in ["same-site", "cross-site"] {
            let reply = vote(&other, Some(fetch_site)).await;
            let problem: Problem = reply.expect(403);
            assert_eq!(problem.code, Code::CrossSite, "{other}");
            assert!(problem.detail.contains("not sent from a page of this site"), "{}", problem.detail);
            assert!(says_nothing_of_cors(&reply.headers), "{other}");
        }
    }
    app.stop().await;
}

async fn a_form_leads_back_to_the_page_it_was_on(database: Database) {
    let apart = apart();
    let app = App::start_apart(database, &apart).await;
    let vote = async |origin: &str| {
        let request = Browser::new(app.local()).request(Method::POST, paths::FORM_VOTE).header("Origin", origin);
        let request = request.header("Sec-Fetch-Site", "same-site");
        request.form(&[("page", PAGE), ("useful", "yes")]).send().await.expect("the server answers")
    };
    let site = apart.site.origin().ascii_serialization();
    let reply = vote(&site).await;
    assert_eq!(reply.status(), StatusCode::SEE_OTHER);
    assert_eq!(reply.headers()[LOCATION], format!("{site}{PATH}#{}", paths::VOTE_THANKS));
    assert!(says_nothing_of_cors(reply.headers()));
    let own = vote(&apart.server.origin().ascii_serialization()).await;
    assert_eq!(own.headers()[LOCATION], format!("{PATH}#{}", paths::VOTE_THANKS));
    for other in near(&apart.site) {
        assert_eq!(vote(&other).await.status(), StatusCode::FORBIDDEN, "{other}");
    }
    app.stop().await;
}

/// The site's files as they were last published.
fn publish(app: &App, apart: &Apart) -> PathBuf {
    let files = app.folder().join("static");
    site::build_apart(&files, apart, Some(app.local().as_str().trim_end_matches('/')));
    files
}

/// Opens the page on the static host, with the widget at work.
async fn open(name: &'static str, page: &Url) -> Chromium {
    let browser = Chromium::start(name, page, SETUP).await;
    browser.open(page.as_str()).await;
    browser.live().await;
    browser
}

/// Addresses in the questions that lead to the server's paths, but not to the server.
const ASTRAY: &str = "return [...document.querySelectorAll('#questions a[href], #questions form, [data-feedback] form')]\
    .map((e) => e.href || e.action).filter((u) => /\\/(_qa|questions)\\//.test(u) && new URL(u).origin === location.origin)";

async fn the_story_on_a_static_host(database: Database) {
    let apart = apart();
    let app = App::start_apart(database, &apart).await;
    let files = publish(&app, &apart);
    let _nginx = Nginx::start_apart(&apart, &files, app.local().port().expect("a port")).await;
    let page = apart.site.join(PATH).expect("a path can be joined");

    // Two look at the page; one asks.
    let reader = open("static_reader", &page).await;
    let ada = open("static_asker", &page).await;
    ada.fill("#qa-ask-title", TITLE).await;
    ada.fill("#qa-ask-body", "Mine is **dark** after six evenings.").await;
    ada.fill("#qa-ask-name", "Ada").await;
    ada.fill("#qa-ask-email", "ada@example.org").await;
    ada.press("form[action$='/_qa/form/ask'] button[type=submit]").await;
    ada.see("input[name=code]").await;
    let code = app.mail_to("ada@example.org").await.code().expect("the mail has a code");
    ada.fill("input[name=code]:enabled", &code).await;
    ada.press(".qa-code button:not([data-qa-back])").await;
    ada.read(".qa-thread--held", "Waiting for a moderator").await;
    let cookies = ada.cdp("Network.getCookies", json!({ "urls": [apart.server.as_str()] })).await;
    let session = &cookies["cookies"][0];
    assert_eq!(
        (&session["name"], &session["sameSite"], &session["secure"], &session["httpOnly"], &session["domain"]),
        (&json!("__Host-qa-session"), &json!("Lax"), &json!(true), &json!(true), &json!("questions.example.test"))
    );

    // A moderator signs in at the server, and decides on the page.
    let mo = Chromium::start("static_moderator", &apart.server, SETUP).await;
    mo.open(&app.moderator_link().await).await;
    mo.press("form[action='/_qa/sign-in/link'] button").await;
    mo.until("location.pathname === '/_qa/moderate'").await;
    mo.open(page.as_str()).await;
    mo.live().await;
    mo.press(".qa-thread--held button[value=publish]").await;
    mo.read(".qa-notice", "page").await;
    reader.read(".qa-thread", TITLE).await;
    mo.press(".qa-thread details.qa-details > summary[aria-label]").await;
    mo.fill(".qa-thread textarea[name=body]", "About *six* evenings.").await;
    mo.press("form[action$='/_qa/form/reply'] button[type=submit]").await;
    reader.read(".qa-reply", "About six evenings.").await;
    ada.read(".qa-reply", "About six evenings.").await;
    for browser in [&reader, &ada, &mo] {
        assert_eq!(browser.run(ASTRAY).await, json!([]));
    }

    // Built again, the answer is in the page's own HTML, and its forms do without scripts.
    publish(&app, &apart);
    the_page_alone(&app, &apart, &files).await;

    // What is said after that is there once the page is looked at.
    mo.run("document.querySelector('.qa-thread details.qa-details > summary[aria-label]').parentElement.open = true")
        .await;
    mo.fill(".qa-thread textarea[name=body]", "Seven with a good filter.").await;
    mo.press("form[action$='/_qa/form/reply'] button[type=submit]").await;
    mo.read(".qa-reply", "Seven with a good filter.").await;
    let late = open("static_late", &page).await;
    late.read(".qa-reply", "Seven with a good filter.").await;
    late.press("[data-feedback] button[value=yes]").await;
    late.see("#feedback-thanks").await;
    assert_eq!(late.run(ASTRAY).await, json!([]));
    for browser in [reader, ada, mo, late] {
        assert_eq!(browser.faults().await, Vec::<String>::new());
        browser.quit().await;
    }
    app.stop().await;
}

/// The built page without scripts: everything is there, and leads there and back.
async fn the_page_alone(app: &App, apart: &Apart, files: &Path) {
    let html =
        std::fs::read_to_string(files.join(PATH.trim_matches('/')).join("index.html")).expect("the page is built");
    assert!(html.contains(TITLE) && html.contains("<em>six</em>"), "{html}");
    let page = apart.site.join(PATH).expect("a path can be joined");
    let browser = Chromium::start("static_plain", &page, Setup { scripts: false, ..SETUP }).await;
    browser.open(page.as_str()).await;
    browser.press("[data-feedback] button[value=yes]").await;
    wait::until("the page to thank", || async {
        let address = browser.address().await;
        (address.origin() == apart.site.origin() && address.fragment() == Some(paths::VOTE_THANKS)).then_some(())
    })
    .await;
    browser.fill("#qa-ask-title", "And the wick?").await;
    browser.fill("#qa-ask-name", "Eve").await;
    browser.fill("#qa-ask-email", "eve@example.org").await;
    browser.press("form[action$='/_qa/form/ask'] button[type=submit]").await;
    browser.see("input[name=code]").await;
    assert_eq!(browser.address().await.origin(), apart.server.origin());
    let code = app.mail_to("eve@example.org").await.code().expect("the mail has a code");
    browser.fill("input[name=code]", &code).await;
    browser.press("form[action='/_qa/form/code'] button").await;
    browser.read(".qa-thread--held", "And the wick?").await;
    browser.quit().await;
}
