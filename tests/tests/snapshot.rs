//! What the server serves and what site-gen bakes are the same threads, to the byte.

use std::fs;

use qa_api::paths;
use qa_api::placeholder::Placeholder;
use qa_api::snapshot::Snapshot;
use qa_api::thread::Act;
use tests::app::App;
use tests::database::Database;
use tests::person::Post;
use tests::{on_both_databases, site};

on_both_databases!(a_baked_page_is_the_served_page, a_snapshot_can_be_followed);

const TITLE: &str = "How long does the oil last?";

/// What stands in the placeholder of `html`.
fn threads(html: &str) -> &str {
    let start = html.find("<!--qa:begin-->").expect("the page has a placeholder");
    let end = html.find("<!--qa:end-->").expect("the placeholder ends");
    &html[start..end]
}

async fn a_baked_page_is_the_served_page(database: Database) {
    let app = App::start(database).await;
    let (asker, moderator) = (app.person("Ada & Co", "ada@example.org"), app.moderator().await);
    let id = app.published_question(&asker, &moderator, "/guide/cleaning/", TITLE).await;
    moderator.reply(&paths::personal_page("cleaning"), &id, "About `six` evenings, see [the start](/).").await;

    let reply = app.browser().get(paths::SNAPSHOT).await;
    let snapshot = Snapshot::parse(&reply.text).expect("it is a snapshot");
    assert_eq!(snapshot.pages.keys().collect::<Vec<_>>(), ["cleaning"]);
    let file = app.folder().join("snapshot.json");
    fs::write(&file, &reply.text).expect("a file can be written");
    let baked = app.folder().join("baked");
    site::build(&baked, app.base_url().as_str(), Some(file.to_str().expect("a folder named in UTF-8")));

    for path in ["", "guide/cleaning/"] {
        let served = app.public_page(&format!("/{path}")).await.html;
        let page = fs::read_to_string(baked.join(path).join("index.html")).expect("the page was baked");
        let placeholder = Placeholder::find(&page).expect("the page has a placeholder");
        assert_eq!(placeholder.page(&page), if path.is_empty() { "start" } else { "cleaning" });
        assert_eq!(threads(&served), threads(&page), "{path:?}");
        assert_eq!(page.contains(TITLE), !path.is_empty());
    }
    let quiet = fs::read_to_string(baked.join("guide/quiet/index.html")).expect("the page was baked");
    assert_eq!(Placeholder::find(&quiet), None, "a page without questions has no placeholder");
    app.stop().await;
}

async fn a_snapshot_can_be_followed(database: Database) {
    let app = App::start(database).await;
    let (asker, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let id = app.published_question(&asker, &moderator, "/guide/cleaning/", TITLE).await;
    let first = app.browser().get(paths::SNAPSHOT).await;
    let etag = first.headers["etag"].to_str().expect("an ETag is ASCII").to_owned();
    let mut snapshot = Snapshot::parse(&first.text).expect("it is a snapshot");
    let again = app.browser().request(reqwest::Method::GET, paths::SNAPSHOT).header("If-None-Match", &etag);
    assert_eq!(again.send().await.expect("the server answers").status().as_u16(), 304);

    app.advance_seconds(60);
    moderator.act("cleaning", Post::Question(&id), Act::Archive, "").await;
    let next = app.browser().get(&format!("{}?since={}", paths::SNAPSHOT, snapshot.cursor)).await;
    let next = Snapshot::parse(&next.text).expect("it is a snapshot");
    assert_eq!(next.gone, ["cleaning"]);
    snapshot.extend(next);
    assert!(snapshot.pages.is_empty() && !snapshot.more);
    let whole = app.browser().get(paths::SNAPSHOT).await;
    assert_ne!(whole.headers["etag"].to_str().expect("an ETag is ASCII"), etag);
    assert!(!whole.text.contains(TITLE));
    app.stop().await;
}
