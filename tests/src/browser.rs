//! A browser without JavaScript: cookies, redirects, forms, and the headers that a real one sends with them.

use std::sync::Arc;

use reqwest::cookie::{CookieStore, Jar};
use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use crate::events;
use crate::page::{Form, Page};

/// One person's browser on one site.
#[derive(Clone, Debug)]
pub struct Browser {
    client: Client,
    cookies: Arc<Jar>,
    site: Url,
}

/// A reply of the JSON API.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came.
    pub text: String,
}

impl Browser {
    /// A browser without any cookie, for the site at `site`.
    pub fn new(site: &Url) -> Self {
        // Redirects are followed by hand: a form's redirect must be a GET, and each step is looked at.
        let cookies = Arc::new(Jar::default());
        let client = Client::builder()
            .cookie_provider(cookies.clone())
            .redirect(Policy::none())
            .no_proxy()
            .build()
            .expect("a client without TLS needs nothing");
        Self { client, cookies, site: site.clone() }
    }

    /// The cookies that go to the site, as a program of somebody else's sends them.
    pub fn cookies(&self) -> String {
        let cookies = self.cookies.cookies(&self.site);
        cookies.map(|value| value.to_str().expect("cookies are ASCII").to_owned()).unwrap_or_default()
    }

    /// The full URL of `path`.
    pub fn url(&self, path: &str) -> Url {
        self.site.join(path).expect("a path can be joined")
    }

    /// Opens the page at `path`, or a full URL of the site.
    pub async fn open(&self, path: &str) -> Page {
        let url = self.url(path);
        let response = self.client.get(url.clone()).send().await.expect("the server answers");
        self.arrive(url, response, &[301, 302, 303]).await
    }

    /// Sends a filled-in form as the page it came from would.
    pub async fn submit(&self, form: &Form) -> Page {
        self.submit_from("same-origin", self.site.clone(), form).await
    }

    /// Sends a form as a page of `origin` would, whose relation to the site is `fetch_site`.
    pub async fn submit_from(&self, fetch_site: &str, origin: Url, form: &Form) -> Page {
        let request = self.client.post(form.action.clone()).form(&form.fields);
        let request = request
            .header("Origin", origin.origin().ascii_serialization())
            .header("Sec-Fetch-Site", fetch_site)
            .header("Sec-Fetch-Mode", "navigate")
            .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        let response = request.send().await.expect("the server answers");
        self.arrive(form.action.clone(), response, &[303]).await
    }

    /// A request that the caller completes; it carries the cookies and nothing else.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, self.url(path))
    }

    /// `GET path` of the JSON API.
    pub async fn get(&self, path: &str) -> Reply {
        Reply::read(self.request(Method::GET, path).header("Accept", "application/json")).await
    }

    /// `POST path` with a JSON body, as a script of the site would.
    pub async fn post(&self, path: &str, body: &impl Serialize) -> Reply {
        let request = self.request(Method::POST, path).header("Accept", "application/json").json(body);
        let origin = self.site.origin().ascii_serialization();
        Reply::read(request.header("Origin", origin).header("Sec-Fetch-Site", "same-origin")).await
    }

    /// Follows redirects of the `expected` kinds: after a form, only those that make the next request a GET.
    async fn arrive(&self, mut url: Url, mut response: Response, expected: &[u16]) -> Page {
        for _ in 0..8 {
            let Some(location) = response.headers().get(LOCATION) else { break };
            assert!(expected.contains(&response.status().as_u16()), "{url} answers {}", response.status());
            url = url.join(location.to_str().expect("a location is ASCII")).expect("a location is a URL");
            response = self.client.get(url.clone()).send().await.expect("the server answers");
        }
        let status = response.status().as_u16();
        let kind = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert!(kind.starts_with("text/html"), "{url} answers {status} with {kind:?}, not with a page");
        let html = response.text().await.expect("a page is text");
        Page { status, url, html }
    }
}

impl Reply {
    /// Sends `request` and reads the reply to its end.
    pub async fn read(request: RequestBuilder) -> Self {
        let mut response = request.send().await.expect("the server answers");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        // Events have no end; their first one has to do.
        let text = if headers.get(CONTENT_TYPE).is_some_and(|kind| kind == events::MEDIA_TYPE) {
            let first = response.chunk().await.expect("events come").unwrap_or_default();
            String::from_utf8(first.into()).expect("events are text")
        } else {
            response.text().await.expect("a reply is text")
        };
        Self { status, headers, text }
    }

    /// The body as `T`, after checking the status.
    ///
    /// # Panics
    /// When status or shape are others, showing the body.
    pub fn expect<T: DeserializeOwned>(&self, status: u16) -> T {
        assert_eq!(self.status, status, "{}", self.text);
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }
}
