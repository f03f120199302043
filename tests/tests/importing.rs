//! What other systems exported, taken in: where it goes, whose it is, and that it is there once.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use qa_api::paths;
use qa_api::people::Profile;
use qa_api::reader::Reports;
use qa_api::server_data::{Hold, HoldRule, ServerData};
use qa_api::thread::{PageView, Thread};
use qa_server::exchange::foreign::{Order, Report, System, import};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, Executor, SqliteConnection};
use tests::app::App;
use tests::database::Database;
use tests::on_both_databases;
use tests::person::Person;
use tests::program::Installation;

on_both_databases!(
    comments_of_disqus_come_once,
    threads_without_a_page_wait_for_moderators,
    who_proves_an_address_has_its_posts,
    nothing_is_granted_by_an_import,
    comments_of_isso_come_as_they_were,
    discussions_of_github_keep_their_answers,
    what_is_no_export_is_refused_whole,
);

const BINARY: &str = env!("CARGO_BIN_EXE_qa-server-under-test");
const PATH: &str = "/guide/cleaning/";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/exports").join(name)
}

fn order(app: &App, system: System, file: &str) -> Order {
    Order {
        system,
        file: fixture(file),
        site: app.folder().join("public"),
        map: None,
        keep_lost: false,
        dry_run: false,
    }
}

async fn take(app: &App, order: &Order) -> Report {
    import(app.server(), order).await.expect("it can be taken in")
}

/// The threads of the page as somebody sees them who is signed in.
async fn threads(person: &Person) -> Vec<Thread> {
    person.browser.get(&paths::my_page_threads("cleaning")).await.expect::<PageView>(200).threads
}

async fn comments_of_disqus_come_once(database: Database) {
    let app = App::start(database).await;
    let order = order(&app, System::Disqus, "disqus.xml");
    let dry = take(&app, &Order { dry_run: true, ..order.clone() }).await;
    assert!(!app.public_page(PATH).await.text().contains("Every Friday"), "a dry run stores nothing");
    let done = take(&app, &order).await;
    assert_eq!((dry.questions, dry.replies), (done.questions, done.replies));
    assert_eq!((done.questions, done.replies, done.held, done.known), (1, 2, 0, 0), "{done}");
    assert_eq!((done.deleted, done.spam, done.lost.len()), (1, 1, 1), "{done}");
    let told = done.to_string();
    assert!(told.contains("https://old.example.org/news/2018/  1 posts  News of the year"), "{told}");
    assert!(told.contains("--keep-lost"), "{told}");

    let page = app.public_page(PATH).await;
    let text = page.text();
    let place = |what: &str| text.find(what).unwrap_or_else(|| panic!("{what} is not in {text}"));
    assert!(place("How often do I clean the glass?") < place("Every Friday."), "{text}");
    assert!(place("Every Friday.") < place("Once a month is enough"), "replies to replies are replies, by age: {text}");
    assert!(place("Mine is black") > 0 && place("Grace") > 0 && place("Mo the keeper") > 0);
    let html = app.browser().get(PATH).await.text;
    for hidden in ["javascript:", "<script>alert", "Buy wicks", "take that back", "ada@example.org", "192.0.2"] {
        assert!(!html.contains(hidden), "{hidden}");
    }
    assert!(html.contains("2019-03-02T09:00:00Z"), "it is as old as it is");

    let again = take(&app, &order).await;
    assert_eq!((again.questions, again.replies, again.known), (0, 0, 3), "{again}");
    assert!(app.mails().is_empty(), "nobody is told");
    app.stop().await;
}

async fn threads_without_a_page_wait_for_moderators(database: Database) {
    let app = App::start(database).await;
    let keep = Order { keep_lost: true, ..order(&app, System::Disqus, "disqus.xml") };
    let done = take(&app, &keep).await;
    assert_eq!((done.questions, done.lost.len()), (2, 1), "{done}");
    app.settle_index().await;
    let moderator = app.moderator().await;
    let lost = moderator.browser.get(paths::REPORTS).await.expect::<Reports>(200).lost_pages;
    assert_eq!(lost.len(), 1, "{lost:?}");
    assert_eq!(lost[0].title, "News of the year");
    app.stop().await;

    let other = App::start(database).await;
    let map = other.folder().join("map.yaml");
    fs::write(&map, "/news/2018: cleaning\nhttps://old.example.org/guide/cleaning.html: ~\n")
        .expect("it can be written");
    let done = take(&other, &Order { map: Some(map), ..order(&other, System::Disqus, "disqus.xml") }).await;
    assert_eq!((done.questions, done.unwanted, done.lost.len()), (1, 1, 0), "{done}");
    assert!(other.public_page(PATH).await.text().contains("Is the new lamp out?"));
    other.stop().await;
}

