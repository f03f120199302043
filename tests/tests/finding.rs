//! Finding what was written already: sections beside questions, while asking and by searching.

use qa_api::paths;
use qa_api::problem::Code;
use qa_api::reader::{Chosen, Similar};
use tests::app::App;
use tests::database::Database;
use tests::on_both_databases;
use tests::wait;

on_both_databases!(
    sections_are_found_beside_questions,
    what_may_answer_is_offered_while_asking,
    a_changed_page_is_indexed_again,
    choosing_is_limited,
    searches_that_find_nothing_are_counted
);

const PATH: &str = "/guide/cleaning/";

async fn similar(app: &App, page: &str, title: &str) -> Similar {
    let path = format!("{}?page={page}&q={}", paths::SIMILAR, title.replace(' ', "+"));
    app.browser().get(&path).await.expect(200)
}

/// Section titles that a search shows.
async fn sections_found(app: &App, words: &str) -> Vec<String> {
    let page = app.public_page(&format!("{}?q={}", paths::QUESTIONS_LIST, words.replace(' ', "+"))).await;
    page.texts(".qa-queue--sections a")
}

async fn sections_are_found_beside_questions(database: Database) {
    let app = App::start(database).await;
    app.settle_index().await;
    assert_eq!(sections_found(&app, "soft cloth").await, ["With water"]);
    assert_eq!(sections_found(&app, "cool").await, ["Cleaning the glass"], "what stands before the first heading");
    let (asker, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    app.published_question(&asker, &moderator, PATH, "Which cloth is soft enough?").await;
    let both = app.public_page(&format!("{}?q=soft+cloth", paths::QUESTIONS_LIST)).await;
    assert_eq!(both.texts(".qa-queue a"), ["With water", "Which cloth is soft enough?"]);
    assert_eq!(both.attributes(".qa-queue a", "href")[0], "/guide/cleaning/#with-water");
    app.stop().await;
}

async fn what_may_answer_is_offered_while_asking(database: Database) {
    let app = App::start(database).await;
    app.settle_index().await;
    let (asker, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let held = app.held_question(&asker, PATH, "Which cloths are soft enough for the glass?").await;
    let found = similar(&app, "cleaning", "Is a cloth soft").await;
    assert!(found.questions.is_empty(), "a held question is not offered");
    assert_eq!(found.sections[0].url, "/guide/cleaning/#with-water");
    assert_eq!(found.sections[0].page_title, "Cleaning the glass");
    moderator.act("cleaning", tests::person::Post::Question(&held), qa_api::thread::Act::Publish, "").await;
    let found = similar(&app, "cleaning", "Is a cloth soft").await;
    assert_eq!(found.questions[0].title, "Which cloths are soft enough for the glass?");
    assert!(similar(&app, "cleaning", "How do I?").await.is_empty(), "common words are like everything");
    assert!(similar(&app, "cleaning", "").await.is_empty());

    // Without scripts they are shown while the mail with the code is on its way.
    let waiting = app.person("Bob", "bob@example.org").ask(PATH, "Is a soft cloth enough?", "").await;
    assert!(waiting.texts(".qa-similar a").contains(&"With water".to_owned()), "{}", waiting.text());
    app.stop().await;
}

async fn a_changed_page_is_indexed_again(database: Database) {
    let app = App::start(database).await;
    app.settle_index().await;
    app.rebuild(|content| {
        tests::site::edit(content, "guide/cleaning.md", "Warm water", "Distilled vinegar");
        std::fs::remove_file(content.join("guide/quiet.md")).expect("the page can be removed");
    });
    wait::until("the new text to be found", || async {
        (sections_found(&app, "vinegar").await == ["With water"]).then_some(())
    })
    .await;
    assert_eq!(sections_found(&app, "warm").await, Vec::<String>::new());
    wait::until("the old page to be forgotten", || async {
        similar(&app, "cleaning", "quiet").await.sections.is_empty().then_some(())
    })
    .await;
    app.stop().await;
}

async fn choosing_is_limited(database: Database) {
    let app = App::start(database).await;
    app.settle_index().await;
    let chosen = Chosen { url: "/guide/cleaning/#with-water".to_owned() };
    let mut counted = 0;
    loop {
        let reply = app.browser().post(paths::SIMILAR_CHOSEN, &chosen).await;
        if reply.status == Code::RateLimited.status() {
            break;
        }
        assert_eq!(reply.status, 204, "{}", reply.text);
        counted += 1;
        assert!(counted < 200, "choosing goes on for ever");
    }
    assert!(counted >= 20, "nobody is stopped at {counted}");
    let nowhere = Chosen { url: "https://elsewhere.example/#x".to_owned() };
    app.advance_seconds(3600);
    assert_eq!(app.browser().post(paths::SIMILAR_CHOSEN, &nowhere).await.status, 204, "and counts nothing");
    app.stop().await;
}

async fn searches_that_find_nothing_are_counted(database: Database) {
    let app = App::start(database).await;
    app.settle_index().await;
    for words in ["petroleum", "Petroleum!", "ada@example.org", "cloth"] {
        app.public_page(&format!("{}?q={words}", paths::QUESTIONS_LIST)).await;
    }
    let counted: Vec<_> = app.empty_searches().await.into_iter().map(|search| (search.words, search.hits)).collect();
    assert_eq!(counted, [("petroleum".to_owned(), 2)]);
    for number in 0..40 {
        app.public_page(&format!("{}?q=nothing{number}", paths::QUESTIONS_LIST)).await;
    }
    let counted = app.empty_searches().await.len();
    assert!((10..30).contains(&counted), "{counted} searches of one machine in one hour");
    app.stop().await;
}
