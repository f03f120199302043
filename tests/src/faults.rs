//! What goes wrong at a stand-in's door: refused, lost, cut off or left hanging; each for one request, or by a rule.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;
use tokio::sync::Notify;

/// More than anybody sends here.
const MOST_BYTES: usize = 1 << 20;

/// What goes wrong with one request.
#[derive(Clone, Debug)]
pub enum Fault {
    /// It is answered so, and nothing is done.
    Refuse(u16, &'static str),
    /// The same, with a number of seconds to wait.
    Wait(u16, u32),
    /// The same, with the moment to wait for, as a date; in seconds since 1970.
    WaitUntil(u16, i64),
    /// It is done, and the answer breaks off.
    LoseReply,
    /// The connection breaks off, and nothing is done.
    Drop,
    /// It is done, and nobody ever answers.
    HoldReply,
    /// Nobody answers until [`Faults::end`], and nothing is done.
    Hang,
}

/// What a request meets, told as `METHOD /path`; nothing when it is let in.
type Rule = Box<dyn Fn(&str) -> Option<Fault> + Send + Sync>;

/// The faults that are still to come, and what was asked so far.
#[derive(Clone, Default)]
pub struct Faults {
    inner: Arc<Mutex<Inner>>,
    end: Arc<Notify>,
}

#[derive(Default)]
struct Inner {
    rule: Option<Rule>,
    waiting: VecDeque<(&'static str, Fault)>,
    asked: Vec<Asked>,
}

/// A request as it came.
#[derive(Debug)]
struct Asked {
    /// Method, path and query.
    what: String,
    body: String,
}

impl Faults {
    /// Lets the next request whose `METHOD /path` begins with `request` meet `fault`.
    pub fn next(&self, request: &'static str, fault: Fault) {
        self.inner().waiting.push_back((request, fault));
    }

    /// Lets every request that meets no fault of its own meet what `rule` says.
    pub fn always(&self, rule: impl Fn(&str) -> Option<Fault> + Send + Sync + 'static) {
        self.inner().rule = Some(Box::new(rule));
    }

    /// Ends the rule, and breaks off what hangs.
    pub fn end(&self) {
        self.inner().rule = None;
        self.end.notify_waiters();
    }

    /// How many requests begin with `request`, whatever became of them.
    pub fn asked(&self, request: &str) -> usize {
        self.inner().asked.iter().filter(|asked| asked.what.starts_with(request)).count()
    }

    /// Every request since the last [`Faults::forget`], whatever became of it: method and path with query, and what it
    /// says; for judges.
    pub fn requests(&self) -> Vec<Value> {
        let case = |asked: &Asked| {
            let (method, path) = asked.what.split_once(' ').expect("a request has a path");
            json!({ "method": method, "path": path, "body": asked.body })
        };
        self.inner().asked.iter().map(case).collect()
    }

    /// Forgets the requests so far.
    pub fn forget(&self) {
        self.inner().asked.clear();
    }

    /// Whether every fault has been met.
    pub fn are_over(&self) -> bool {
        self.inner().waiting.is_empty()
    }

    fn inner(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().expect("no test panics while it counts")
    }

    fn take(&self, asked: Asked) -> Option<Fault> {
        let mut inner = self.inner();
        let at = inner.waiting.iter().position(|(request, _)| asked.what.starts_with(request));
        let own = at.and_then(|at| inner.waiting.remove(at)).map(|(_, fault)| fault);
        let fault = own.or_else(|| inner.rule.as_ref().and_then(|rule| rule(&asked.what)));
        inner.asked.push(asked);
        fault
    }
}

/// The middleware: meets each request with its fault.
pub async fn meet(State(faults): State<Faults>, request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    // Whoever asks may end in the middle of it.
    let Ok(bytes) = to_bytes(body, MOST_BYTES).await else { return broken() };
    let body = String::from_utf8_lossy(&bytes).into_owned();
    let asked = Asked { what: format!("{} {}", head.method, head.uri), body };
    let request = Request::from_parts(head, Body::from(bytes));
    match faults.take(asked) {
        None => next.run(request).await,
        Some(Fault::Refuse(status, body)) => (code(status), body).into_response(),
        Some(Fault::Wait(status, seconds)) => {
            (code(status), [("retry-after", seconds.to_string())], "").into_response()
        }
        Some(Fault::WaitUntil(status, at)) => (code(status), [("retry-after", http_date(at))], "").into_response(),
        Some(Fault::LoseReply) => {
            drop(next.run(request).await);
            broken()
        }
        Some(Fault::Drop) => broken(),
        Some(Fault::HoldReply) => {
            drop(next.run(request).await);
            std::future::pending().await
        }
        Some(Fault::Hang) => {
            faults.end.notified().await;
            broken()
        }
    }
}

/// A moment as HTTP writes it (RFC 9110, section 5.6.7).
fn http_date(seconds: i64) -> String {
    let at = OffsetDateTime::from_unix_timestamp(seconds).expect("a test lasts no eternity");
    at.format(&Rfc2822).expect("every moment in UTC has this form").replace("+0000", "GMT")
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).expect("a test names a status")
}

/// An answer that breaks off before its end.
fn broken() -> Response {
    let cut: Result<&str, io::Error> = Err(io::ErrorKind::ConnectionReset.into());
    Body::from_stream(futures_util::stream::iter([cut])).into_response()
}
