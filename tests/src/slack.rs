//! A stand-in for Slack: its Web API and an incoming webhook, as far as the product uses them.
//!
//! It keeps messages and refuses what Slack refuses: other fields, unknown channels and threads, a wrong token.

use std::sync::{Arc, Mutex, MutexGuard};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router, middleware};
use hmac::{Hmac, KeyInit, Mac};
use qa_server::config::Secret;
use qa_server::deliver::slack::config::SlackConfig;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

use crate::faults::{self, Faults};
use crate::python;

/// The channel for everybody.
pub const COMMUNITY: &str = "C0COMMUNITY";
const TOKEN: &str = "xoxb-between-two-tests";
const SIGNING_SECRET: &str = "signed between two tests";

/// A running stand-in; it ends when dropped.
pub struct Slack {
    url: Url,
    state: Arc<Mutex<Inner>>,
    /// What goes wrong.
    pub faults: Faults,
    running: JoinHandle<()>,
}

/// A message.
#[derive(Clone, Debug)]
pub struct Message {
    /// Where it is.
    pub channel: String,
    /// Its id there.
    pub ts: String,
    /// The message that it is below.
    pub thread: Option<String>,
    /// What notifications show.
    pub text: String,
    /// What it says, as JSON.
    pub blocks: Value,
    /// How often it was changed.
    pub changes: usize,
}

#[derive(Default)]
struct Inner {
    messages: Vec<Message>,
    archived: Vec<String>,
    /// How many messages there ever were.
    written: usize,
    refuses: Option<&'static str>,
    /// Everything that was ever sent.
    sent: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    channel: Option<String>,
    ts: Option<String>,
    thread_ts: Option<String>,
    text: String,
    blocks: Vec<Value>,
    unfurl_links: bool,
    unfurl_media: bool,
}

type Shared = State<Arc<Mutex<Inner>>>;

