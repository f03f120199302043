//! The widget in a real browser: that it takes over without a trace, and that everything can be done with it.

use qa_api::paths;
use qa_api::thread::Act;
use serde_json::json;
use tests::app::App;
use tests::chromium::{Chromium, Setup};
use tests::database::Database;
use tests::person::Post;
use thirtyfour::Key;

const PATH: &str = "/guide/cleaning/";
/// Id and path of a page whose questions are far below what is seen first.
const LONG: (&str, &str) = ("long", "/guide/long/");
const TITLE: &str = "How long does the oil last?";

/// Makes each a test in Chromium on both databases.
macro_rules! in_chromium {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                #[ignore = "needs Chromium: cargo xtask test"]
                async fn $name() {
                    super::$name(tests::database::Database::Sqlite).await;
                }
            )+
        }

        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                #[ignore = "needs Chromium and PostgreSQL: cargo xtask test"]
                async fn $name() {
                    super::$name(tests::database::Database::Postgres).await;
                }
            )+
        }
    };
}

in_chromium!(the_story_by_pointer, the_story_by_keyboard_alone, the_story_without_scripts);

async fn ask(browser: &Chromium, title: &str, email: &str) {
    browser.fill("#qa-ask-title", title).await;
    browser.fill("#qa-ask-body", "Mine is **dark** after six evenings.").await;
    browser.fill("#qa-ask-name", "Ada").await;
    browser.fill("#qa-ask-email", email).await;
    browser.press("form[action='/_qa/form/ask'] button[type=submit]").await;
    browser.see("input[name=code]").await;
}

pub(super) async fn code(app: &App, email: &str) -> String {
    app.mail_to(email).await.code().expect("the mail has a code")
}

/// A browser in which a moderator is signed in, on the page.
pub(super) async fn moderator(name: &'static str, app: &App) -> Chromium {
    let browser = Chromium::start(name, app.base_url(), Setup::default()).await;
    browser.open(&app.moderator_link().await).await;
    browser.press("form[action='/_qa/sign-in/link'] button").await;
    browser.until("location.pathname === '/_qa/moderate'").await;
    browser
}

async fn the_story_by_pointer(database: Database) {
    let app = App::start(database).await;
    let asker = Chromium::start("story_asker", app.base_url(), Setup::default()).await;
    asker.open(PATH).await;
    asker.live().await;
    ask(&asker, TITLE, "ada@example.org").await;
    asker.fill("input[name=code]:enabled", "12 34 5").await;
    asker.fill("input[name=code]:enabled", &code(&app, "ada@example.org").await).await;
    asker.press(".qa-code button:not([data-qa-back])").await;
    asker.read(".qa-thread--held", "Waiting for a moderator").await;

    let mo = moderator("story_moderator", &app).await;
    mo.press(".qa-queue a").await;
    mo.live().await;
    mo.press(".qa-thread--held button[value=publish]").await;
    mo.read(".qa-notice", "page").await;
    mo.press(".qa-thread details.qa-details > summary[aria-label]").await;
    mo.fill(".qa-thread textarea[name=body]", "About *six* evenings.").await;
    mo.press("form[action='/_qa/form/reply'] button[type=submit]").await;
    mo.read(".qa-reply", "About six evenings.").await;

    let mail = app.mail_to("ada@example.org").await;
    assert!(mail.header("Subject").contains(TITLE), "{mail:?}");
    asker.open(PATH).await;
    asker.live().await;
    asker.read(".qa-reply", "About six evenings.").await;
    asker.press(".qa-thread details.qa-details > summary[aria-label]").await;
    asker.fill(".qa-thread textarea[name=body]", "And in winter?").await;
    asker.press("form[action='/_qa/form/reply'] button[type=submit]").await;
    asker.read(".qa-reply--held", "Waiting for a moderator").await;
    assert!(!app.public_page(PATH).await.text().contains("And in winter?"), "a held reply is not public");

    mo.open(paths::MODERATE).await;
    mo.press(".qa-queue a").await;
    mo.live().await;
    mo.press(".qa-reply--held button[value=publish]").await;
    mo.read(".qa-notice", "page").await;
    asker.press(".qa-reply:not(.qa-reply--held) button[value=resolve]").await;
    asker.read(".qa-state", "Resolved").await;
    let public = app.public_page(PATH).await.text();
    assert!(public.contains("Resolved") && public.contains("And in winter?"), "it is in the page's HTML");
    mo.quit().await;
    asker.quit().await;
    app.stop().await;
}

