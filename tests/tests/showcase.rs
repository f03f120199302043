//! The theme in a real browser: everything that a page can hold, for everyone, in both schemes and both directions.

use std::env;
use std::path::{Path, PathBuf};

use serde_json::json;
use tests::chromium::{Chromium, Setup};
use tests::preview::Preview;
use tests::site;
use thirtyfour::Key;

fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/showcase")
}

fn preview() -> Preview {
    tokio::task::block_in_place(|| Preview::start(&content(), |options| options.strict = true))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: cargo xtask test"]
async fn every_element_and_component_shuts_nobody_out() {
    let preview = preview();
    let browser = Chromium::start("showcase", preview.url(), Setup::default()).await;
    for path in ["/", "/arabic/", "/guide/", "/guide/deep/wicks/", "/guide/print/", "/tags/", "/questions/", "/gone/"] {
        browser.open(path).await;
        browser.until("document.readyState === 'complete'").await;
        browser.look(path).await;
    }
    browser.open("/").await;
    browser.see("figure.mermaid img").await;
    browser.press(".tab:last-child > summary").await;
    browser.run("document.querySelectorAll('details').forEach((details) => details.open = true)").await;
    browser.look("everything unfolded").await;
    let code = "return new Set([...document.querySelectorAll('[class^=hl-]')].map((part) => part.className)).size";
    assert!(browser.run(code).await.as_u64() > Some(9), "the colours of code are among what was looked at");
    assert_eq!(browser.faults().await, Vec::<String>::new());
    browser.quit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: cargo xtask test"]
async fn an_image_grows_by_keyboard_and_shrinks_again() {
    let preview = preview();
    let browser = Chromium::start("zooming", preview.url(), Setup::default()).await;
    browser.open("/").await;
    browser.until("document.readyState === 'complete'").await;
    browser.run("document.querySelector('a.zoom').focus()").await;
    browser.type_keys(Key::Enter).await;
    browser.see("dialog.zoomed img").await;
    browser.look("an image that fills the window").await;
    browser.type_keys(Key::Escape).await;
    browser.until("!document.querySelector('dialog') && document.activeElement.matches('a.zoom')").await;
    browser.press("a.zoom").await;
    browser.press("dialog.zoomed button").await;
    browser.until("!document.querySelector('dialog')").await;
    assert_eq!(browser.faults().await, Vec::<String>::new());
    browser.quit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: cargo xtask test"]
async fn from_right_to_left_everything_stands_on_the_other_side() {
    let preview = preview();
    let browser = Chromium::start("right_to_left", preview.url(), Setup::default()).await;
    browser.open("/arabic/").await;
    let side = |selector: &str| {
        format!(
            "(document.querySelector({selector:?}).getBoundingClientRect().left < innerWidth / 2 ? 'left' : 'right')"
        )
    };
    for (selector, expected) in [(".sidebar", "right"), (".search", "left"), (".prose li input", "right")] {
        assert_eq!(browser.run(&format!("return {}", side(selector))).await, json!(expected), "{selector}");
    }
    let direction = "return getComputedStyle(document.querySelector('pre')).direction";
    assert_eq!(browser.run(direction).await, json!("ltr"), "a program is read as it is written");
    browser.quit().await;
}

#[test]
fn no_rule_of_the_theme_names_a_side_of_the_page() {
    let names_a_side = |line: &&str| {
        let property = line.trim_start().split(':').next().unwrap_or_default();
        let of_a_box = ["margin", "padding", "border"].iter().any(|name| property.starts_with(name));
        matches!(property, "left" | "right")
            || of_a_box && property.split('-').any(|part| matches!(part, "left" | "right"))
    };
    let style = include_str!("../../themes/default/assets/style.css");
    assert_eq!(style.lines().filter(names_a_side).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: cargo xtask test"]
async fn a_diagram_that_cannot_be_drawn_stays_its_source() {
    let preview = preview();
    let browser = Chromium::start("diagrams", preview.url(), Setup::default()).await;
    browser.open("/").await;
    browser.see("figure.mermaid img[alt*=Wick]").await;
    browser.open("/broken/").await;
    browser.read("figure.mermaid code", "broken").await;
    browser.until("watched.faults.some((fault) => fault.includes('cannot be drawn'))").await;
    browser.see("figure.mermaid code").await;
    browser.quit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and mermaid: cargo xtask test"]
async fn mermaid_itself_draws_under_the_sites_policy() {
    let library = env::var("POSTIL_TEST_MERMAID").expect("POSTIL_TEST_MERMAID is set by `cargo xtask test`");
    let preview = tokio::task::block_in_place(|| {
        let folder = tempfile::TempDir::new().expect("a temporary folder");
        site::copy(&content(), folder.path());
        let js = folder.path().join("js");
        site::copy(&Path::new(&library).join("chunks/mermaid.esm.min"), &js.join("chunks/mermaid.esm.min"));
        let program = "mermaid.esm.min.mjs";
        std::fs::copy(Path::new(&library).join(program), js.join(program)).expect("a file can be copied");
        let page = "---\ntitle: Diagrams\n---\n\n<Mermaid src=\"/js/mermaid.esm.min.mjs\">\n\n```mermaid\n\
            graph LR; A[Oil] --> B(Wick) --> C{Flame}\n```\n\n</Mermaid>\n";
        std::fs::write(folder.path().join("diagrams.md"), page).expect("a file can be written");
        Preview::start(folder.path(), |_| {})
    });
    let browser = Chromium::start("mermaid", preview.url(), Setup::default()).await;
    browser.open("/diagrams/").await;
    let image = "document.querySelector('figure.mermaid img')";
    browser.until(&format!("{image}?.complete && {image}.naturalWidth > 100")).await;
    browser.look("a diagram").await;
    browser.quit().await;
}
