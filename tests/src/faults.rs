//! What goes wrong at a stand-in's door: refused, lost, cut off or left hanging, each for one request.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// What goes wrong with one request.
#[derive(Clone, Debug)]
pub enum Fault {
    /// It is answered so, and nothing is done.
    Refuse(u16, &'static str),
    /// The same, with a number of seconds to wait.
    Wait(u16, u32),
    /// It is done, and the answer breaks off.
    LoseReply,
    /// The connection breaks off, and nothing is done.
    Drop,
    /// Nobody ever answers, and nothing is done.
    Hang,
}

/// The faults that are still to come, and what was asked so far.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    waiting: VecDeque<(&'static str, Fault)>,
    asked: Vec<String>,
}

impl Faults {
    /// Lets the next request whose `METHOD /path` begins with `request` meet `fault`.
    pub fn next(&self, request: &'static str, fault: Fault) {
        self.inner().waiting.push_back((request, fault));
    }

    /// How many requests begin with `request`, whatever became of them.
    pub fn asked(&self, request: &str) -> usize {
        self.inner().asked.iter().filter(|asked| asked.starts_with(request)).count()
    }

    /// Whether every fault has been met.
    pub fn are_over(&self) -> bool {
        self.inner().waiting.is_empty()
    }

    fn inner(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.0.lock().expect("no test panics while it counts")
    }

    fn take(&self, asked: String) -> Option<Fault> {
        let mut inner = self.inner();
        let at = inner.waiting.iter().position(|(request, _)| asked.starts_with(request));
        inner.asked.push(asked);
        at.and_then(|at| inner.waiting.remove(at)).map(|(_, fault)| fault)
    }
}

/// The middleware: meets each request with its fault.
pub async fn meet(State(faults): State<Faults>, request: Request, next: Next) -> Response {
    let asked = format!("{} {}", request.method(), request.uri());
    match faults.take(asked) {
        None => next.run(request).await,
        Some(Fault::Refuse(status, body)) => (code(status), body).into_response(),
        Some(Fault::Wait(status, seconds)) => {
            (code(status), [("retry-after", seconds.to_string())], "").into_response()
        }
        Some(Fault::LoseReply) => {
            drop(next.run(request).await);
            broken()
        }
        Some(Fault::Drop) => broken(),
        Some(Fault::Hang) => std::future::pending().await,
    }
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).expect("a test names a status")
}

/// An answer that breaks off before its end.
fn broken() -> Response {
    let cut: Result<&str, io::Error> = Err(io::ErrorKind::ConnectionReset.into());
    Body::from_stream(futures_util::stream::iter([cut])).into_response()
}
