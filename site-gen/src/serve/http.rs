//! What a browser gets: the site's files, the small script that keeps a page fresh, and the events it listens to.
//!
//! Files are found by name in the built site and never on disk, so that no path can lead out of it.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HOST, HeaderValue, LOCATION, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream::{self, Stream};
use qa_api::paths;
use tokio::sync::watch;

use super::memory::{Built, File};

/// What a page of the preview runs.
const SCRIPT: &str = include_str!("live.js");
/// As the server of the published site has it, so that what it blocks is missed here already.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: https:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// Stands in for a site that could not be built even once.
const NOTHING_YET: &str = "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Not built yet</title>\
    <body><h1>There is no site yet</h1><p>It appears here as soon as it can be built.</p></body></html>";

type Site = watch::Receiver<Arc<Built>>;

pub(super) fn router(site: Site) -> Router {
    Router::new()
        .route("/_site-gen/events", get(events))
        .route("/_site-gen/live.js", get(script))
        .fallback(file)
        .layer(middleware::from_fn(guard))
        .with_state(site)
}

/// Lets in only who asks for this machine by its own name, so that no page elsewhere can read what is being written.
async fn guard(request: Request, next: Next) -> Response {
    if !is_own_name(request.headers()) {
        return plain(StatusCode::MISDIRECTED_REQUEST, "This server answers only to localhost, 127.0.0.1 and [::1].\n");
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "A preview can only be read.\n");
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn is_own_name(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(HOST).and_then(|host| host.to_str().ok()) else { return false };
    let port_start = host.rfind(':').filter(|colon| !host[*colon..].contains(']'));
    let name = port_start.map_or(host, |colon| &host[..colon]);
    let has_good_port = port_start.is_none_or(|colon| host[colon + 1..].parse::<u16>().is_ok());
    has_good_port && ["localhost", "127.0.0.1", "[::1]"].iter().any(|own| name.eq_ignore_ascii_case(own))
}

/// How each build went, beginning with the last one.
async fn events(State(mut site): State<Site>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    site.mark_changed();
    let builds = stream::unfold(site, |mut site| async move {
        site.changed().await.ok()?;
        let built = Arc::clone(&site.borrow_and_update());
        let data = serde_json::to_string(&built.status).expect("a status serialises to JSON");
        Some((Ok(Event::default().event("built").data(data)), site))
    });
    Sse::new(builds).keep_alive(KeepAlive::default())
}

async fn script() -> impl IntoResponse {
    ([(CONTENT_TYPE, content_type("live.js"))], SCRIPT)
}

async fn file(State(site): State<Site>, uri: Uri) -> Response {
    let built = Arc::clone(&site.borrow());
    let path = decode(uri.path());
    let path = path.trim_start_matches('/');
    if uri.path().starts_with(paths::PREFIX) {
        return plain(StatusCode::NOT_FOUND, "Here qa-server answers once the site is published.\n");
    }
    let name = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    if let Some(file) = built.file(&name) {
        return send(StatusCode::OK, &name, file, built.status.build).await;
    }
    if built.file(&format!("{path}/index.html")).is_some() {
        let location = format!("{}/", uri.path());
        if let (false, Ok(location)) = (location.starts_with("//"), HeaderValue::try_from(location)) {
            return (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, location)]).into_response();
        }
    }
    match built.file("404.html") {
        Some(file) => send(StatusCode::NOT_FOUND, "404.html", file, built.status.build).await,
        None => page(StatusCode::NOT_FOUND, NOTHING_YET, "none", built.status.build),
    }
}

async fn send(status: StatusCode, name: &str, file: &File, build: u64) -> Response {
    match file {
        File::Made { bytes, tag } if name.ends_with(".html") => match std::str::from_utf8(bytes) {
            Ok(html) => page(status, html, tag, build),
            Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "The page is no text.\n"),
        },
        File::Made { bytes, tag } => {
            let tag = HeaderValue::try_from(format!("\"{tag}\"")).expect("a hash is ASCII");
            let kind = HeaderValue::from_static(content_type(name));
            (status, [(CONTENT_TYPE, kind), (ETAG, tag)], Body::from(bytes.clone())).into_response()
        }
        File::Copied(from) => {
            let from = from.clone();
            let read = tokio::task::spawn_blocking(move || std::fs::read(from)).await;
            match read.map_err(std::io::Error::other).flatten() {
                Ok(bytes) => (status, [(CONTENT_TYPE, content_type(name))], bytes).into_response(),
                Err(_) => plain(StatusCode::NOT_FOUND, "The file is gone.\n"),
            }
        }
    }
}

/// A page, with the script that keeps it fresh and what that has to know.
fn page(status: StatusCode, html: &str, tag: &str, build: u64) -> Response {
    let script = format!(
        "<script type=\"module\" src=\"/_site-gen/live.js\" data-live=\"{build}\" data-tag=\"{tag}\"></script>"
    );
    let end = html.rfind("</body>").unwrap_or(html.len());
    let html = [&html[..end], &script, &html[end..]].concat();
    let tag = HeaderValue::try_from(format!("\"{tag}\"")).expect("a hash is ASCII");
    (status, [(CONTENT_TYPE, HeaderValue::from_static(content_type("x.html"))), (ETAG, tag)], html).into_response()
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    (status, [(CONTENT_TYPE, content_type("x.txt"))], text).into_response()
}

/// The media type by the file's ending; what is not known is offered as a download.
fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "xml" => "application/xml",
        "txt" => "text/plain; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

/// Undoes percent-encoding; what is no text then matches no file.
fn decode(path: &str) -> String {
    crate::library::index::decode(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machines_own_names_are_answered() {
        let is_own = |host: &str| is_own_name(&HeaderMap::from_iter([(HOST, HeaderValue::from_str(host).unwrap())]));
        for host in ["localhost", "localhost:4100", "LOCALHOST:1", "127.0.0.1:4100", "[::1]", "[::1]:4100"] {
            assert!(is_own(host), "{host}");
        }
        for host in ["", "example.org", "localhost.example.org", "127.0.0.1.nip.io:4100", "[::2]", "localhost:x", "::1"]
        {
            assert!(!is_own(host), "{host}");
        }
        assert!(!is_own_name(&HeaderMap::new()));
    }
}
