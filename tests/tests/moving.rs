//! Questions go along when pages and sections move, and wait where a page is gone.

use qa_api::follow::{FollowRequest, Follows, Often, Scope};
use qa_api::paths;
use qa_api::reader::{Reports, Similar};
use qa_api::thread::{PageView, SectionRef};
use qa_server::service::sections;
use qa_server::store::pages::{KnownPage, list_pages};
use tests::app::App;
use tests::database::Database;
use tests::on_both_databases;
use tests::site::edit;
use tests::wait;

on_both_databases!(
    a_question_is_asked_about_a_section,
    questions_follow_a_page_that_got_another_id,
    questions_follow_a_section_to_another_page,
    questions_of_a_lost_page_wait,
    a_site_is_indexed_twice_at_once
);

const PATH: &str = "/guide/cleaning/";
const TITLE: &str = "Is tap water good enough?";

/// Asks about the section *With water* without scripts, and has it published.
async fn ask_about_water(app: &App) -> String {
    let (asker, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let page = app.public_page(PATH).await;
    let links = page.attributes(".feedback__asks a", "href");
    let link = links.iter().find(|link| link.ends_with("section=with-water")).expect("each section has a link");
    let form = asker.browser.open(link).await.form(paths::FORM_ASK);
    assert_eq!(form.value("section"), Some("with-water"));
    let form = form.fill("title", TITLE).fill("name", "Ada").fill("email", "ada@example.org");
    let waiting = asker.browser.submit(&form).await;
    let held = asker.prove(&waiting, &app.mail_to("ada@example.org").await).await;
    let id = tests::person::question_id(&held, TITLE);
    moderator.act("cleaning", tests::person::Post::Question(&id), qa_api::thread::Act::Publish, "").await;
    id
}

async fn view(app: &App, page: &str) -> PageView {
    app.browser().get(&paths::page_threads(page)).await.expect(200)
}

/// Waits until the question stands on `page`, and gives the section that it is about.
async fn arrived(app: &App, page: &str) -> Option<SectionRef> {
    let thread = wait::until("the question to arrive", || async { view(app, page).await.threads.pop() }).await;
    assert_eq!(thread.title, TITLE);
    thread.section
}

async fn a_question_is_asked_about_a_section(database: Database) {
    let app = App::start(database).await;
    ask_about_water(&app).await;
    let page = app.public_page(PATH).await;
    assert!(page.texts(".qa-thread .qa-meta a").iter().any(|text| text.contains("With water")), "{}", page.text());
    assert_eq!(app.browser().open(&format!("{}?section=with-water", paths::ask_page("quiet"))).await.status, 404);
    let whole = app.browser().open(&format!("{}?section=no-such", paths::ask_page("cleaning"))).await;
    assert_eq!(whole.form(paths::FORM_ASK).value("section"), None);
    app.stop().await;
}

async fn questions_follow_a_page_that_got_another_id(database: Database) {
    let app = App::start(database).await;
    app.settle_index().await;
    ask_about_water(&app).await;
    let bob = app.signed_in("Bob", "bob@example.org").await;
    let follow = FollowRequest { scope: Scope::Page, id: "cleaning".to_owned(), often: Often::Daily };
    assert_eq!(bob.browser.post(paths::MY_FOLLOWS, &follow).await.status, 200);
    app.rebuild(|content| {
        edit(content, "guide/cleaning.md", "id: cleaning", "id: washing\naliases: [/guide/cleaning/]");
        edit(content, "index.md", "guide/cleaning.md", "guide/washing.md");
        std::fs::rename(content.join("guide/cleaning.md"), content.join("guide/washing.md")).expect("a page moves");
    });
    assert_eq!(arrived(&app, "washing").await.expect("it is about a section").anchor, "with-water");
    assert_eq!(view(&app, "cleaning").await.threads, []);
    let followed: Follows = bob.browser.get(paths::MY_FOLLOWS).await.expect(200);
    assert_eq!(followed.follows.iter().map(|follow| follow.id.as_str()).collect::<Vec<_>>(), ["washing"]);
    assert!(app.stored_text().await.lines().any(|line| line == "rehomed"), "it is in the audit");
    let old = app.browser().open(&paths::personal_page("cleaning")).await;
    assert_eq!((old.status, old.url.path()), (200, "/_qa/page/washing"), "links in mails still lead there");
    assert!(app.public_page("/guide/washing/").await.text().contains(TITLE));
    app.stop().await;
}

async fn questions_follow_a_section_to_another_page(database: Database) {
    let app = App::start(database).await;
    app.settle_index().await;
    ask_about_water(&app).await;
    app.rebuild(|content| {
        edit(content, "guide/cleaning.md", "## With water\n\nWarm water and a soft cloth are enough.", "Use water.");
        let water = "\n## With clean water {was=/guide/cleaning/#with-water}\n\nWarm water and a soft cloth.\n";
        let file = content.join("index.md");
        let text = std::fs::read_to_string(&file).expect("a page can be read") + water;
        std::fs::write(file, text).expect("a page can be written");
    });
    let section = arrived(&app, "start").await.expect("it is about a section");
    assert_eq!((section.anchor.as_str(), section.title.as_str()), ("with-clean-water", "With clean water"));
    app.stop().await;
}

async fn questions_of_a_lost_page_wait(database: Database) {
    let app = App::start(database).await;
    app.settle_index().await;
    ask_about_water(&app).await;
    let moderator = app.moderator().await;
    let lost = async || moderator.browser.get(paths::REPORTS).await.expect::<Reports>(200).lost_pages;
    assert_eq!(lost().await, []);
    let text = std::fs::read_to_string(tests::site::content().join("guide/cleaning.md")).expect("a page can be read");
    app.rebuild(|content| {
        edit(content, "index.md", "guide/cleaning.md", "guide/long.md");
        std::fs::remove_file(content.join("guide/cleaning.md")).expect("a page can be removed");
    });
    let waiting = wait::until("the page to be missed", || async { lost().await.pop() }).await;
    assert_eq!(
        (waiting.page.as_str(), waiting.title.as_str(), waiting.questions),
        ("cleaning", "Cleaning the glass", 1)
    );
    let page = moderator.browser.open(&paths::personal_page("cleaning")).await;
    assert!(page.text().contains(TITLE), "{}", page.text());
    app.rebuild(|content| std::fs::write(content.join("guide/cleaning.md"), text).expect("a page can be written"));
    wait::until("the page to be back", || async { lost().await.is_empty().then_some(()) }).await;
    app.stop().await;
}

/// What the database knows of the pages and what they say.
async fn known(app: &App) -> (Vec<KnownPage>, usize) {
    let mut tx = app.server().store.read().await.expect("reading begins");
    let pages = list_pages(&mut tx).await.expect("the pages can be read");
    drop(tx);
    let similar = format!("{}?page=start&q=water%20cloth", paths::SIMILAR);
    let found: Similar = app.browser().get(&similar).await.expect(200);
    (pages, found.sections.len())
}

async fn follow_at_once(one: &App, other: &App) {
    let (first, second) = (one.server().site.contents(), other.server().site.contents());
    let both = tokio::join!(sections::follow(one.server(), &first), sections::follow(other.server(), &second));
    assert!(both.0.is_ok() && both.1.is_ok(), "{both:?}");
}

async fn a_site_is_indexed_twice_at_once(database: Database) {
    let app = App::start(database).await;
    app.settle_index().await;
    let before = known(&app).await;
    for round in 0..5 {
        app.rebuild(|content| {
            edit(content, "guide/cleaning.md", "## With water\n", &format!("## With water\n\n{round}.\n"));
        });
        follow_at_once(&app, &app).await;
    }
    let after = known(&app).await;
    assert_eq!((after.0.len(), after.1), (before.0.len(), before.1), "nothing is there twice");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn two_servers_index_a_site_at_once() {
    let app = App::start(Database::Postgres).await;
    let beside = app.start_beside().await;
    app.settle_index().await;
    beside.settle_index().await;
    let before = known(&app).await;
    ask_about_water(&app).await;
    for round in 0..5 {
        app.rebuild(|content| {
            edit(content, "guide/cleaning.md", "## With water\n", &format!("## With water\n\n{round}.\n"));
        });
        beside.server().site.refresh();
        follow_at_once(&app, &beside).await;
    }
    assert_eq!(known(&app).await.0, known(&beside).await.0);
    assert_eq!(known(&app).await.1, before.1, "no section is there twice");
    app.rebuild(|content| {
        edit(content, "guide/cleaning.md", "id: cleaning", "id: washing\naliases: [/guide/cleaning/]");
        edit(content, "index.md", "guide/cleaning.md", "guide/washing.md");
        std::fs::rename(content.join("guide/cleaning.md"), content.join("guide/washing.md")).expect("a page moves");
    });
    beside.server().site.refresh();
    follow_at_once(&app, &beside).await;
    arrived(&beside, "washing").await;
    let rehomed = app.stored_text().await.lines().filter(|line| *line == "rehomed").count();
    assert_eq!(rehomed, 1, "a question is taken along once");
    app.stop().await;
    beside.stop().await;
}