async fn the_story_by_keyboard_alone(database: Database) {
    let app = App::start(database).await;
    let browser = Chromium::start("story_by_keyboard", app.base_url(), Setup::default()).await;
    browser.open(PATH).await;
    browser.tab_to("#qa-ask-title").await;
    browser.until("document.querySelector('#questions[data-qa-live]')").await;
    browser.type_keys(TITLE).await;
    browser.tab_to("#qa-ask-name").await;
    browser.type_keys("Ada").await;
    browser.tab_to("#qa-ask-email").await;
    browser.type_keys("ada@example.org").await;
    browser.tab_to("form[action='/_qa/form/ask'] button[type=submit]").await;
    browser.type_keys(Key::Enter).await;
    browser.until("document.activeElement.matches('input[name=code]')").await;
    browser.type_keys(code(&app, "ada@example.org").await).await;
    browser.type_keys(Key::Enter).await;
    browser.read(".qa-thread--held", "Waiting for a moderator").await;
    browser.quit().await;

    let mo = moderator("story_by_keyboard_moderator", &app).await;
    mo.tab_to(".qa-queue a").await;
    mo.type_keys(Key::Enter).await;
    mo.until("document.querySelector('#questions[data-qa-live]')").await;
    mo.tab_to("button[value=publish]").await;
    mo.type_keys(Key::Enter).await;
    mo.see(".qa-notice").await;
    mo.tab_to(".qa-thread summary[aria-label]").await;
    mo.type_keys(Key::Enter).await;
    mo.tab_to(".qa-thread textarea[name=body]").await;
    mo.type_keys("Six evenings.").await;
    mo.tab_to("form[action='/_qa/form/reply'] button[type=submit]").await;
    mo.type_keys(Key::Enter).await;
    mo.read(".qa-reply", "Six evenings.").await;
    mo.tab_to(".qa-reply button[value=resolve]").await;
    mo.type_keys(Key::Enter).await;
    mo.read(".qa-state", "Resolved").await;
    mo.quit().await;
    app.stop().await;
}

async fn the_story_without_scripts(database: Database) {
    let app = App::start(database).await;
    let setup = Setup { scripts: false, ..Setup::default() };
    let browser = Chromium::start("story_without_scripts", app.base_url(), setup).await;
    browser.open(PATH).await;
    ask(&browser, TITLE, "ada@example.org").await;
    browser.fill("input[name=code]", &code(&app, "ada@example.org").await).await;
    browser.press("form[action='/_qa/form/code'] button").await;
    browser.read(".qa-thread--held", "Waiting for a moderator").await;

    let mo = Chromium::start("story_without_scripts_moderator", app.base_url(), setup).await;
    mo.open(&app.moderator_link().await).await;
    mo.press("form[action='/_qa/sign-in/link'] button").await;
    mo.press(".qa-queue a").await;
    mo.press(".qa-thread--held button[value=publish]").await;
    mo.read(".qa-notice", "page").await;
    mo.press(".qa-thread details.qa-details > summary[aria-label]").await;
    mo.fill(".qa-thread textarea[name=body]", "About *six* evenings.").await;
    mo.press(".qa-thread form[action='/_qa/form/reply'] button[type=submit]").await;
    mo.read(".qa-reply", "About six evenings.").await;
    mo.quit().await;

    app.mail_to("ada@example.org").await;
    browser.open(&paths::personal_page("cleaning")).await;
    browser.press(".qa-reply button[value=resolve]").await;
    browser.read(".qa-state", "Resolved").await;
    browser.open(PATH).await;
    browser.read(".qa-reply--solution", "About six evenings.").await;
    browser.quit().await;
    app.stop().await;
}

