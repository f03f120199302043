//! Published threads as files: out of one server, into another, and out again the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use qa_api::paths;
use qa_api::thread::Act;
use qa_server::exchange::{
    ExchangeError,
    export::{Exported, export},
    import::import,
};
use tempfile::TempDir;
use tests::app::App;
use tests::database::Database;
use tests::on_both_databases;
use tests::person::Post;

on_both_databases!(threads_come_out_as_they_went_in, what_left_its_page_leaves_the_folder);

const PATH: &str = "/guide/cleaning/";

/// Every file below `folder`, by its path in it.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder can be read") {
        let path = entry.expect("a folder can be read").path();
        let name = path.file_name().expect("an entry has a name").to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|(inner, text)| (format!("{name}/{inner}"), text)));
        } else {
            found.insert(name, fs::read_to_string(&path).expect("a file can be read"));
        }
    }
    found
}

async fn threads_come_out_as_they_went_in(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let id = app.published_question(&ada, &moderator, PATH, "How long does the oil last?").await;
    moderator.reply(&paths::personal_page("cleaning"), &id, "Six evenings.\n\n- or *seven*").await;
    moderator.act("cleaning", Post::Question(&id), Act::Resolve, "").await;
    app.held_question(&app.person("Grace", "grace@example.org"), PATH, "Still waiting").await;

    let folder = TempDir::new().expect("a temporary folder");
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    let exported = export(app.server(), &first).await.expect("it can be written");
    assert_eq!(exported, Exported { written: 1, removed: 0 }, "what is held stays");
    let written = files(&first);
    let name = format!("cleaning{}.md", paths::permalink("How long does the oil last?", &id).replace("/questions", ""));
    let text = &written[&name];
    for expected in ["author: Ada", "author: Mo", "resolved: ", "- or *seven*"] {
        assert!(text.contains(expected), "{expected} is not in {text}");
    }
    assert!(!text.contains('@'), "addresses stay: {text}");
    let refused = import(app.server(), &first).await.expect_err("there are questions already");
    assert!(matches!(refused, ExchangeError::NotEmpty), "{refused}");
    app.stop().await;

    let other = App::start(database).await;
    assert_eq!(import(other.server(), &first).await.expect("it can be taken in"), 1);
    assert_eq!(export(other.server(), &second).await.expect("it can be written").written, 1);
    assert_eq!(files(&second), written);
    let page = other.public_page(PATH).await.text();
    assert!(page.contains("How long does the oil last?") && page.contains("or seven"), "it is on its page: {page}");
    assert!(other.mails().is_empty(), "nobody is told");
    other.stop().await;
}

async fn what_left_its_page_leaves_the_folder(database: Database) {
    let app = App::start(database).await;
    let (ada, grace) = (app.person("Ada", "ada@example.org"), app.person("Grace", "grace@example.org"));
    let moderator = app.moderator().await;
    let oil = app.published_question(&ada, &moderator, PATH, "How long does the oil last?").await;
    let wick = app.published_question(&grace, &moderator, PATH, "Which wick is the right one?").await;
    let folder = TempDir::new().expect("a temporary folder");
    export(app.server(), folder.path()).await.expect("it can be written");
    fs::write(folder.path().join("README.md"), "---\nid: mine\n---\n\nOur threads.\n").expect("a file is written");
    assert_eq!(files(folder.path()).len(), 3);

    moderator.act("cleaning", Post::Question(&oil), Act::Archive, "").await;
    let exported = export(app.server(), folder.path()).await.expect("it can be written");
    assert_eq!(exported, Exported { written: 1, removed: 1 });
    let left: Vec<_> = files(folder.path()).into_keys().collect();
    assert!(left.len() == 2 && left[0] == "README.md" && left[1].contains("which-wick"), "{left:?}");

    moderator.act("cleaning", Post::Question(&wick), Act::Archive, "").await;
    let exported = export(app.server(), folder.path()).await.expect("it can be written");
    assert_eq!(exported, Exported { written: 0, removed: 0 }, "a server without threads is rather the wrong one");
    app.stop().await;
}
