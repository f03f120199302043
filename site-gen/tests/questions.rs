//! Published questions, baked into the pages.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::Duration;

use qa_api::placeholder::Placeholder;
use qa_api::snapshot::{EMPTY_PAGE, Fragment, Snapshot, VERSION};
use qa_api::thread::PageView;
use site_gen::Follower;
use site_gen::check::Code;

use crate::harness::TestSite;

fn fragment(page: &str, html: &str) -> Fragment {
    let view = PageView { page: page.to_owned(), viewer: None, threads: Vec::new() };
    Fragment { html: html.to_owned(), view, changed_at: Some(17) }
}

fn snapshot(taken_at: &str) -> Snapshot {
    Snapshot {
        version: VERSION,
        build: "b1".to_owned(),
        taken_at: taken_at.to_owned(),
        empty: fragment(EMPTY_PAGE, &format!("<form data-page=\"{EMPTY_PAGE}\"></form>")),
        pages: [("asked".to_owned(), fragment("asked", "<p>An answer</p>"))].into(),
        gone: Vec::new(),
        cursor: "1".to_owned(),
        more: false,
    }
}

/// A file with one page's threads, for `--qa`.
pub(crate) fn snapshot_file(site: &TestSite, page: &str, html: &str) -> String {
    let mut snapshot = snapshot("2026-11-02T00:00:00Z");
    snapshot.pages = [(page.to_owned(), fragment(page, html))].into();
    let file = site.folder().join("snapshot.json");
    std::fs::write(&file, serde_json::to_string(&snapshot).unwrap()).unwrap();
    file.display().to_string()
}

fn site() -> TestSite {
    TestSite::new(&[
        ("asked.md", "# Asked\n"),
        ("quiet.md", "# Quiet\n"),
        ("closed.md", "---\ntitle: Closed\nqa: false\n---\n"),
    ])
}

fn with_snapshot(site: &mut TestSite, taken_at: &str) {
    let file = site.folder().join("snapshot.json");
    std::fs::write(&file, serde_json::to_string(&snapshot(taken_at)).unwrap()).unwrap();
    site.options.qa = Some(file.display().to_string());
}

#[test]
fn a_snapshot_is_baked_into_the_pages_that_take_questions() {
    let mut site = site();
    with_snapshot(&mut site, "2026-11-02T00:00:00Z");
    assert!(site.build_well().diagnostics.is_empty());
    let asked = site.read("asked/index.html");
    assert!(
        asked.contains("data-qa-page=\"asked\" data-qa-build=\"b1\"><!--qa:begin--><div data-qa-root><p>An answer</p>")
    );
    assert!(Placeholder::find(&asked).is_some());
    assert!(site.read("quiet/index.html").contains("<form data-page=\"quiet\">"));
    assert!(Placeholder::find(&site.read("closed/index.html")).is_none());
}

#[test]
fn without_a_snapshot_a_page_leads_to_the_server() {
    let site = site();
    site.build_well();
    let page = site.read("asked/index.html");
    assert!(Placeholder::find(&page).is_some());
    assert!(page.contains("<a href=\"/_qa/page/asked\">"));
}

#[test]
fn a_server_at_another_origin_is_led_to() {
    let mut site = TestSite::new(&[
        ("site.yaml", "server: https://qa.example.org\n"),
        ("asked.md", "# Asked\n\n[All questions](/questions/)\n"),
        ("quiet.md", "# Quiet\n"),
    ]);
    site.options.theme = None;
    let file = snapshot_file(&site, "asked", "<form action=\"/_qa/form/ask\"></form><a href=\"/quiet/\">q</a>");
    site.build_well();
    let page = site.read("asked/index.html");
    assert!(page.contains("<a href=\"https://qa.example.org/_qa/page/asked\">"), "{page}");
    assert!(!page.contains("data-qa-after"));
    site.options.qa = Some(file);
    site.build_well();
    let asked = site.read("asked/index.html");
    assert!(Placeholder::find(&asked).is_some());
    for expected in [
        "<form action=\"https://qa.example.org/_qa/form/ask\"></form><a href=\"/quiet/\">q</a>",
        "<script type=\"module\" src=\"https://qa.example.org/_qa/widget/loader.js\" data-qa-after=\"17\">",
        "action=\"https://qa.example.org/_qa/form/vote\"",
    ] {
        assert!(asked.contains(expected), "{expected} is not in {asked}");
    }
    assert!(!asked.contains("\"/_qa/"), "{asked}");
    assert!(site.read("quiet/index.html").contains("loader.js\" data-qa-after=\"0\">"));
}

