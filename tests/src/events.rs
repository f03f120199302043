//! A page's live updates, read as they come.

use std::time::Duration;

use qa_api::paths;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, Response};

use crate::browser::Browser;

/// What such a reply calls itself.
pub const MEDIA_TYPE: &str = "text/event-stream";
/// How long an event may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// A reply that goes on and on.
pub struct Events {
    response: Response,
    unread: String,
}

/// One event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// Its kind.
    pub kind: String,
    /// The cursor to go on from.
    pub id: String,
    /// What it tells.
    pub data: String,
}

impl Events {
    /// Watches `page`, as a browser does that knows of every change up to `last`.
    pub async fn open(browser: &Browser, page: &str, last: Option<&str>) -> Self {
        let mut request = browser.request(Method::GET, &paths::page_events(page)).header("Accept", MEDIA_TYPE);
        if let Some(last) = last {
            request = request.header("Last-Event-ID", last);
        }
        let response = request.send().await.expect("the server answers");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()[CONTENT_TYPE], MEDIA_TYPE);
        assert!(!response.headers().contains_key("content-encoding"), "what is packed is held back");
        Self { response, unread: String::new() }
    }

    /// The next event; nothing once the server has ended.
    ///
    /// # Panics
    /// When none comes, or the connection breaks.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((text, rest)) = self.unread.split_once("\n\n") {
                let event = parse(text);
                self.unread = rest.to_owned();
                match event {
                    Some(event) => return Some(event),
                    None => continue,
                }
            }
            let chunk = tokio::time::timeout(PATIENCE, self.response.chunk()).await.expect("an event comes in time");
            let chunk = chunk.expect("the reply ends well")?;
            self.unread.push_str(str::from_utf8(&chunk).expect("events are text"));
        }
    }
}

/// What a few lines say; nothing for a mere sign of life.
fn parse(text: &str) -> Option<Event> {
    let mut event = Event::default();
    for (name, value) in text.lines().filter_map(|line| line.split_once(':')) {
        let value = value.trim_start().to_owned();
        match name {
            "event" => event.kind = value,
            "id" => event.id = value,
            "data" => event.data = value,
            _ => {}
        }
    }
    (event != Event::default()).then_some(event)
}
