//! `check --external`, against a server on this machine.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use site_gen::check;
use site_gen::external::Limits;
use time::Duration as Span;

use crate::harness::{NOW, TestSite};

/// A server that answers by path and remembers what it was asked.
struct Server {
    url: String,
    requests: Arc<Mutex<Vec<String>>>,
    most_at_once: Arc<AtomicUsize>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = Self { url, requests: Arc::default(), most_at_once: Arc::default() };
        let (requests, most_at_once, now) = (server.requests.clone(), server.most_at_once.clone(), Arc::default());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (requests, most, now) = (Arc::clone(&requests), Arc::clone(&most_at_once), Arc::clone(&now));
                std::thread::spawn(move || answer(stream.unwrap(), &requests, &most, &now));
            }
        });
        server
    }

    /// What was asked since the last call, in order.
    fn take_requests(&self) -> Vec<String> {
        std::mem::take(&mut self.requests.lock().unwrap())
    }
}

fn answer(mut stream: TcpStream, requests: &Mutex<Vec<String>>, most: &AtomicUsize, now: &AtomicUsize) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let line = lines.next().unwrap().unwrap();
    while lines.next().is_some_and(|line| !line.unwrap().is_empty()) {}
    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
    let asked = line.trim_end_matches(" HTTP/1.1").to_owned();
    requests.lock().unwrap().push(asked.clone());
    let status = match asked.as_str() {
        "HEAD /no-head" => "405 Method Not Allowed",
        "HEAD /moved" => "301 Moved Permanently\r\nLocation: /good",
        "HEAD /gone" | "GET /gone" => "404 Not Found",
        "HEAD /busy" | "HEAD /closed" | "GET /closed" => "429 Too Many Requests",
        _ => "200 OK",
    };
    now.fetch_sub(1, Ordering::SeqCst);
    write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").unwrap();
}

fn site(links: &[String]) -> TestSite {
    let links: String = links.iter().map(|link| format!("- <{link}>\n")).collect();
    let mut site = TestSite::new(&[("page.md", &format!("---\ntitle: Page\n---\n\n{links}"))]);
    site.options.external =
        Some(Limits { pause: Duration::ZERO, request: Duration::from_secs(10), loopback: true, ..Limits::default() });
    site
}

/// Line → code of every diagnostic.
fn told(site: &TestSite) -> BTreeMap<usize, &'static str> {
    check(&site.options).unwrap().diagnostics.iter().map(|told| (told.line, told.code.name())).collect()
}

#[test]
fn what_is_gone_is_told_and_the_rest_is_left_in_peace() {
    let server = Server::start();
    let at = |path: &str| format!("{}{path}", server.url);
    let mut site = site(&[
        at("/good"),
        at("/good#part"),
        at("/no-head"),
        at("/moved"),
        at("/gone"),
        "https://example.org/no".to_owned(),
    ]);
    assert_eq!(told(&site), BTreeMap::from([(9, "dead-external-link")]));
    let mut requests = server.take_requests();
    requests.sort();
    let twice = ["GET /gone", "GET /no-head", "HEAD /gone", "HEAD /good", "HEAD /good", "HEAD /moved", "HEAD /no-head"];
    assert_eq!(requests, twice);
    assert_eq!(server.most_at_once.load(Ordering::SeqCst), 1);

    // Only what was not good is asked again, until a day has passed.
    assert_eq!(told(&site), BTreeMap::from([(9, "dead-external-link")]));
    assert_eq!(server.take_requests(), ["HEAD /gone", "GET /gone"]);
    site.options.now = NOW + Span::hours(25);
    told(&site);
    assert!(server.take_requests().contains(&"HEAD /good".to_owned()));
}

#[test]
fn a_busy_server_is_not_asked_for_more() {
    let server = Server::start();
    let site = site(&[format!("{}/busy", server.url), format!("{}/later", server.url)]);
    let told = told(&site);
    assert_eq!(told, BTreeMap::from([(5, "unchecked-external-link"), (6, "unchecked-external-link")]));
    assert_eq!(server.take_requests(), ["HEAD /busy"]);
}

#[test]
fn a_server_that_keeps_silent_costs_the_time_of_one_request() {
    // The connection is taken by the system and never by a program.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut site = site(&[format!("http://{}/", listener.local_addr().unwrap())]);
    let limits = site.options.external.as_mut().unwrap();
    limits.request = Duration::from_millis(200);
    assert_eq!(told(&site), BTreeMap::from([(5, "unchecked-external-link")]));
}

#[test]
fn the_time_for_all_addresses_is_bounded() {
    let server = Server::start();
    let mut site = site(&[format!("{}/good", server.url)]);
    site.options.external.as_mut().unwrap().total = Duration::ZERO;
    assert_eq!(told(&site), BTreeMap::from([(5, "unchecked-external-link")]));
    assert!(server.take_requests().is_empty());
}

#[test]
fn without_the_option_nobody_is_asked() {
    let server = Server::start();
    let mut site = site(&[format!("{}/gone", server.url)]);
    site.options.external = None;
    assert!(told(&site).is_empty());
    assert!(server.take_requests().is_empty());
}
