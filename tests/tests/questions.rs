//! Published questions outside of their pages: permalinks for search engines, lists, feeds.

use qa_api::paths;
use qa_api::thread::Act;
use serde_json::Value;
use tests::app::App;
use tests::database::Database;
use tests::on_both_databases;
use tests::page::Page;
use tests::person::{Post, reply_ids};

on_both_databases!(
    a_permalink_is_for_search_engines_once_it_is_answered,
    lists_come_in_parts,
    lists_say_what_they_are,
    what_is_published_can_be_found
);

const PATH: &str = "/guide/cleaning/";

fn robots(page: &Page) -> Vec<String> {
    page.attributes("meta[name=robots]", "content")
}

fn structured(page: &Page) -> Value {
    serde_json::from_str(&page.inner("script[type='application/ld+json']")[0]).expect("it is JSON")
}

async fn a_permalink_is_for_search_engines_once_it_is_answered(database: Database) {
    let app = App::start(database).await;
    let (asker, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let title = "How long does the oil last?";
    let id = app.held_question(&asker, PATH, title).await;
    let path = paths::permalink(title, &id);
    assert_eq!(app.browser().open(&path).await.status, 404, "a held question has no permalink yet");

    moderator.act("cleaning", Post::Question(&id), Act::Publish, "").await;
    let page = app.public_page(&path).await;
    assert_eq!(robots(&page), ["noindex"]);
    assert_eq!(page.attributes("link[rel=canonical]", "href"), [app.browser().url(&path).as_str()]);
    let other_words = app.browser().open(&format!("/questions/other-words-{id}")).await;
    assert_eq!(other_words.url.path(), path, "the id is what counts");

    let replied = moderator.reply(&paths::personal_page("cleaning"), &id, "About **six** evenings.").await;
    let page = app.public_page(&path).await;
    assert_eq!(robots(&page), Vec::<String>::new());
    let data = structured(&page);
    assert_eq!(data["@type"], "QAPage");
    assert_eq!(data["mainEntity"]["name"], title);
    assert_eq!(data["mainEntity"]["suggestedAnswer"][0]["text"], "<p>About <strong>six</strong> evenings.</p>");

    let reply = reply_ids(&replied).pop().expect("the reply is on the page");
    moderator.act("cleaning", Post::Reply(&reply), Act::Resolve, "").await;
    let data = structured(&app.public_page(&path).await);
    assert_eq!(data["mainEntity"]["acceptedAnswer"]["author"]["name"], "Mo");
    assert_eq!(data["mainEntity"]["suggestedAnswer"], Value::Null);
    assert!(!app.public_page(PATH).await.html.contains("QAPage"), "on its permalink and nowhere else");
    app.stop().await;
}

async fn lists_come_in_parts(database: Database) {
    let app = App::start(database).await;
    let moderator = app.moderator().await;
    for number in 10..35 {
        moderator.ask(PATH, &format!("Question number {number}"), "").await;
        app.advance_seconds(400);
    }
    let first = app.public_page(paths::QUESTIONS_LIST).await;
    let titles = |page: &Page| page.texts(".qa-queue a");
    assert_eq!(titles(&first).len(), 20);
    assert_eq!(titles(&first)[0], "Question number 34");
    let next = first.attributes("a[rel=next]", "href").pop().expect("there is more");
    let second = app.public_page(&next).await;
    assert_eq!(titles(&second).last().map(String::as_str), Some("Question number 10"));
    assert_eq!(titles(&second).len(), 5);
    assert_eq!(second.attributes("a[rel=next]", "href"), Vec::<String>::new());
    app.stop().await;
}

async fn lists_say_what_they_are(database: Database) {
    let app = App::start(database).await;
    let (asker, moderator) = (app.person("Ada & Co", "ada@example.org"), app.moderator().await);
    let open = app.published_question(&asker, &moderator, PATH, "How long does the <oil> last?").await;
    let other = app.person("Bob", "bob@example.org");
    let solved = app.published_question(&other, &moderator, PATH, "Which cloth is soft enough?").await;
    moderator.reply(&paths::personal_page("cleaning"), &solved, "Cotton.").await;
    moderator.act("cleaning", Post::Question(&solved), Act::Resolve, "").await;
    let on = async |list: &str| app.public_page(list).await.texts(".qa-queue a");
    assert_eq!(on(paths::UNANSWERED_LIST).await, ["How long does the <oil> last?"]);
    assert_eq!(on(paths::SOLVED_LIST).await, ["Which cloth is soft enough?"]);
    assert_eq!(app.browser().open(&paths::topic_list("none")).await.status, 404);

    let feed = app.browser().get(&paths::feed(paths::QUESTIONS_LIST)).await;
    assert!(feed.headers["content-type"].to_str().is_ok_and(|kind| kind.starts_with("application/atom+xml")));
    assert!(feed.text.contains("<title>How long does the &lt;oil&gt; last?</title>"), "{}", feed.text);
    assert!(feed.text.contains("<name>Ada &amp; Co</name>") && feed.text.contains(&open));
    let again = app.browser().request(reqwest::Method::GET, &paths::feed(paths::QUESTIONS_LIST));
    let again = again.header("If-None-Match", feed.headers["etag"].clone()).send().await.expect("an answer");
    assert_eq!(again.status().as_u16(), 304);
    app.stop().await;
}

async fn what_is_published_can_be_found(database: Database) {
    let app = App::start(database).await;
    let (asker, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let id = app.held_question(&asker, PATH, "Où est l\u{2019}huile de la lampe ?").await;
    let found = async |query: &str| {
        let url = format!("{}?q={query}", paths::QUESTIONS_LIST);
        app.public_page(&url).await.texts(".qa-queue:not(.qa-queue--sections) a")
    };
    assert_eq!(found("huile").await, Vec::<String>::new(), "a held question is not found");
    moderator.act("cleaning", Post::Question(&id), Act::Publish, "").await;
    let title = ["Où est l\u{2019}huile de la lampe ?"];
    for query in ["huile", "HUILE", "ou+est", "lampe+huile", "lam"] {
        assert_eq!(found(query).await, title, "{query}");
    }
    for query in ["petrol", "huile+petrol", "%22", "*", "huile+-lampe+zzz"] {
        assert_eq!(found(query).await, Vec::<String>::new(), "{query}");
    }
    let replied = moderator.reply(&paths::personal_page("cleaning"), &id, "In the `cellar`.").await;
    assert_eq!(found("cellar").await, title, "replies are searched too");
    let reply = reply_ids(&replied).pop().expect("the reply is on the page");
    moderator.act("cleaning", Post::Reply(&reply), Act::Hide, "").await;
    assert_eq!(found("cellar").await, Vec::<String>::new(), "a hidden reply is not found");
    moderator.act("cleaning", Post::Question(&id), Act::Archive, "").await;
    assert_eq!(found("huile").await, Vec::<String>::new());
    app.stop().await;
}
