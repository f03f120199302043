//! What is asked of another system.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, HeaderName, HeaderValue, USER_AGENT};
use hyper::{Method, Request};
use serde::Serialize;
use url::{Position, Url};

use super::{MOST_BYTES, PATIENCE, Reach};

/// Who asks.
#[derive(Clone, Copy, Debug)]
pub enum Credentials<'a> {
    /// Nobody in particular.
    None,
    /// A name and a password (RFC 7617).
    Basic(&'a str, &'a str),
    /// Whoever holds the token (RFC 6750).
    Bearer(&'a str),
}

/// One request: made by [`Call::get`] or [`Call::new`], then completed step by step.
#[derive(Clone, Debug)]
pub struct Call<'a> {
    pub(super) url: Url,
    pub(super) reach: Reach,
    pub(super) patience: Duration,
    pub(super) wants_body: bool,
    pub(super) most_bytes: usize,
    method: Method,
    credentials: Credentials<'a>,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl<'a> Call<'a> {
    /// A request by `method`.
    pub fn new(method: Method, url: Url) -> Self {
        Self {
            url,
            reach: Reach::Anywhere,
            patience: PATIENCE,
            wants_body: true,
            most_bytes: MOST_BYTES,
            method,
            credentials: Credentials::None,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// A GET.
    pub fn get(url: Url) -> Self {
        Self::new(Method::GET, url)
    }

    /// A POST.
    pub fn post(url: Url) -> Self {
        Self::new(Method::POST, url)
    }

    /// Says who asks.
    #[must_use]
    pub fn credentials(self, credentials: Credentials<'a>) -> Self {
        Self { credentials, ..self }
    }

    /// Adds a header; `name` is in lower case.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Sends `fields` as a form.
    #[must_use]
    pub fn form(self, fields: &[(&str, &str)]) -> Self {
        let body = serde_urlencoded::to_string(fields).expect("pairs of strings make a form");
        self.body("application/x-www-form-urlencoded", body.into_bytes())
    }

    /// Sends `value` as JSON.
    #[must_use]
    pub fn json(self, value: &impl Serialize) -> Self {
        let body = serde_json::to_vec(value).expect("what is sent serialises to JSON");
        self.body("application/json; charset=utf-8", body)
    }

    /// Sends these very bytes.
    #[must_use]
    pub fn body(mut self, content_type: &str, body: Vec<u8>) -> Self {
        self.body = body;
        self.header("content-type", content_type)
    }

    /// Says where the call may go.
    #[must_use]
    pub fn reach(self, reach: Reach) -> Self {
        Self { reach, ..self }
    }

    /// How long it may take instead of [`PATIENCE`].
    #[must_use]
    pub fn patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// How many bytes the answer may have instead of [`MOST_BYTES`].
    #[must_use]
    pub fn most_bytes(self, most_bytes: usize) -> Self {
        Self { most_bytes, ..self }
    }

    /// The status and headers of the answer suffice.
    #[must_use]
    pub fn without_body(self) -> Self {
        Self { wants_body: false, ..self }
    }

    pub(super) fn request(&self) -> Result<Request<Full<Bytes>>, hyper::http::Error> {
        let mut request = Request::builder()
            .method(self.method.clone())
            .uri(&self.url[Position::BeforePath..Position::AfterQuery])
            .header(HOST, &self.url[Position::BeforeHost..Position::AfterPort]);
        let headers = request.headers_mut();
        if let Some(headers) = headers {
            headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
            let agent = concat!("postil/", env!("CARGO_PKG_VERSION"));
            headers.insert(USER_AGENT, HeaderValue::from_static(agent));
            let bearer = match self.credentials {
                Credentials::None => None,
                Credentials::Basic(name, password) => {
                    Some(format!("Basic {}", STANDARD.encode(format!("{name}:{password}"))))
                }
                Credentials::Bearer(token) => Some(format!("Bearer {token}")),
            };
            if let Some(bearer) = bearer {
                headers.insert(AUTHORIZATION, HeaderValue::try_from(bearer)?);
            }
            for (name, value) in &self.headers {
                headers.insert(HeaderName::from_static(name), HeaderValue::try_from(value)?);
            }
            debug_assert!(self.body.is_empty() || headers.contains_key(CONTENT_TYPE));
        }
        request.body(Full::new(Bytes::from(self.body.clone())))
    }
}