async fn who_proves_an_address_has_its_posts(database: Database) {
    let app = App::start(database).await;
    take(&app, &order(&app, System::Disqus, "disqus.xml")).await;
    let ada = app.signed_in("Ada L.", "ada@example.org").await;
    let profile: Profile = ada.browser.get(paths::MY_PROFILE).await.expect(200);
    assert_eq!(profile.name, "Ada", "it is the account of the posts");
    let own = threads(&ada).await;
    assert_eq!(own[0].author.person.as_deref(), Some(profile.id.as_str()));
    let acts = app.account_acts(&profile.id).await;
    assert!(acts.iter().any(|act| act.act == "imported"), "{acts:?}");
    app.stop().await;

    let other = App::start(database).await;
    let ada = other.signed_in("Ada L.", "ada@example.org").await;
    let profile: Profile = ada.browser.get(paths::MY_PROFILE).await.expect(200);
    take(&other, &order(&other, System::Disqus, "disqus.xml")).await;
    let before = threads(&ada).await;
    assert_ne!(before[0].author.person.as_deref(), Some(profile.id.as_str()), "not before it is proven");
    assert_eq!(before[0].author.name, "Ada");
    let ada = other.signed_in("Ada L.", "ada@example.org").await;
    let after = threads(&ada).await;
    assert_eq!(after[0].author.person.as_deref(), Some(profile.id.as_str()));
    assert!(other.public_page(PATH).await.text().contains("Ada L."), "the page says so, too");
    other.stop().await;
}

async fn nothing_is_granted_by_an_import(database: Database) {
    let app = App::start(database).await;
    // The other system has a post with the address of this one's moderator.
    app.moderator().await;
    take(&app, &order(&app, System::Disqus, "disqus.xml")).await;
    let moderator_again = app.moderator().await;
    let seen = threads(&moderator_again).await;
    let reply = &seen[0].replies[0];
    assert_eq!((reply.author.name.as_str(), reply.author.badge), ("Mo the keeper", None), "no badge for it");
    app.settle_mail().await;
    assert!(app.mails_to("ada@example.org").is_empty(), "nobody who has not proven an address gets mail at it");
    // Posts from elsewhere do not make anybody known here.
    let hold = HoldRule { hold: Some(Hold::First), first: Some(1), ..HoldRule::default() };
    app.set_rules(&ServerData { version: 1, hold, ..ServerData::default() });
    let ada = app.person("Ada", "ada@example.org");
    app.held_question(&ada, PATH, "May I post without waiting?").await;
    assert!(!app.public_page(PATH).await.text().contains("without waiting"));
    app.stop().await;
}

async fn comments_of_isso_come_as_they_were(database: Database) {
    let app = App::start(database).await;
    let file = app.folder().join("comments.db");
    let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true);
    let mut isso = SqliteConnection::connect_with(&options).await.expect("a file can be made");
    for sql in [
        "CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256))",
        "CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER, created FLOAT NOT NULL, modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR, author VARCHAR, email VARCHAR, website VARCHAR, likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL)",
        "INSERT INTO threads VALUES (1, '/guide/cleaning/', 'Cleaning the lamp')",
        "INSERT INTO comments VALUES (1, 1, NULL, 1600000000.25, NULL, 1, '192.0.2.0', 'Does soot *harm* the <b>glass</b>?', 'Ada', 'ada@example.org', NULL, 0, 0, x'00'), \
            (1, 2, 1, 1600000100, NULL, 4, '192.0.2.0', '', NULL, NULL, NULL, 0, 0, x'00'), \
            (1, 3, 2, 1600000200, NULL, 1, '192.0.2.0', 'It only looks bad.', NULL, NULL, NULL, 0, 0, x'00'), \
            (1, 4, NULL, 1600000300, NULL, 2, '192.0.2.0', 'Nobody has read this yet', 'Grace', NULL, NULL, 0, 0, x'00')",
    ] {
        isso.execute(sql).await.expect("Isso's tables can be made");
    }
    isso.close().await.expect("the file closes");
    let order = Order { file, ..order(&app, System::Isso, "isso.json") };
    let done = take(&app, &order).await;
    assert_eq!((done.questions, done.replies, done.held, done.deleted), (2, 1, 1, 1), "{done}");
    let page = app.public_page(PATH).await;
    let text = page.text();
    for expected in ["Does soot harm the <b>glass</b>?", "It only looks bad.", "Guest"] {
        assert!(text.contains(expected), "{expected} is not in {text}");
    }
    assert!(!text.contains("Nobody has read"), "what waited waits: {text}");
    let waiting = threads(&app.moderator().await).await;
    let held = waiting.iter().find(|viewed| viewed.title.contains("Nobody has read")).expect("it waits");
    assert!(held.note.as_deref().is_some_and(|note| note.contains("Isso")), "{:?}", held.note);
    assert_eq!(take(&app, &order).await.known, 3);

    let json = take(&app, &Order { file: fixture("isso.json"), ..order }).await;
    assert_eq!((json.questions, json.replies), (1, 1), "{json}");
    app.stop().await;
}

