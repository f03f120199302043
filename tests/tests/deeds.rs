//! What is done with posts once they are there, in Chromium: by pointer and by keyboard, and nothing on the console.

use qa_api::paths;
use tests::app::App;
use tests::chromium::Chromium;
use tests::database::Database;
use thirtyfour::Key;

use crate::browser::moderator;
use crate::every_page::member;

const PATH: &str = "/guide/cleaning/";
const TITLE: &str = "How long does the oil last?";
const UNDO: &str = ".qa-notice form[action='/_qa/form/undo'] button";

in_chromium!(deeds_by_pointer, deeds_by_keyboard_alone);

/// A handbook with two published questions, the first of which has a reply, and what selects each.
async fn open(database: Database) -> (App, [String; 2]) {
    let app = App::start(database).await;
    let (ada, bob, mo) =
        (app.person("Ada", "ada@example.org"), app.person("Bob", "bob@example.org"), app.moderator().await);
    let first = app.published_question(&ada, &mo, PATH, TITLE).await;
    mo.reply(&paths::personal_page("cleaning"), &first, "About *six* evenings.").await;
    let second = app.published_question(&bob, &mo, PATH, "How old may the oil be?").await;
    app.settle_mail().await;
    (app, [first, second].map(|id| format!("[data-qa-question='{id}']")))
}

async fn on_the_page(browser: &Chromium) {
    browser.open(PATH).await;
    browser.live().await;
}

async fn unpressed(browser: &Chromium, button: &str) {
    browser.see(&format!("{button}[aria-pressed=false]")).await;
}

/// Opens what the moderator's bar of `thread` has behind one more press.
async fn more(browser: &Chromium, thread: &str) {
    browser.press(&format!("{thread} > .qa-bar > .qa-details:last-of-type:not([open]) > summary")).await;
}

async fn quiet(browser: Chromium) {
    assert_eq!(browser.faults().await, Vec::<String>::new());
    browser.quit().await;
}

async fn deeds_by_pointer(database: Database) {
    let (app, [first, second]) = open(database).await;
    let bob = member("deeds_bob", &app, "bob@example.org").await;
    on_the_page(&bob).await;
    bob.press(&format!("{second} > .qa-tools a[href*='/_qa/edit/']")).await;
    bob.fill("#qa-edit-body", "Mine is *ten*.").await;
    bob.press("form[action='/_qa/form/edit'] button[type=submit]").await;
    bob.read(".qa-pending", "Mine is ten.").await;
    quiet(bob).await;

    let mo = moderator("deeds_moderator", &app).await;
    on_the_page(&mo).await;
    mo.press(&format!("{second} > .qa-bar button[value=accept_edit]")).await;
    mo.read(&format!("{second} > .qa-body"), "Mine is ten.").await;
    mo.until("!document.querySelector('.qa-pending')").await;

    let ada = member("deeds_ada", &app, "ada@example.org").await;
    on_the_page(&ada).await;
    ada.read(&format!("{second} > .qa-body"), "Mine is ten.").await;
    for (post, count) in [(second.clone(), "1 other person"), (format!("{first} .qa-reply"), "helped 1 person")] {
        let button = format!("{post} > .qa-tools form button");
        ada.press(&format!("{button}[aria-pressed=false]")).await;
        ada.see(&format!("{button}[aria-pressed=true]")).await;
        ada.read(&format!("{post} > .qa-tools"), count).await;
        ada.press(&format!("{button}[aria-pressed=true]")).await;
        unpressed(&ada, &button).await;
        ada.read(&format!("{post} > .qa-notice"), "taken back").await;
    }
    quiet(ada).await;

    let state = format!("{first} > .qa-state");
    more(&mo, &first).await;
    mo.press(&format!("{first} button[value=pin]")).await;
    mo.read(&state, "Pinned").await;
    more(&mo, &first).await;
    mo.press(&format!("{first} button[value=lock]")).await;
    mo.read(&state, "Locked").await;
    assert!(app.public_page(PATH).await.text().contains("Locked"), "everybody sees it");
    mo.press(&format!("{first} > {UNDO}")).await;
    mo.until(&format!("!document.querySelector({first:?}).textContent.includes('Locked')")).await;
    mo.read(&state, "Pinned").await;
    mo.press(&format!("{first} > .qa-bar button[value=claim]")).await;
    mo.read(&state, "You are answering this").await;

    more(&mo, &second).await;
    let into = first.trim_start_matches("[data-qa-question='").trim_end_matches("']");
    mo.fill(&format!("{second} form:has(button[value=merge]) input[name=to]"), &paths::permalink(TITLE, into)).await;
    mo.press(&format!("{second} button[value=merge]")).await;
    mo.read(".qa-notice", "Merged.").await;
    let public = app.public_page(PATH).await.text();
    assert!(!public.contains("How old may the oil be?"), "the duplicate is merged: {public}");
    mo.press(UNDO).await;
    mo.read(".qa-notice", "Taken back.").await;
    assert!(app.public_page(PATH).await.text().contains("How old may the oil be?"), "and is its own again");
    quiet(mo).await;
    app.stop().await;
}

async fn deeds_by_keyboard_alone(database: Database) {
    let (app, [first, second]) = open(database).await;
    let bob = member("deeds_keyboard_bob", &app, "bob@example.org").await;
    on_the_page(&bob).await;
    let button = format!("{first} > .qa-tools form[action='/_qa/form/post-vote'] button");
    unpressed(&bob, &button).await;
    bob.tab_to(&button).await;
    bob.type_keys(Key::Enter).await;
    bob.see(&format!("{button}[aria-pressed=true]")).await;
    bob.tab_to(&button).await;
    bob.type_keys(Key::Enter).await;
    unpressed(&bob, &button).await;
    bob.tab_to(&format!("{second} > .qa-tools a[href*='/_qa/edit/']")).await;
    bob.type_keys(Key::Enter).await;
    bob.see("#qa-edit-body").await;
    bob.tab_to("#qa-edit-body").await;
    bob.type_keys("Ten years, perhaps?").await;
    bob.tab_to("form[action='/_qa/form/edit'] button[type=submit]").await;
    bob.type_keys(Key::Enter).await;
    bob.read(".qa-pending", "Ten years").await;
    quiet(bob).await;

    let mo = moderator("deeds_keyboard_moderator", &app).await;
    on_the_page(&mo).await;
    mo.see(&format!("{first} > .qa-bar")).await;
    mo.tab_to(&format!("{first} > .qa-bar button[value=claim]")).await;
    mo.type_keys(Key::Enter).await;
    mo.read(&format!("{first} > .qa-state"), "You are answering this").await;
    mo.tab_to(&format!("{first} > .qa-bar > .qa-details:last-of-type > summary")).await;
    mo.type_keys(Key::Enter).await;
    mo.tab_to(&format!("{first} button[value=pin]")).await;
    mo.type_keys(Key::Enter).await;
    mo.read(&format!("{first} > .qa-state"), "Pinned").await;
    mo.tab_to(&format!("{first} > {UNDO}")).await;
    mo.type_keys(Key::Enter).await;
    mo.until(&format!("!document.querySelector({first:?}).textContent.includes('Pinned')")).await;
    quiet(mo).await;
    app.stop().await;
}