/// Puts an answered question on a page.
async fn answer(app: &App, (page, path): (&str, &str)) {
    let (asker, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let id = app.published_question(&asker, &moderator, path, TITLE).await;
    moderator.reply(&paths::personal_page(page), &id, "About *six* evenings.").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: cargo xtask test"]
async fn taking_over_leaves_no_trace_and_costs_nothing_before() {
    let app = App::start(Database::Sqlite).await;
    answer(&app, LONG).await;
    let setup = Setup { size: (1280, 500), ..Setup::default() };
    let browser = Chromium::start("taking_over", app.base_url(), setup).await;
    browser.open(LONG.1).await;
    browser.until("document.readyState === 'complete'").await;
    let fetched = "return performance.getEntriesByType('resource').map((e) => e.name.split('/').pop())\
        .filter((name) => /\\.wasm$|^(visitor|member)-|^loader/.test(name))";
    assert_eq!(browser.run(fetched).await, json!(["loader.js"]));

    let tag = "const all = [...document.querySelectorAll('#questions [data-qa-root] *')];\
        all.forEach((element, index) => element.tagged = index); return all.length";
    let elements = browser.run(tag).await;
    let watch = "const near = performance.now(); new MutationObserver(() => window.took ??= performance.now() - near)\
        .observe(document.querySelector('#questions'), { attributeFilter: ['data-qa-live'] });\
        document.querySelector('#questions').scrollIntoView()";
    browser.run(watch).await;
    browser.live().await;
    let took = browser.run("return window.took").await.as_f64().expect("a number");
    eprintln!("from near the viewport to live: {took:.0} ms");
    assert_eq!(browser.run("return document.querySelector('#questions').dataset.qaLive").await, json!("hydrated"));
    let kept = "return [...document.querySelectorAll('#questions [data-qa-root] *')]\
        .filter((element, index) => element.tagged === index).length";
    assert_eq!(browser.run(kept).await, elements, "every element is the same as before");
    assert_eq!(browser.faults().await, Vec::<String>::new());
    assert!(browser.shifts().await.abs() < f64::EPSILON, "nothing moves");
    browser.quit().await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: cargo xtask test"]
async fn a_fragment_that_was_changed_is_replaced() {
    let app = App::start(Database::Sqlite).await;
    answer(&app, LONG).await;
    let setup = Setup { size: (1280, 300), ..Setup::default() };
    let browser = Chromium::start("replaced", app.base_url(), setup).await;
    let changes = [
        (
            "comments",
            "for (const n of [...root.querySelectorAll('*')].flatMap((e) => [...e.childNodes])) \
            if (n.nodeType === 8 && !n.data) n.remove()",
        ),
        ("whitespace", "for (const e of root.querySelectorAll('*')) e.prepend('\\n  ')"),
        ("build", "root.parentElement.dataset.qaBuild = 'another'"),
    ];
    for (what, change) in changes {
        browser.open(LONG.1).await;
        browser.run(&format!("const root = document.querySelector('#questions [data-qa-root]'); {change}")).await;
        browser.live().await;
        let how = browser.run("return document.querySelector('#questions').dataset.qaLive").await;
        assert_eq!(how, json!("mounted"), "{what}");
        assert_eq!(browser.faults().await, Vec::<String>::new(), "{what}");
        browser.see("#qa-ask-title").await;
    }
    browser.quit().await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: cargo xtask test"]
async fn the_members_module_takes_over_and_loses_nothing() {
    let app = App::start(Database::Sqlite).await;
    answer(&app, ("cleaning", PATH)).await;
    let browser = Chromium::start("members_module", app.base_url(), Setup::default()).await;
    let how = "return document.querySelector('#questions').dataset.qaLive";
    let modules = "return performance.getEntriesByType('resource').map((e) => e.name.split('/').pop())\
        .filter((name) => name.endsWith('.wasm')).map((name) => name.split('-')[0])";
    browser.open(PATH).await;
    browser.live().await;
    assert_eq!(browser.run(modules).await, json!(["visitor"]));
    browser.press(".qa-thread details.qa-details > summary[aria-label]").await;
    browser.fill(".qa-thread textarea[name=body]", "Mine held for eight evenings.").await;
    // As if the browser kept nothing.
    browser.run("localStorage.clear(); window.stays = true").await;
    ask(&browser, "Which cloth is soft enough?", "bob@example.org").await;
    browser.fill("input[name=code]", &code(&app, "bob@example.org").await).await;
    browser.press(".qa-code button:not([data-qa-back])").await;
    browser.read(".qa-thread--held .qa-notice", "Stored safely").await;
    browser.until("document.activeElement.matches('.qa-thread--held .qa-thread__title')").await;
    assert_eq!(browser.run(how).await, json!("mounted"));
    assert_eq!(browser.run(modules).await, json!(["visitor", "member"]));
    assert_eq!(browser.run("return window.stays").await, json!(true), "without another page");
    browser.see(".qa-signed form").await;
    let typed = "document.querySelector('details[open] textarea[name=body]').value === 'Mine held for eight evenings.'";
    browser.until(typed).await;
    browser.press(".qa-thread details[open] form button[type=submit]").await;
    browser.read(".qa-reply--held", "eight evenings").await;
    assert_eq!(browser.faults().await, Vec::<String>::new());

    browser.open(PATH).await;
    browser.live().await;
    browser.see(".qa-thread--held").await;
    assert_eq!(browser.run(how).await, json!("hydrated"));
    assert_eq!(browser.run(modules).await, json!(["member"]));
    browser.press(".qa-signed button").await;
    browser.see(".qa-signed a[href='/_qa/sign-in']").await;
    assert_eq!(browser.run("return localStorage.qaMember ?? null").await, json!(null));

    // A hint that is wrong, as when the session has ended elsewhere.
    browser.run("localStorage.qaMember = '1'").await;
    browser.open(PATH).await;
    browser.live().await;
    browser.until("!localStorage.qaMember").await;
    assert_eq!(browser.run(how).await, json!("hydrated"));
    assert_eq!(browser.run(modules).await, json!(["member"]));
    ask(&browser, "How often should it be oiled?", "ada@example.org").await;
    assert_eq!(browser.faults().await, Vec::<String>::new());
    browser.quit().await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: cargo xtask test"]
async fn what_is_typed_survives() {
    let app = App::start(Database::Sqlite).await;
    let browser = Chromium::start("typed", app.base_url(), Setup::default()).await;
    browser.open(PATH).await;
    browser.live().await;
    assert_eq!(browser.run("return localStorage.length").await, json!(0), "reading stores nothing");
    browser.fill("#qa-ask-title", TITLE).await;
    browser.fill("#qa-ask-body", "Six evenings so far.").await;
    browser.until("localStorage.length > 0").await;
    browser.open(PATH).await;
    browser.live().await;
    browser.until(&format!("document.querySelector('#qa-ask-title').value === {TITLE:?}")).await;

    browser.fill("#qa-ask-name", "Ada").await;
    browser.fill("#qa-ask-email", "ada@localhost").await;
    browser.press("form[action='/_qa/form/ask'] button[type=submit]").await;
    browser.until("document.activeElement.matches('#qa-ask-email[aria-invalid]')").await;
    browser.fill("#qa-ask-email", "ada@example.org").await;
    browser.go_offline(true).await;
    browser.press("form[action='/_qa/form/ask'] button[type=submit]").await;
    browser.see(".qa-problem").await;
    browser.until(&format!("document.querySelector('#qa-ask-title').value === {TITLE:?}")).await;
    browser.go_offline(false).await;
    browser.press("form[action='/_qa/form/ask'] button[type=submit]:not([disabled])").await;
    browser.see("input[name=code]").await;
    browser.quit().await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: cargo xtask test"]
async fn a_wrong_and_an_expired_code_are_told_apart() {
    let app = App::start(Database::Sqlite).await;
    let browser = Chromium::start("codes", app.base_url(), Setup::default()).await;
    browser.open(PATH).await;
    browser.live().await;
    ask(&browser, TITLE, "ada@example.org").await;
    let code = code(&app, "ada@example.org").await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    browser.fill("input[name=code]", wrong).await;
    browser.press(".qa-code button:not([data-qa-back])").await;
    browser.read(".qa-problem", "That code is not right").await;
    browser.until("document.activeElement.matches('input[name=code][aria-invalid]')").await;
    app.advance_seconds(601);
    browser.fill("input[name=code]", &code).await;
    browser.press(".qa-code button:not([data-qa-back])").await;
    browser.read(".qa-problem", "no longer valid").await;
    browser.press("[data-qa-back]").await;
    browser.until(&format!("document.querySelector('#qa-ask-title').value === {TITLE:?}")).await;
    browser.quit().await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: cargo xtask test"]
async fn the_slower_moderator_is_told_and_can_undo() {
    let app = App::start(Database::Sqlite).await;
    let asker = app.person("Ada", "ada@example.org");
    let id = app.held_question(&asker, PATH, TITLE).await;
    let slow = moderator("slower_moderator", &app).await;
    slow.open(PATH).await;
    slow.live().await;
    slow.see("button[value=publish]").await;
    let fast = app.moderator().await;
    fast.act("cleaning", Post::Question(&id), Act::Reject, "A duplicate.").await;
    slow.press("button[value=publish]").await;
    slow.read(".qa-thread .qa-problem", "Somebody was faster").await;
    slow.see(".qa-thread--rejected").await;

    slow.press("button[value=restore]").await;
    slow.see(".qa-thread--held").await;
    slow.press(".qa-notice form[action='/_qa/form/undo'] button").await;
    slow.see(".qa-thread--rejected").await;
    slow.quit().await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: cargo xtask test"]
async fn a_deed_is_refused_at_its_field_and_done_once() {
    let app = App::start(Database::Sqlite).await;
    app.held_question(&app.person("Ada", "ada@example.org"), PATH, TITLE).await;
    let mo = moderator("deeds", &app).await;
    mo.open(PATH).await;
    mo.live().await;
    mo.press(".qa-bar details > summary").await;
    mo.run("document.querySelector('.qa-bar [name=reason]').removeAttribute('maxlength')").await;
    mo.fill(".qa-bar [name=reason]", &"A duplicate. ".repeat(50)).await;
    mo.press(".qa-bar details button").await;
    mo.until("document.activeElement.matches('.qa-bar [name=reason][aria-invalid=true]')").await;
    mo.read(".qa-bar .qa-field--error .qa-error", "500").await;
    let described = "document.activeElement.getAttribute('aria-describedby').split(' ')\
        .every((id) => document.getElementById(id))";
    mo.until(described).await;
    look(&mo, "a deed that was refused").await;

    mo.fill(".qa-bar [name=reason]", "A duplicate.").await;
    let sent = "performance.getEntriesByType('resource').filter((e) => e.name.endsWith('/acts')).length";
    let before = mo.run(&format!("return {sent}")).await.as_u64().expect("a number");
    mo.run("const button = document.querySelector('.qa-bar details button'); button.click(); button.click()").await;
    mo.read(".qa-thread--rejected .qa-notice", "Turned down").await;
    mo.until(&format!("{sent} === {}", before + 1)).await;
    mo.until("!document.querySelector('.qa-bar .qa-error')").await;
    mo.press(".qa-notice form[action='/_qa/form/undo'] button").await;
    mo.read(".qa-thread--held .qa-notice", "Taken back.").await;
    mo.quit().await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: cargo xtask test"]
async fn a_text_is_shown_as_it_will_look_while_it_is_written() {
    let app = App::start(Database::Sqlite).await;
    let browser = Chromium::start("preview", app.base_url(), Setup::default()).await;
    browser.open(PATH).await;
    browser.live().await;
    browser.fill("#qa-ask-body", "Mine is **dark**.").await;
    // By keyboard, as the button comes after the field.
    browser.type_keys(Key::Tab).await;
    browser.type_keys(Key::Enter).await;
    browser.see("button[data-qa-preview][aria-pressed=true]").await;
    browser.until("document.querySelector('#qa-ask-body-preview strong')?.textContent === 'dark'").await;
    browser.run("document.querySelector('#qa-ask-body').focus()").await;
    browser.type_keys(" <script>alert(1)</script> And *old*").await;
    browser.until("document.querySelector('#qa-ask-body-preview em')?.textContent === 'old'").await;
    browser.until("!document.querySelector('#qa-ask-body-preview script')").await;
    look(&browser, "a preview").await;
    browser.fill("#qa-ask-body", &"> ".repeat(80)).await;
    browser.read("#qa-ask-body-preview", "nested").await;
    browser.press("#qa-ask-body ~ button[data-qa-preview]").await;
    browser.until("document.querySelector('#qa-ask-body-preview').hidden").await;
    assert_eq!(browser.faults().await, Vec::<String>::new());
    browser.quit().await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: cargo xtask test"]
async fn a_post_is_quoted_and_its_address_copied() {
    let app = App::start(Database::Sqlite).await;
    answer(&app, ("cleaning", PATH)).await;
    let browser = Chromium::start("quoting", app.base_url(), Setup::default()).await;
    browser.open(PATH).await;
    browser.live().await;
    browser.press(".qa-reply [data-qa-quote]").await;
    browser.until("document.activeElement.matches('.qa-answer textarea')").await;
    browser.until("document.activeElement.value === '> About six evenings.\\n\\n'").await;
    browser.type_keys("Thanks.").await;
    // Kept as what is typed is.
    browser.open(PATH).await;
    browser.live().await;
    browser.until("document.querySelector('.qa-answer textarea').value === '> About six evenings.\\n\\nThanks.'").await;

    let permission =
        json!({ "origin": app.base_url().as_str(), "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
    browser.cdp("Browser.grantPermissions", permission).await;
    browser.press(".qa-reply [data-qa-copy]").await;
    browser.see(".qa-copied").await;
    browser.read(".qa-said", "Link copied.").await;
    look(&browser, "a link that was copied").await;
    assert!(browser.address().await.path() == PATH, "the reader stays");
    let copied = "navigator.clipboard.readText().then((text) => { window.copied = text }); return null";
    browser.run(copied).await;
    browser.until("window.copied").await;
    let copied = browser.run("return window.copied").await;
    browser.open(copied.as_str().expect("an address")).await;
    browser.until("location.pathname.startsWith('/questions/') && document.querySelector(location.hash)").await;
    browser.read(".qa-reply:target", "About six evenings.").await;
    browser.quit().await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: cargo xtask test"]
async fn what_may_answer_a_question_is_suggested_while_it_is_asked() {
    let app = App::start(Database::Sqlite).await;
    answer(&app, ("cleaning", PATH)).await;
    app.settle_index().await;
    let browser = Chromium::start("suggestions", app.base_url(), Setup::default()).await;
    browser.open(PATH).await;
    browser.live().await;
    browser.fill("#qa-ask-title", "How long will the oil last").await;
    browser.read(".qa-suggestions", TITLE).await;
    browser.read(".qa-said", "below your question").await;
    look(&browser, "suggestions").await;
    // A late reply does not bring back what was asked for before.
    browser.fill("#qa-ask-title", "x").await;
    browser.until("document.querySelector('.qa-suggestions').hidden").await;
    browser.fill("#qa-ask-title", "How long will the oil last").await;
    browser.see(".qa-suggestions").await;
    browser.tab_to(".qa-suggestions button").await;
    browser.type_keys(Key::Enter).await;
    browser.read(".qa-suggestions", "Nothing was sent").await;
    browser.until("document.activeElement.matches('#qa-ask-title')").await;
    browser.until("performance.getEntriesByType('resource').some((e) => e.name.endsWith('/similar/chosen'))").await;
    browser.until("document.activeElement.value === 'How long will the oil last'").await;
    assert_eq!(browser.faults().await, Vec::<String>::new());
    browser.quit().await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: cargo xtask test"]
async fn nobody_is_shut_out() {
    let app = App::start(Database::Sqlite).await;
    answer(&app, ("cleaning", PATH)).await;
    let browser = Chromium::start("accessible", app.base_url(), Setup::default()).await;
    browser.open(PATH).await;
    browser.live().await;
    look(&browser, "threads and form").await;
    browser.press(".qa-thread details.qa-details > summary[aria-label]").await;
    look(&browser, "a reply that is being written").await;
    browser.press("#qa-signed a[href='/_qa/sign-in']").await;
    browser.see("#qa-sign-in-email").await;
    look(&browser, "signing in").await;
    browser.press("form[action='/_qa/form/ask'] button[type=submit]").await;
    browser.run("document.querySelectorAll('#questions [required]').forEach((e) => e.required = false)").await;
    browser.press("form[action='/_qa/form/ask'] button[type=submit]").await;
    browser.see("#qa-ask-title[aria-invalid]").await;
    look(&browser, "a form with problems").await;
    ask(&browser, "Which cloth is soft enough?", "bob@example.org").await;
    browser.see("input[name=code]").await;
    look(&browser, "a code that is waited for").await;
    browser.fill("input[name=code]", &code(&app, "bob@example.org").await).await;
    browser.press(".qa-code button:not([data-qa-back])").await;
    browser.see(".qa-thread--held").await;
    look(&browser, "a held question").await;
    browser.quit().await;

    let mo = moderator("accessible_moderator", &app).await;
    look(&mo, "the queue").await;
    mo.press(".qa-queue a").await;
    mo.live().await;
    mo.see("button[value=publish]").await;
    look(&mo, "the moderator's bar").await;
    mo.press("button[value=publish]").await;
    mo.see(".qa-notice").await;
    look(&mo, "what was done, with its undoing").await;
    mo.go_offline(true).await;
    mo.press("button[value=resolve]").await;
    mo.see(".qa-thread .qa-problem").await;
    look(&mo, "an act that failed").await;
    mo.go_offline(false).await;
    let person = app.public_page(PATH).await.attributes(".qa-meta a", "href").remove(0);
    for path in [
        paths::MODERATE,
        paths::MODERATE_TIMES,
        paths::REPORTS_PAGE,
        "/_qa/reports/cleaning",
        "/questions/?q=cloth",
        paths::PROFILE,
        "/_qa/follow?page=cleaning",
        &person,
        paths::QUESTIONS_LIST,
        paths::SIGN_IN_PAGE,
        "/",
        "/no-such-page",
    ] {
        mo.open(path).await;
        look(&mo, path).await;
    }
    mo.quit().await;
    app.stop().await;
}

/// Finds nothing against accessibility, in both colour schemes, narrow and wide.
async fn look(browser: &Chromium, what: &str) {
    browser.look(what).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: cargo xtask test"]
async fn the_inbox_is_worked_through_by_keys() {
    let app = App::start(Database::Sqlite).await;
    let asker = app.person("Ada", "ada@example.org");
    let first = app.held_question(&asker, PATH, TITLE).await;
    app.advance_seconds(20 * 60);
    for title in ["Which cloth is soft enough?", "Who has spare wicks for it?"] {
        asker.ask(&paths::personal_page("cleaning"), title, "").await;
    }
    let mo = moderator("inbox_by_keys", &app).await;
    look(&mo, "the inbox").await;
    mo.type_keys("j").await;
    mo.until(&format!("document.activeElement.textContent === {TITLE:?}")).await;
    mo.type_keys("p").await;
    mo.read(".qa-notice", "Published 1 post.").await;
    assert!(app.public_page(PATH).await.text().contains(TITLE));
    mo.type_keys("u").await;
    mo.read(".qa-notice", "Taken back.").await;
    assert!(!app.public_page(PATH).await.text().contains(TITLE));

    for _ in 0..3 {
        mo.type_keys("j").await;
    }
    mo.type_keys("k").await;
    mo.type_keys("r").await;
    mo.until("document.activeElement.name === 'reason'").await;
    mo.type_keys("Ask the joker, up there.").await;
    mo.type_keys(Key::Enter).await;
    mo.read(".qa-notice", "Turned down 1 post.").await;
    mo.type_keys("?").await;
    mo.see("[data-qa-keys] dl").await;
    look(&mo, "the inbox with a notice and its keys").await;
    mo.type_keys("j").await;
    mo.type_keys(Key::Enter).await;
    mo.until("location.pathname.startsWith('/_qa/page/')").await;

    mo.open(&paths::case_page(&format!("question-{first}"))).await;
    mo.fill("#qa-note-text", "A careful author.").await;
    mo.press("form[action='/_qa/form/note'] button[type=submit]").await;
    mo.read(".qa-plain", "A careful author.").await;
    look(&mo, "what is known of a post").await;
    mo.press("form[action='/_qa/form/note'] button[type=submit]").await;
    mo.open(&paths::flag_page(&format!("question-{first}"))).await;
    look(&mo, "reporting a post").await;
    assert_eq!(mo.faults().await, Vec::<String>::new());
    mo.quit().await;
    app.stop().await;
}
