//! Requests to API v1 and its replies. Whatever goes wrong is a [`Problem`] in words, as the server's own are.
//!
//! What waits for a reply is a function that is called with it, and not a future: each future costs the browser code
//! of its own, so that there is one, for all requests.

use js_sys::{JSON, Promise};
use leptos::prelude::window;
use qa_api::problem::{Code, Problem};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Headers, RequestCredentials, RequestInit, Response};

use super::server;
use crate::{messages, read};

/// What came back.
pub(super) type Reply = Result<JsValue, Problem>;

/// Calls `then` with what `path` holds.
pub(super) fn get(path: &str, then: Box<dyn FnOnce(Reply)>) {
    send(path, &RequestInit::new(), then);
}

/// Calls `then` with what comes of sending `body`.
pub(super) fn post(path: &str, body: &JsValue, then: Box<dyn FnOnce(Reply)>) {
    let request = RequestInit::new();
    request.set_method("POST");
    if let (Ok(headers), Ok(text)) = (Headers::new(), JSON::stringify(body)) {
        // Both are constants that every browser takes.
        let _ = headers.set("content-type", "application/json");
        request.set_headers(&headers);
        request.set_body(&text);
    }
    send(path, &request, then);
}

fn send(path: &str, request: &RequestInit, then: Box<dyn FnOnce(Reply)>) {
    // The server's cookies, wherever it is.
    request.set_credentials(RequestCredentials::Include);
    let sent = window().fetch_with_str_and_init(&(server::origin() + path), request);
    spawn_local(async move { then(receive(sent).await) });
}

async fn receive(sent: Promise) -> Reply {
    let Ok(response) = JsFuture::from(sent).await else {
        let is_offline = !window().navigator().on_line();
        return Err(unavailable(if is_offline { messages::OFFLINE } else { messages::UNREACHABLE }));
    };
    let response: Response = response.unchecked_into();
    let content = match response.json() {
        Ok(content) => JsFuture::from(content).await.unwrap_or(JsValue::NULL),
        Err(_) => JsValue::NULL,
    };
    if response.ok() { Ok(content) } else { Err(read::problem(&content).unwrap_or_else(unreadable)) }
}

/// The reply is not what this build expects.
pub(super) fn unreadable() -> Problem {
    unavailable(messages::UNREADABLE)
}

/// A code that is over before the server had to say so.
pub(super) fn expired() -> Problem {
    problem(Code::ExpiredCode, messages::CODE_EXPIRED)
}

fn unavailable(detail: &str) -> Problem {
    problem(Code::Unavailable, detail)
}

fn problem(code: Code, detail: &str) -> Problem {
    let title = if code == Code::Unavailable { messages::NOT_SENT } else { code.title() };
    Problem {
        kind: String::new(),
        title: title.to_owned(),
        status: code.status(),
        detail: detail.to_owned(),
        code,
        fields: Vec::new(),
        retry_after: None,
        state: None,
        tries_left: None,
    }
}