impl Slack {
    /// An empty workspace.
    pub async fn start() -> Self {
        let (state, faults) = (Arc::<Mutex<Inner>>::default(), Faults::default());
        let router = Router::new()
            .route("/api/{method}", post(call))
            .route("/services/T0/B0/x", post(webhook))
            .layer(middleware::from_fn_with_state(faults.clone(), faults::meet))
            .with_state(state.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let port = listener.local_addr().expect("a bound socket has an address").port();
        let url = Url::parse(&format!("http://127.0.0.1:{port}/")).expect("a URL");
        let running = tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        Self { url, state, faults, running }
    }

    /// How a server is told of it, by the bot's token.
    pub fn config(&self) -> SlackConfig {
        SlackConfig {
            token: Some(Secret::from(TOKEN.to_owned())),
            channel: Some(COMMUNITY.to_owned()),
            signing_secret: Some(Secret::from(SIGNING_SECRET.to_owned())),
            api: self.url.join("api/").expect("a URL").to_string(),
            ..SlackConfig::default()
        }
    }

    /// The same, by an incoming webhook.
    pub fn webhook_config(&self) -> SlackConfig {
        let address = self.url.join("services/T0/B0/x").expect("a URL");
        SlackConfig { webhook: Some(Secret::from(address.to_string())), ..SlackConfig::default() }
    }

    /// Every message as it is now, in the order they were written.
    pub fn messages(&self) -> Vec<Message> {
        self.inner().messages.clone()
    }

    /// The messages of a channel that are below none.
    pub fn announcements(&self, channel: &str) -> Vec<Message> {
        let own = |message: &Message| message.channel == channel && message.thread.is_none();
        self.messages().into_iter().filter(own).collect()
    }

    /// The messages below one.
    pub fn thread(&self, message: &Message) -> Vec<Message> {
        let below = |other: &Message| other.channel == message.channel && other.thread.as_ref() == Some(&message.ts);
        self.messages().into_iter().filter(below).collect()
    }

    /// Everything that it ever got, as text.
    pub fn everything(&self) -> String {
        self.inner().sent.iter().map(Value::to_string).collect()
    }

    /// Forgets what it got so far, but not its messages.
    pub fn forget(&self) {
        self.inner().sent.clear();
    }

    /// Archives a channel.
    pub fn archive(&self, channel: &str) {
        self.inner().archived.push(channel.to_owned());
    }

    /// Answers every call with this error, or does its work again.
    pub fn refuse(&self, error: Option<&'static str>) {
        self.inner().refuses = error;
    }

    /// What Slack's own library has to say about everything that was sent: nothing when all is well.
    pub fn judge(&self) -> String {
        python::judge("slack_blocks.py", &[], &self.inner().sent)
    }

    /// The headers by which Slack signs `body` at `now`, in seconds.
    pub fn signed(body: &str, now: i64) -> [(&'static str, String); 2] {
        let mut mac = Hmac::<Sha256>::new_from_slice(SIGNING_SECRET.as_bytes()).expect("any key will do");
        mac.update(format!("v0:{now}:{body}").as_bytes());
        let digits: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        [("X-Slack-Request-Timestamp", now.to_string()), ("X-Slack-Signature", format!("v0={digits}"))]
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.state.lock().expect("no test panics while it counts")
    }
}

impl Drop for Slack {
    fn drop(&mut self) {
        self.running.abort();
    }
}

/// Failures are successes for HTTP.
fn error(error: &str) -> Response {
    Json(json!({ "ok": false, "error": error })).into_response()
}

async fn call(State(state): Shared, Path(method): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if header("authorization") != format!("Bearer {TOKEN}") {
        return error("invalid_auth");
    }
    if header("content-type") != "application/json; charset=utf-8" {
        return error("invalid_post_type");
    }
    let mut state = state.lock().expect("no test panics while it counts");
    if let Some(refused) = state.refuses {
        return error(refused);
    }
    if method == "chat.delete" {
        return remove(&mut state, &body);
    }
    state.sent.extend(serde_json::from_slice::<Value>(&body));
    let Ok(written) = serde_json::from_slice::<Written>(&body) else { return error("invalid_arguments") };
    let channel = written.channel.clone().unwrap_or_default();
    if !channel.starts_with('C') {
        return error("channel_not_found");
    }
    if state.archived.contains(&channel) {
        return error("is_archived");
    }
    if written.text.is_empty() || written.unfurl_links || written.unfurl_media || written.blocks.is_empty() {
        return error("no_text");
    }
    let count = state.written;
    let known = |ts: &Option<String>| {
        state.messages.iter().position(|message| message.channel == channel && Some(&message.ts) == ts.as_ref())
    };
    let ts = match method.as_str() {
        "chat.postMessage" if written.ts.is_none() => {
            if written.thread_ts.is_some() && known(&written.thread_ts).is_none() {
                return error("thread_not_found");
            }
            let ts = format!("1503435956.{count:06}");
            state.written += 1;
            state.messages.push(Message {
                channel: channel.clone(),
                ts: ts.clone(),
                thread: written.thread_ts,
                text: written.text,
                blocks: Value::Array(written.blocks),
                changes: 0,
            });
            ts
        }
        "chat.update" if written.thread_ts.is_none() => {
            let Some(at) = known(&written.ts) else { return error("message_not_found") };
            let message = &mut state.messages[at];
            message.text = written.text;
            message.blocks = Value::Array(written.blocks);
            message.changes += 1;
            message.ts.clone()
        }
        _ => return error("invalid_arguments"),
    };
    Json(json!({ "ok": true, "channel": channel, "ts": ts })).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Removed {
    channel: String,
    ts: String,
}

fn remove(state: &mut Inner, body: &[u8]) -> Response {
    let Ok(Removed { channel, ts }) = serde_json::from_slice(body) else { return error("invalid_arguments") };
    let at = state.messages.iter().position(|message| message.channel == channel && message.ts == ts);
    let Some(at) = at else { return error("message_not_found") };
    state.messages.remove(at);
    Json(json!({ "ok": true, "channel": channel, "ts": ts })).into_response()
}

async fn webhook(State(state): Shared, body: Bytes) -> Response {
    let mut state = state.lock().expect("no test panics while it counts");
    state.sent.extend(serde_json::from_slice::<Value>(&body));
    match serde_json::from_slice::<Written>(&body) {
        Ok(Written { channel: None, ts: None, thread_ts: None, text, blocks, .. }) => {
            let ts = format!("1503435956.{:06}", state.written);
            state.written += 1;
            let blocks = Value::Array(blocks);
            let channel = COMMUNITY.to_owned();
            state.messages.push(Message { channel, ts, thread: None, text, blocks, changes: 0 });
            "ok".into_response()
        }
        _ => (StatusCode::BAD_REQUEST, "invalid_payload").into_response(),
    }
}
