//! The search box in a real browser: by keyboard, over pages and baked questions, and without scripts.

use std::fs;

use qa_api::paths;
use serde_json::json;
use tests::app::App;
use tests::chromium::{Chromium, Setup};
use tests::database::Database;
use tests::preview::Preview;
use tests::site;
use thirtyfour::Key;

const TITLE: &str = "How long does the oil last?";

/// The handbook with an answered question on a page, and with its index: files and nothing else.
///
/// The question comes from the server, whose folder keeps it.
async fn preview_with_question() -> (App, Preview) {
    let app = App::start(Database::Sqlite).await;
    let (asker, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let id = app.published_question(&asker, &moderator, "/guide/cleaning/", TITLE).await;
    moderator.reply(&paths::personal_page("cleaning"), &id, "About *six* evenings, if the wick is short.").await;
    let snapshot = app.folder().join("snapshot.json");
    fs::write(&snapshot, app.browser().get(paths::SNAPSHOT).await.text).expect("a file can be written");
    let preview = tokio::task::block_in_place(|| {
        Preview::start(&site::content(), |options| {
            options.search = true;
            options.qa = Some(snapshot.to_str().expect("a folder named in UTF-8").to_owned());
        })
    });
    (app, preview)
}

/// What the selected entry says.
const SELECTED: &str = "document.querySelector('[role=option][aria-selected=true]')?.textContent ?? ''";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: cargo xtask test"]
async fn a_section_and_a_question_are_found_by_keyboard() {
    let (app, preview) = preview_with_question().await;
    let browser = Chromium::start("searching", preview.url(), Setup::default()).await;
    browser.open("/").await;
    browser.until("document.readyState === 'complete'").await;
    let fetched = "return performance.getEntriesByType('resource').map((entry) => entry.name)\
        .filter((name) => /pagefind|search-box/.test(name)).length";
    assert_eq!(browser.run(fetched).await, json!(0), "nothing is fetched before the box is used");

    browser.type_keys("/").await;
    browser.until("document.activeElement.matches('input[name=q]') && document.activeElement.value === ''").await;
    browser.type_keys("soft cloth").await;
    browser.until(&format!("{SELECTED}.includes('Cleaning the glass')")).await;
    assert_eq!(browser.run("return document.activeElement.getAttribute('aria-expanded')").await, json!("true"));
    browser.look("what was found").await;
    browser.type_keys(Key::Down).await;
    browser.until(&format!("{SELECTED}.includes('With water')")).await;
    let named = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))";
    browser.until(&format!("{named}.textContent.includes('With water')")).await;
    browser.type_keys(Key::Enter).await;
    browser.until("location.pathname + location.hash === '/guide/cleaning/#with-water'").await;

    // A question and the words of its answer are found where they stand.
    browser.press_with(Key::Control, 'k').await;
    browser.until("document.activeElement.matches('input[name=q]')").await;
    browser.type_keys("evenings wick short").await;
    browser.until("document.querySelector('.search__kind')").await;
    let question = "document.querySelector('.search__kind').closest('[role=option]')";
    browser.until(&format!("{question}.textContent.includes({TITLE:?})")).await;
    for _ in 0..10 {
        if browser.run(&format!("return {question}.getAttribute('aria-selected')")).await == json!("true") {
            break;
        }
        browser.type_keys(Key::Down).await;
    }
    browser.type_keys(Key::Enter).await;
    browser.until("location.hash.startsWith('#question-') && document.querySelector(':target')").await;
    browser.see(".qa-thread").await;

    browser.type_keys("/").await;
    browser.type_keys("xylophone").await;
    browser.read(".search__said", "Nothing found for “xylophone”").await;
    browser.look("nothing found").await;
    browser.type_keys(Key::Escape).await;
    browser.until("!document.querySelector('.search__panel').checkVisibility()").await;
    assert_eq!(browser.faults().await, Vec::<String>::new());
    browser.quit().await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: cargo xtask test"]
async fn without_scripts_everything_is_listed() {
    let (app, preview) = preview_with_question().await;
    let setup = Setup { scripts: false, ..Setup::default() };
    let browser = Chromium::start("searching_without_scripts", preview.url(), setup).await;
    browser.open("/").await;
    browser.fill("input[name=q]", "cloth").await;
    browser.type_keys(Key::Enter).await;
    browser.read(".contents", "Searching needs JavaScript here").await;
    browser.see(".contents a[href='/guide/cleaning/']").await;
    browser.read(".contents", TITLE).await;
    browser.press(".contents a[href*='#question-']").await;
    browser.see(".qa-thread :target, .qa-thread:has(:target)").await;
    browser.quit().await;

    // With scripts after all, the same address searches.
    let browser = Chromium::start("searching_by_address", preview.url(), Setup::default()).await;
    browser.open("/questions/?q=cloth").await;
    browser.until(&format!("{SELECTED}.includes('Cleaning the glass')")).await;
    browser.look("the list of everything").await;
    browser.quit().await;
    app.stop().await;
}
