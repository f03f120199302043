//! Pages of the site that are at another origin than the server: what they may read and do here (CORS,
//! <https://fetch.spec.whatwg.org/#http-cors-protocol>), and where a plain form leads back.
//!
//! Only what the widget uses is shared: the API, with the reader's cookies, and the widget's own files.
//! Whether such a page may *write* is decided by [`super::protect`], which goes by the same list.
//!
//! **Invariants:** an origin counts if it is in the operator's list to the letter; any other gets no word of CORS.
//! What is shared says that it depends on the origin, so that nothing in between mixes up the replies.
//! A redirect leads to a listed origin or stays at the server's own.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD,
    HeaderName, LOCATION, ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use qa_api::paths::{PREFIX, QUESTIONS_LIST};

use crate::app::App;

/// Who may take a reply in without asking, as a script or an image.
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
/// For how many seconds a browser need not ask again; the longest that all of them take.
const MAX_AGE: HeaderValue = HeaderValue::from_static("7200");

/// What a path is to pages elsewhere.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The API: read and written with cookies.
    Api,
    /// The widget's files: the same for everybody.
    Widget,
    /// A form's address: pages elsewhere send to it, and read nothing.
    Form,
    /// Nothing.
    Other,
}

fn kind(path: &str) -> Kind {
    let Some(path) = path.strip_prefix(PREFIX) else { return Kind::Other };
    match path.split_once('/') {
        Some(("api", _)) => Kind::Api,
        Some(("widget", _)) => Kind::Widget,
        Some(("form", _)) => Kind::Form,
        _ => Kind::Other,
    }
}

/// Answers what browsers ask before a request, and says with each reply who may read it.
pub(super) async fn share(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let kind = kind(request.uri().path());
    if kind == Kind::Other {
        return next.run(request).await;
    }
    let origin = listed(&app.site_origins, request.headers());
    if kind == Kind::Form {
        let response = next.run(request).await;
        return match origin {
            Some(origin) => lead_back(&origin, response),
            None => response,
        };
    }
    let asks_first =
        request.method() == Method::OPTIONS && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = match &origin {
        Some(_) if asks_first => allowed(),
        _ => next.run(request).await,
    };
    let headers = response.headers_mut();
    let policy = if app.site_origins.is_empty() { "same-origin" } else { "same-site" };
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static(policy));
    if !app.site_origins.is_empty() {
        headers.append(VARY, HeaderValue::from_static("origin"));
    }
    if let Some(origin) = origin {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if kind == Kind::Api {
            headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("retry-after"));
        }
    }
    response
}

/// The origin that the request says it is from, if that is in the list.
fn listed(origins: &[String], headers: &HeaderMap) -> Option<HeaderValue> {
    let mut sent = headers.get_all(ORIGIN).into_iter();
    let (origin, None) = (sent.next()?, sent.next()) else { return None };
    origins.iter().any(|listed| listed.as_bytes() == origin.as_bytes()).then(|| origin.clone())
}

/// The answer to a browser that asks before a request.
fn allowed() -> Response {
    let headers = [
        (ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST")),
        (ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("content-type")),
        (ACCESS_CONTROL_MAX_AGE, MAX_AGE),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// The same reply, with a redirect to a page of the site leading to `origin`, where the form was.
fn lead_back(origin: &HeaderValue, mut response: Response) -> Response {
    let path = response.headers().get(LOCATION).filter(|location| is_of_site(location.as_bytes()));
    let address = path.map(|path| [origin.as_bytes(), path.as_bytes()].concat());
    if let Some(address) = address.and_then(|address| HeaderValue::from_bytes(&address).ok()) {
        response.headers_mut().insert(LOCATION, address);
    }
    response
}

/// Whether a path is one of the site's and not of the server's own.
fn is_of_site(path: &[u8]) -> bool {
    let is_below = |prefix: &str| path.starts_with(prefix.as_bytes());
    is_below("/") && !is_below("//") && !is_below(PREFIX) && !is_below(QUESTIONS_LIST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_counts_to_the_letter() {
        let origins = ["https://docs.example.org".to_owned()];
        let from = |origin: &'static str| {
            let headers = HeaderMap::from_iter([(ORIGIN, HeaderValue::from_static(origin))]);
            listed(&origins, &headers).is_some()
        };
        assert!(from("https://docs.example.org"));
        for other in [
            "http://docs.example.org",
            "https://docs.example.org:8443",
            "https://docs.example.org.evil.example",
            "https://evil.docs.example.org",
            "https://DOCS.example.org",
            "null",
            "",
        ] {
            assert!(!from(other), "{other}");
        }
        assert!(listed(&origins, &HeaderMap::new()).is_none());
        let mut twice = HeaderMap::from_iter([(ORIGIN, HeaderValue::from_static("https://docs.example.org"))]);
        twice.append(ORIGIN, HeaderValue::from_static("https://evil.example"));
        assert!(listed(&origins, &twice).is_none());
    }

    #[test]
    fn a_form_leads_back_to_the_site_and_nowhere_else() {
        let leads = |to: &'static str| {
            let response = (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response();
            let origin = HeaderValue::from_static("https://docs.example.org");
            lead_back(&origin, response).headers()[LOCATION].to_str().unwrap().to_owned()
        };
        assert_eq!(leads("/guide/#thanks"), "https://docs.example.org/guide/#thanks");
        for stays in ["/_qa/page/guide", "/questions/a-1", "//evil.example/", "https://qa.example.org/"] {
            assert_eq!(leads(stays), stays);
        }
    }
}