#[test]
fn a_server_is_named_by_its_origin_alone() {
    let site = TestSite::new(&[("site.yaml", "server: https://qa.example.org/_qa/\n"), ("index.md", "# Home\n")]);
    let report = site.build();
    assert_eq!(report.diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(), [Code::SiteConfig]);
}

#[test]
fn an_old_snapshot_is_a_warning() {
    let mut site = site();
    with_snapshot(&mut site, "2026-10-02T00:00:00Z");
    let report = site.build_well();
    assert_eq!(report.diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(), [Code::StaleSnapshot]);
}

/// Answers one request after the other with these bodies, and then is gone.
fn serve(bodies: Vec<String>) -> (String, std::thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let requests = std::thread::spawn(move || {
        bodies
            .into_iter()
            .map(|body| {
                let (mut stream, _) = listener.accept().unwrap();
                let mut request = Vec::new();
                while !request.ends_with(b"\r\n\r\n") {
                    let mut byte = [0];
                    stream.read_exact(&mut byte).unwrap();
                    request.push(byte[0]);
                }
                write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
                    .unwrap();
                String::from_utf8(request).unwrap().lines().next().unwrap().to_owned()
            })
            .collect()
    });
    (url, requests)
}

#[test]
fn a_server_is_read_part_by_part_and_stands_in_for_itself_when_it_is_gone() {
    let mut first = snapshot("2026-11-03T00:00:00Z");
    first.more = true;
    let mut second = snapshot("2026-11-03T00:00:01Z");
    second.pages = [("quiet".to_owned(), fragment("quiet", "<p>Later</p>"))].into();
    second.cursor = "2".to_owned();
    let bodies = [first, second].map(|part| serde_json::to_string(&part).unwrap());
    let (url, requests) = serve(bodies.into());
    let mut site = site();
    site.options.qa = Some(url);
    assert!(site.build_well().diagnostics.is_empty());
    assert_eq!(
        requests.join().unwrap(),
        ["GET /_qa/api/v1/snapshot HTTP/1.1", "GET /_qa/api/v1/snapshot?since=1 HTTP/1.1"]
    );
    assert!(site.read("asked/index.html").contains("An answer"));
    assert!(site.read("quiet/index.html").contains("Later"));

    let report = site.build_well();
    assert_eq!(report.diagnostics[0].code, Code::StaleSnapshot);
    assert!(site.read("quiet/index.html").contains("Later"));
}

#[test]
fn builds_that_follow_each_other_ask_only_for_what_changed() {
    let mut quiet = snapshot("2026-11-03T00:00:01Z");
    quiet.pages.clear();
    let mut changed = quiet.clone();
    changed.pages = [("quiet".to_owned(), fragment("quiet", "<p>Later</p>"))].into();
    changed.cursor = "2".to_owned();
    let bodies = [snapshot("2026-11-03T00:00:00Z"), quiet, changed].map(|part| serde_json::to_string(&part).unwrap());
    let (url, requests) = serve(bodies.into());
    let mut site = site();
    site.options.qa = Some(url);
    site.options.snapshots = Follower::every(Duration::ZERO);
    for has_later in [false, false, true] {
        assert!(site.build_well().diagnostics.is_empty());
        assert!(site.read("asked/index.html").contains("An answer"));
        assert_eq!(site.read("quiet/index.html").contains("Later"), has_later);
    }
    assert_eq!(
        requests.join().unwrap(),
        [
            "GET /_qa/api/v1/snapshot HTTP/1.1",
            "GET /_qa/api/v1/snapshot?since=1 HTTP/1.1",
            "GET /_qa/api/v1/snapshot?since=1 HTTP/1.1"
        ]
    );

    // The server is gone, and what is known of it is still there.
    assert_eq!(site.build_well().diagnostics[0].code, Code::StaleSnapshot);
    assert!(site.read("quiet/index.html").contains("Later"));
}

#[test]
fn a_server_is_left_in_peace_for_a_while() {
    let (url, requests) = serve(vec![serde_json::to_string(&snapshot("2026-11-03T00:00:00Z")).unwrap()]);
    let mut site = site();
    site.options.qa = Some(url);
    site.options.snapshots = Follower::every(Duration::from_secs(3600));
    assert!(site.build_well().diagnostics.is_empty());
    assert!(site.build_well().diagnostics.is_empty(), "nobody is asked again");
    assert_eq!(requests.join().unwrap().len(), 1);
}

#[test]
fn plain_http_is_only_for_this_machine() {
    let mut site = site();
    site.options.qa = Some("http://example.org".to_owned());
    let error = site_gen::check(&site.options).unwrap_err();
    assert!(error.to_string().contains("use https"), "{error}");
}
