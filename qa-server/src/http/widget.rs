//! `GET /_qa/widget/{file}`: the browser's part of the widget, which is in this program.
//!
//! The loader's name is stable and it may be kept for minutes only; what it imports has its hash in its name and may
//! be kept for ever. Every file is sent as it was compressed when the widget was built.
//! A program built without the widget serves a loader that does nothing, so that pages find what they name.

use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

/// Where the files are.
pub(super) const PATH: &str = "/_qa/widget/{file}";

const LOADER: &str = "loader.js";
const NO_WIDGET: &[u8] = b"// This server was built without the widget; the forms of the page work without it.";
const FOR_MINUTES: &str = "public, max-age=300";
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// One file, as it is and compressed.
struct File {
    name: &'static str,
    plain: &'static [u8],
    brotli: &'static [u8],
    gzip: &'static [u8],
}

static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/widget_files.rs"));

/// Whether this program has the widget in it.
pub(super) fn is_built_in() -> bool {
    !FILES.is_empty()
}

/// The loader, or what it imports.
pub(super) async fn get_file(Path(name): Path<String>, headers: HeaderMap) -> Response {
    match FILES.iter().find(|file| file.name == name) {
        Some(file) => respond(file, &headers),
        None if name == LOADER => respond(&File { name: LOADER, plain: NO_WIDGET, brotli: b"", gzip: b"" }, &headers),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn respond(file: &File, headers: &HeaderMap) -> Response {
    let caching = if file.name == LOADER { FOR_MINUTES } else { FOR_EVER };
    let etag = etag(file.plain);
    let mut reply = HeaderMap::from_iter([
        (CACHE_CONTROL, HeaderValue::from_static(caching)),
        (VARY, HeaderValue::from_static("accept-encoding")),
    ]);
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        reply.insert(ETAG, etag);
    }
    if list(headers, &IF_NONE_MATCH).any(|seen| seen == etag) {
        return (StatusCode::NOT_MODIFIED, reply).into_response();
    }
    reply.insert(CONTENT_TYPE, HeaderValue::from_static(media_type(file.name)));
    let (encoding, content) = encode(file, headers);
    if let Some(encoding) = encoding {
        reply.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    (reply, content).into_response()
}

/// The smallest form of the file that the browser takes.
fn encode(file: &File, headers: &HeaderMap) -> (Option<&'static str>, &'static [u8]) {
    let takes = |encoding: &str| {
        list(headers, &ACCEPT_ENCODING).any(|entry| {
            let mut parts = entry.split(';').map(str::trim);
            parts.next() == Some(encoding) && !parts.any(|weight| matches!(weight, "q=0" | "q=0.0"))
        })
    };
    match file {
        File { brotli, .. } if !brotli.is_empty() && takes("br") => (Some("br"), brotli),
        File { gzip, .. } if !gzip.is_empty() && takes("gzip") => (Some("gzip"), gzip),
        File { plain, .. } => (None, plain),
    }
}

/// The entries of a header that is a list.
fn list<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    headers
        .get_all(name)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
}

fn media_type(name: &str) -> &'static str {
    if name.ends_with(".wasm") { "application/wasm" } else { "text/javascript" }
}

/// Weak, since it stands for the content however it is compressed.
fn etag(content: &[u8]) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    format!("W/\"{:x}\"", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: File = File { name: "visitor-1.wasm", plain: b"plain", brotli: b"br", gzip: b"gz" };

    fn accepting(encodings: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(encodings))])
    }

    #[test]
    fn the_smallest_form_that_is_taken_is_sent() {
        for (accepted, expected) in
            [("gzip, deflate, br", Some("br")), ("gzip;q=1.0, br;q=0", Some("gzip")), ("deflate", None), ("", None)]
        {
            assert_eq!(encode(&FILE, &accepting(accepted)).0, expected, "{accepted}");
        }
    }

    #[test]
    fn only_the_loader_is_asked_for_again_and_what_was_seen_is_not_sent_again() {
        let first = respond(&FILE, &HeaderMap::new());
        assert_eq!(first.headers()[CACHE_CONTROL], FOR_EVER);
        assert_eq!(first.headers()[CONTENT_TYPE], "application/wasm");
        let seen = HeaderMap::from_iter([(IF_NONE_MATCH, first.headers()[ETAG].clone())]);
        assert_eq!(respond(&FILE, &seen).status(), StatusCode::NOT_MODIFIED);
        let loader = respond(&File { name: LOADER, ..FILE }, &HeaderMap::new());
        assert_eq!(loader.headers()[CACHE_CONTROL], FOR_MINUTES);
        assert_eq!(loader.headers()[CONTENT_TYPE], "text/javascript");
    }
}
