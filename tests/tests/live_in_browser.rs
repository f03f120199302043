//! Live updates in real browsers: what others do appears by itself, and takes nothing away from whoever is at work.

use qa_api::paths;
use serde_json::json;
use tests::app::App;
use tests::chromium::{Chromium, Setup};
use tests::database::Database;
use tests::person::Person;
use tests::wait;
use thirtyfour::Key;

use super::browser::{code, moderator};

const PAGE: &str = "cleaning";
const PATH: &str = "/guide/cleaning/";
const TITLE: &str = "How long does the oil last?";
/// Where the field with the focus is on the screen.
const TOP: &str = "return document.activeElement.getBoundingClientRect().top";

in_chromium!(two_people_see_what_the_other_does, a_visitor_sees_an_answer_while_writing, a_hidden_page_catches_up);

/// A question that is on the page, its id, and a moderator without scripts.
async fn open(app: &App) -> (String, Person) {
    let (asker, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let id = app.published_question(&asker, &moderator, PATH, TITLE).await;
    (id, moderator)
}

async fn reply(moderator: &Person, question: &str, text: &str) {
    moderator.reply(&paths::personal_page(PAGE), question, text).await;
}

/// A browser on the page, once so many `watchers` watch: the page that it was on before may have been watched, too.
async fn watching(app: &App, browser: &Chromium, watchers: usize) {
    browser.open(PATH).await;
    browser.live().await;
    wait::until("the page to be watched", || async { (app.server().live.count() >= watchers).then_some(()) }).await;
}

async fn a_visitor_sees_an_answer_while_writing(database: Database) {
    let app = App::start(database).await;
    let (question, mo) = open(&app).await;
    let browser = Chromium::start("live_visitor", app.base_url(), Setup::default()).await;
    watching(&app, &browser, 1).await;
    browser.fill("#qa-ask-title", "Half a quest").await;
    browser.fill("#qa-ask-body", "As far as I have come").await;
    let top = browser.run(TOP).await.as_f64().expect("a number");

    reply(&mo, &question, "About *six* evenings.").await;
    browser.read(".qa-reply", "About six evenings.").await;
    browser.read(".qa-said", "changed").await;
    let kept = "return ['title', 'body'].map((name) => document.querySelector('#qa-ask-' + name).value)";
    assert_eq!(browser.run(kept).await, json!(["Half a quest", "As far as I have come"]));
    assert_eq!(browser.run("return document.activeElement.id").await, json!("qa-ask-body"));
    browser.type_keys(".").await;
    let moved = browser.run(TOP).await.as_f64().expect("a number") - top;
    assert!(moved.abs() < 2.0, "the field moved by {moved} pixels");

    // The same again, now that a member's module is at work.
    let top = browser.run(TOP).await.as_f64().expect("a number");
    reply(&mo, &question, "In winter rather five.").await;
    browser.read(".qa-reply", "In winter rather five.").await;
    browser.read(".qa-said", "Somebody has just replied.").await;
    assert_eq!(browser.run("return document.activeElement.value").await, json!("As far as I have come."));
    let moved = browser.run(TOP).await.as_f64().expect("a number") - top;
    assert!(moved.abs() < 2.0, "the field moved by {moved} pixels");
    assert_eq!(browser.faults().await, Vec::<String>::new());
    browser.look("after a live update").await;
    browser.quit().await;
    app.stop().await;
}

async fn two_people_see_what_the_other_does(database: Database) {
    let app = App::start(database).await;
    open(&app).await;
    let ada = Chromium::start("live_member", app.base_url(), Setup::default()).await;
    ada.open(paths::SIGN_IN_PAGE).await;
    ada.fill("input[name=email]", "ada@example.org").await;
    ada.type_keys(Key::Enter).await;
    ada.fill("input[name=code]", &code(&app, "ada@example.org").await).await;
    ada.type_keys(Key::Enter).await;
    ada.until("!document.querySelector('input[name=code]')").await;
    watching(&app, &ada, 1).await;
    let mo = moderator("live_moderator", &app).await;
    watching(&app, &mo, 2).await;

    ada.press(".qa-thread details.qa-details > summary[aria-label]").await;
    ada.fill(".qa-thread textarea[name=body]", "And in win").await;
    mo.press(".qa-thread details.qa-details > summary[aria-label]").await;
    mo.fill(".qa-thread textarea[name=body]", "About *six* evenings.").await;
    mo.press("form[action='/_qa/form/reply'] button[type=submit]").await;
    ada.read(".qa-reply", "About six evenings.").await;
    ada.read(".qa-said", "Somebody has just replied.").await;
    assert_eq!(ada.run("return document.activeElement.value").await, json!("And in win"));
    ada.type_keys("ter?").await;
    assert_eq!(ada.run("return document.activeElement.value").await, json!("And in winter?"));

    // What one has done oneself is told once, and not as somebody else's doing.
    ada.press(".qa-reply button[value=resolve]").await;
    mo.read(".qa-state", "Resolved").await;
    mo.read(".qa-said", "changed").await;
    ada.read(".qa-state", "Resolved").await;
    assert!(!ada.run("return document.querySelector('.qa-said').textContent").await.to_string().contains("Somebody"));
    ada.quit().await;
    mo.quit().await;
    app.stop().await;
}

async fn a_hidden_page_catches_up(database: Database) {
    let app = App::start(database).await;
    let (question, mo) = open(&app).await;
    let browser = Chromium::start("live_hidden", app.base_url(), Setup::default()).await;
    watching(&app, &browser, 1).await;
    let show = async |hidden: bool| {
        let show = format!(
            "Object.defineProperty(document, 'hidden', {{ configurable: true, get: () => {hidden} }});\
            document.dispatchEvent(new Event('visibilitychange'))"
        );
        browser.run(&show).await;
    };
    show(true).await;
    wait::until("nobody to watch", || async { (app.server().live.count() == 0).then_some(()) }).await;
    reply(&mo, &question, "About six evenings.").await;
    show(false).await;
    browser.read(".qa-reply", "About six evenings.").await;
    assert_eq!(browser.faults().await, Vec::<String>::new());
    browser.quit().await;
    app.stop().await;
}
