//! `site-gen serve` in a real browser: a saved page is there at once and where it was, and mistakes lie over it until
//! they are mended.

use serde_json::json;
use tests::chromium::{Chromium, Setup};
use tests::preview::Preview;
use tests::site;

/// What the overlay says, or nothing.
const OVERLAY: &str = "(document.querySelector('[data-site-gen=diagnostics]')?.shadowRoot.textContent ?? '')";

fn preview() -> Preview {
    tokio::task::block_in_place(|| Preview::start(&site::content(), |_| {}))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: cargo xtask test"]
async fn a_saved_page_is_loaded_again_where_it_was() {
    let preview = preview();
    let browser = Chromium::start("previewing", preview.url(), Setup::default()).await;
    browser.open("/guide/long/").await;
    browser.until("document.readyState === 'complete'").await;
    browser.run("scrollTo(0, 900); window.isOld = true").await;
    let text = std::fs::read_to_string(site::content().join("guide/long.md")).expect("the page can be read");
    preview.write("guide/long.md", &text.replacen("The lamp is lit", "The lamp is now lit", 1));
    browser.until("!window.isOld && document.body.textContent.includes('The lamp is now lit')").await;
    browser.until("Math.round(scrollY) === 900").await;

    // A page that did not change is left alone.
    browser.run("window.isOld = true").await;
    preview.write("guide/quiet.md", "---\ntitle: A quiet page\nqa: false\n---\n\nStill quiet.\n");
    preview.built();
    preview.built();
    assert_eq!(browser.run("return window.isOld").await, json!(true));
    assert_eq!(browser.faults().await, Vec::<String>::new());
    browser.quit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: cargo xtask test"]
async fn a_mistake_lies_over_the_page_until_it_is_mended() {
    let preview = preview();
    let browser = Chromium::start("previewing_mistakes", preview.url(), Setup::default()).await;
    let page = |text: &str| format!("---\ntitle: Start here\nid: start\n---\n\n{text}\n");
    browser.open("/").await;
    browser.until("document.querySelector('script[data-live]')").await;
    preview.write("index.md", &page("See [the oil](guide/oil.md)."));
    browser.until(&format!("{OVERLAY}.includes('1 error') && {OVERLAY}.includes('error[dead-link]')")).await;
    assert!(browser.run(&format!("return {OVERLAY}.includes('index.md:6:15')")).await == json!(true), "it says where");
    browser.look("a page with a mistake").await;

    preview.write("index.md", &page("See [how to clean it](guide/cleaning.md)."));
    browser.until(&format!("{OVERLAY} === '' && document.body.textContent.includes('See how to clean it')")).await;
    assert_eq!(browser.faults().await, Vec::<String>::new());
    browser.quit().await;
}