async fn discussions_of_github_keep_their_answers(database: Database) {
    let app = App::start(database).await;
    let map = app.folder().join("map.yaml");
    fs::write(&map, "\"#12\": /guide/cleaning/\ncategory General: topic:lamp\n").expect("it can be written");
    let order = Order { map: Some(map), ..order(&app, System::GithubDiscussions, "github.json") };
    let done = take(&app, &order).await;
    assert_eq!((done.questions, done.replies, done.spam, done.lost.len()), (3, 3, 1, 0), "{done}");
    assert!(done.notes.iter().any(|note| note.contains("#13") && note.contains("more comments")), "{done}");
    let seen = threads(&app.moderator().await).await;
    let thread = |title: &str| {
        let found = seen.iter().find(|viewed| viewed.title == title);
        found.unwrap_or_else(|| panic!("{title} is there"))
    };
    let answered = thread("Wick too long");
    assert!(answered.resolved && answered.locked, "{answered:?}");
    let solution =
        answered.replies.iter().find(|reply| answered.solution.as_ref() == Some(&reply.id)).expect("a solution");
    assert!(solution.body_html.contains("the width of a nail"));
    assert!(answered.replies.iter().any(|reply| reply.author.name == "Deleted user"));
    assert_eq!(thread("Which cloth do you use?").author.name, "grace");
    assert_eq!(take(&app, &order).await.known, 6);
    app.stop().await;
}

async fn what_is_no_export_is_refused_whole(database: Database) {
    let installation = Installation::new(BINARY, database, None).await;
    let site = installation.data().with_file_name("public");
    let whole = fs::read_to_string(fixture("disqus.xml")).expect("a fixture");
    let write = |name: &str, text: &[u8]| {
        let path = installation.data().with_file_name(name);
        fs::write(&path, text).expect("a file can be written");
        path.to_str().expect("a temporary folder is named in UTF-8").to_owned()
    };
    let large = write("large.xml", b"");
    File::options().write(true).open(&large).and_then(|file| file.set_len(600 << 20)).expect("a file can be long");
    let garbage = write("garbage", &[b"\xff\x00<<".repeat(1 << 20), b"x".repeat(1 << 20)].concat());
    let cut = write("cut.xml", &whole.as_bytes()[..whole.len() - 200]);
    let other = write("other.xml", b"<rss><channel/></rss>");
    let fake = write("fake.db", b"SQLite format 3\0 and then nothing of the kind");
    let empty = write("empty.json", b"");
    let answer = write("answer.json", br#"{"errors": [{"message": "Bad credentials"}]}"#);
    let map = write("map.yaml", b"/a/: /nowhere/\n");
    let good = write("good.xml", whole.as_bytes());
    let site = site.to_str().expect("UTF-8");
    let cases: &[(&str, &[&str], &str)] = &[
        ("disqus", &[&large], "more than 512 MiB"),
        ("disqus", &[&garbage], "XML"),
        ("disqus", &[&cut], "damaged"),
        ("disqus", &[&other], "not an export of Disqus"),
        ("disqus", &["/nowhere.xml"], "No such file"),
        ("disqus", &[&good, "--map", &map], "/nowhere/"),
        ("disqus", &[&good, "--site", "/nowhere"], "build the site with site-gen"),
        ("isso", &[&fake], "not a database of Isso"),
        ("isso", &[&other], "neither a database of Isso nor"),
        ("github-discussions", &[&empty], "empty"),
        ("github-discussions", &[&garbage], "not JSON"),
        ("github-discussions", &[&answer], "the manual's query"),
    ];
    for (from, more, expected) in cases {
        let site = if more.contains(&"--site") { &[][..] } else { &["--site", site][..] };
        let output = installation.run(&[&["import", "--from", from], *more, site].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        let lines: Vec<_> = said.lines().filter(|line| line.starts_with("error: ")).collect();
        assert!(lines.len() == 1 && lines[0].contains(expected), "{from}: {said}");
        assert!(lines[0].len() < 500, "{said}");
    }
    assert_eq!(installation.list("SELECT id FROM questions").await, Vec::<String>::new(), "nothing is stored");

    let output = installation.run(&["import", "--from", "disqus", &good, "--site", site]);
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && told.contains("took in 1 questions and 2 replies"), "{told}");
}
