//! `serve`: what a browser beside the editor gets.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::Value;
use site_gen::Report;
use site_gen::serve::Server;

use crate::harness::{NOW, TestSite};

/// Serves `site` until the test ends.
fn serve(site: &TestSite) -> (SocketAddr, Receiver<Report>) {
    let server = Server::bind(&site.options, 0).unwrap();
    let address = server.address();
    let (sender, reports) = channel();
    std::thread::spawn(move || server.run(|| NOW, move |report| drop(sender.send(report.unwrap()))).unwrap());
    (address, reports)
}

fn next(reports: &Receiver<Report>) -> Report {
    reports.recv_timeout(Duration::from_secs(30)).expect("a build within half a minute")
}

/// The whole answer to `METHOD PATH`, asked under the name `host`.
fn ask(address: SocketAddr, request: &str, host: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "{request} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn get(address: SocketAddr, path: &str) -> String {
    ask(address, &format!("GET {path}"), "localhost")
}

/// The events that an open page hears.
struct Events(BufReader<TcpStream>);

impl Events {
    fn listen(address: SocketAddr) -> Self {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        write!(stream, "GET /_site-gen/events HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        Self(BufReader::new(stream))
    }

    /// The status of the next build.
    fn next(&mut self) -> Value {
        loop {
            let mut line = String::new();
            assert_ne!(self.0.read_line(&mut line).unwrap(), 0, "the stream ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data.trim_end()).unwrap();
            }
        }
    }
}

#[test]
fn pages_files_and_what_is_not_there() {
    let site = TestSite::new(&[("index.md", "# Home\n"), ("a/b c.md", "# Page\n"), ("a/note.txt", "A note\n")]);
    let (address, reports) = serve(&site);
    next(&reports);
    let home = get(address, "/");
    assert!(home.starts_with("HTTP/1.1 200") && home.contains("<h1>Home</h1>"), "{home}");
    assert!(home.contains("<script type=\"module\" src=\"/_site-gen/live.js\""));
    assert!(home.contains("content-security-policy: default-src 'self'"));
    assert!(get(address, "/a/b-c/?query").contains("<h1>Page</h1>"));
    assert!(get(address, "/a/b%2Dc").contains("location: /a/b%2Dc/"));
    assert!(get(address, "/a/note.txt").ends_with("A note\n"));
    assert!(get(address, "/_site-gen/live.js").contains("EventSource"));
    let missing = get(address, "/nowhere/");
    assert!(missing.starts_with("HTTP/1.1 404") && missing.contains("Not found"), "{missing}");
    assert!(get(address, "/_qa/page/index").contains("qa-server answers"));
    assert!(ask(address, "POST /", "localhost").starts_with("HTTP/1.1 405"));
    assert!(!ask(address, "HEAD /", "localhost").contains("<h1>"));
}

#[test]
fn other_names_get_nothing() {
    let site = TestSite::new(&[("index.md", "# Home\n")]);
    let (address, reports) = serve(&site);
    next(&reports);
    for host in ["example.org", "localhost.example.org", ""] {
        for path in ["/", "/_site-gen/events", "/_site-gen/live.js"] {
            let answer = ask(address, &format!("GET {path}"), host);
            assert!(answer.starts_with("HTTP/1.1 4"), "{host}: {answer}");
            assert!(!answer.contains("Home"));
        }
    }
    assert!(ask(address, "GET /", "[::1]:4100").contains("Home"));
}

#[test]
fn no_path_leads_out_of_the_site() {
    let site = TestSite::new(&[("index.md", "# Home\n"), ("_secret.txt", "secret"), ("a.txt", "a")]);
    std::fs::write(site.folder().join("outside.txt"), "secret").unwrap();
    let (address, reports) = serve(&site);
    next(&reports);
    for path in [
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/..%2foutside.txt",
        "//outside.txt",
        "/a.txt/../../outside.txt",
        "/..%5coutside.txt",
        "/_secret.txt",
        "/%00",
        "/site.yaml",
    ] {
        let answer = get(address, path);
        assert!(!answer.contains("secret") && answer.starts_with("HTTP/1.1 4"), "{path}: {answer}");
    }
    // A redirect never leads to another server.
    assert!(!get(address, "//example.org").contains("location:"));
}

#[test]
fn a_save_is_told_and_shown_and_a_mistake_is_shown_until_it_is_mended() {
    let site = TestSite::new(&[("index.md", "# Home\n\nFirst.\n"), ("other.md", "# Other\n")]);
    let (address, reports) = serve(&site);
    next(&reports);
    let mut events = Events::listen(address);
    let first = events.next();
    assert_eq!((&first["errors"], &first["diagnostics"]), (&Value::from(0), &Value::Array(Vec::new())));

    site.write("index.md", "# Home\n\nSecond, [dead](gone.md).\n");
    let mut told = events.next();
    while told["errors"] != 1 {
        told = events.next();
    }
    assert!(told["diagnostics"][0].as_str().unwrap().contains("error[dead-link]"), "{told}");
    assert!(told["build"].as_u64() > first["build"].as_u64());
    assert!(get(address, "/").contains("Second, "), "the page is shown as far as it goes");

    site.write("index.md", "---\ntitle: \"Home\n---\n");
    while !events.next()["diagnostics"][0].as_str().is_some_and(|text| text.contains("front-matter-syntax")) {}

    site.write("index.md", "# Home\n\nThird.\n");
    while events.next()["errors"] != 0 {}
    assert!(get(address, "/").contains("Third."));
}

#[test]
fn a_theme_that_breaks_leaves_the_last_site_and_says_so() {
    let mut site = TestSite::new(&[("index.md", "# Home\n")]);
    let theme = site.folder().join("theme");
    for (path, bytes) in crate::harness::files_below(site.options.theme.as_ref().unwrap()) {
        std::fs::create_dir_all(theme.join(&path).parent().unwrap()).unwrap();
        std::fs::write(theme.join(path), bytes).unwrap();
    }
    site.options.theme = Some(theme.clone());
    let (address, reports) = serve(&site);
    assert!(!next(&reports).failed);
    std::fs::write(theme.join("templates/404.html"), "{% if %}").unwrap();
    while !next(&reports).failed {}
    assert!(get(address, "/").contains("<h1>Home</h1>"));
}

#[test]
fn a_thousand_new_files_are_one_build_or_two() {
    let site = TestSite::new(&[("index.md", "# Home\n")]);
    let (address, reports) = serve(&site);
    next(&reports);
    for number in 0..1000 {
        site.write(&format!("folder-{}/page-{number}.md", number % 10), &format!("# Page {number}\n"));
    }
    let mut builds = 1;
    while next(&reports).pages < 1001 {
        builds += 1;
    }
    assert!(builds <= 2, "{builds} builds");
    assert!(get(address, "/folder-7/page-997/").contains("Page 997"));
}

#[test]
fn a_saved_page_is_made_anew_alone_even_beside_a_mistake() {
    let site = TestSite::new(&[
        ("index.md", "# Home\n\n[Other](other.md)\n"),
        ("other.md", "# Other\n\nFirst.\n"),
        ("wrong.md", "# Wrong\n\n[dead](gone.md)\n"),
    ]);
    let (address, reports) = serve(&site);
    next(&reports);
    site.write("other.md", "# Other\n\nSecond.\n");
    let report = next(&reports);
    assert!(get(address, "/other/").contains("Second."));
    assert!(get(address, "/other/index.md").contains("Second."), "what stands beside the page follows");
    assert!(report.failed, "the mistake elsewhere is still told");
}

#[test]
fn a_page_follows_the_file_that_it_includes() {
    let site = TestSite::new(&[
        ("index.md", "# Home\n\n<Include file=\"_parts/hours.md\" />\n"),
        ("_parts/hours.md", "Open until five.\n"),
    ]);
    let (address, reports) = serve(&site);
    next(&reports);
    assert!(get(address, "/").contains("Open until five."));
    let mut events = Events::listen(address);
    events.next();

    site.write("_parts/hours.md", "Open until six, see [gone](gone.md).\n");
    let mut told = events.next();
    while told["errors"] != 1 {
        told = events.next();
    }
    assert!(told["diagnostics"][0].as_str().unwrap().contains("_parts/hours.md:1:28"), "{told}");
    assert!(get(address, "/").contains("Open until six"));

    site.write("_parts/hours.md", "Open until seven.\n");
    while events.next()["errors"] != 0 {}
    assert!(get(address, "/").contains("Open until seven."));
}

#[test]
fn code_has_its_colours_and_nothing_is_written() {
    let mut site = TestSite::new(&[("index.md", "# Home\n\n```rust\nfn main() {}\n```\n")]);
    site.options.theme = None;
    let (address, reports) = serve(&site);
    next(&reports);
    assert!(get(address, "/").contains("<span class=\"hl-keyword\">fn</span>"));
    let beside: Vec<_> = std::fs::read_dir(site.folder()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside, ["content"]);
}

#[test]
fn published_questions_are_in_the_preview() {
    let mut site = TestSite::new(&[("index.md", "# Home\n")]);
    let snapshot = crate::questions::snapshot_file(&site, "index", "<p>An answer</p>");
    site.options.qa = Some(snapshot);
    let (address, reports) = serve(&site);
    next(&reports);
    assert!(get(address, "/").contains("<p>An answer</p>"));
}
