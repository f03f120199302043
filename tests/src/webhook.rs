//! A receiver of webhooks that keeps what it gets and answers as a test says.

use std::num::NonZeroU16;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Router, middleware};
use qa_server::config::Secret;
use qa_server::deliver::build::config::{BuildConfig, BuildKind};
use qa_server::deliver::webhook::config::WebhookConfig;
use qa_server::domain::event::Level;
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

use crate::faults::{self, Faults};
use crate::python;

/// The key that signs.
pub const KEY: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A running receiver; it ends when dropped.
pub struct Receiver {
    url: Url,
    got: Arc<Mutex<Vec<Got>>>,
    /// What goes wrong.
    pub faults: Faults,
    running: JoinHandle<()>,
}

/// A message that it got.
#[derive(Clone, Debug)]
pub struct Got {
    /// Its id.
    pub id: String,
    /// What it says.
    pub body: Value,
    headers: Map<String, Value>,
    text: String,
}

impl Got {
    /// A header of it that a receiver goes by.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.as_str()
    }

    /// Its type.
    pub fn kind(&self) -> &str {
        self.body["type"].as_str().expect("a message has a type")
    }
}

impl Receiver {
    /// A receiver that takes everything.
    pub async fn start() -> Self {
        let (got, faults) = (Arc::<Mutex<Vec<Got>>>::default(), Faults::default());
        let router = Router::new()
            .route("/events", post(take))
            .layer(middleware::from_fn_with_state(faults.clone(), faults::meet))
            .with_state(got.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let port = listener.local_addr().expect("a bound socket has an address").port();
        let url = Url::parse(&format!("http://127.0.0.1:{port}/events")).expect("a URL");
        let running = tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        Self { url, got, faults, running }
    }

    /// How a server is told of it.
    pub fn config(&self, name: &str) -> WebhookConfig {
        WebhookConfig {
            name: name.to_owned(),
            url: self.url.to_string(),
            secrets: vec![Secret::from(KEY.to_owned())],
            level: Level::Mirror,
            private: false,
            own_network: true,
        }
    }

    /// How a server is told that it builds the site.
    pub fn build(&self, kind: BuildKind) -> BuildConfig {
        BuildConfig {
            name: "site".to_owned(),
            url: Secret::from(self.url.to_string()),
            kind,
            secret: (kind != BuildKind::Plain).then(|| Secret::from(KEY.to_owned())),
            every_minutes: NonZeroU16::new(5).expect("five is not zero"),
            own_network: true,
        }
    }

    /// Every message so far.
    pub fn messages(&self) -> Vec<Got> {
        self.inner().clone()
    }

    /// The types of all messages so far.
    pub fn kinds(&self) -> Vec<String> {
        self.messages().iter().map(|got| got.kind().to_owned()).collect()
    }

    /// Everything that it ever got, as text.
    pub fn everything(&self) -> String {
        self.messages().iter().map(|got| got.text.clone()).collect()
    }

    /// Forgets what it got so far.
    pub fn forget(&self) {
        self.inner().clear();
    }

    /// What the reference library has to say about everything it got, with `key`, at `now` in seconds.
    pub fn judge(&self, key: &str, now: i64) -> String {
        let case = |got: &Got| json!({ "secret": key, "now": now, "headers": got.headers, "body": got.text });
        python::judge("webhooks.py", &[], &self.messages().iter().map(case).collect::<Vec<_>>())
    }

    fn inner(&self) -> MutexGuard<'_, Vec<Got>> {
        self.got.lock().expect("no test panics while it counts")
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.running.abort();
    }
}

async fn take(State(got): State<Arc<Mutex<Vec<Got>>>>, headers: HeaderMap, body: Bytes) -> Response {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let names = ["webhook-id", "webhook-timestamp", "webhook-signature", "authorization"];
    let kept = names.iter().filter_map(|name| Some(((*name).to_owned(), Value::String(header(name)?)))).collect();
    let text = String::from_utf8_lossy(&body).into_owned();
    let Ok(body) = serde_json::from_str(&text) else { return StatusCode::BAD_REQUEST.into_response() };
    let id = header("webhook-id").unwrap_or_default();
    got.lock().expect("no test panics while it counts").push(Got { id, body, headers: kept, text });
    StatusCode::NO_CONTENT.into_response()
}
