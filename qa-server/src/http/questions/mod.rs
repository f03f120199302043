//! Published questions outside of their pages: permalinks, lists, feeds. The same for everybody.

mod feed;
mod list;
mod permalink;
mod structured;

use std::sync::Arc;

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use qa_api::{escape_html, paths, shell};

use crate::app::App;

/// The routes of all of them.
pub(super) fn routes() -> Router<Arc<App>> {
    let topic = paths::topic_list("{topic}");
    Router::new()
        .route(
            paths::QUESTIONS_LIST.trim_end_matches('/'),
            get(|| async { Redirect::permanent(paths::QUESTIONS_LIST) }),
        )
        .route(paths::QUESTIONS_LIST, get(list::get_newest))
        .route(paths::UNANSWERED_LIST, get(list::get_unanswered))
        .route(paths::SOLVED_LIST, get(list::get_solved))
        .route(&topic, get(list::get_topic))
        .route(&paths::feed(paths::QUESTIONS_LIST), get(feed::get_newest))
        .route(&paths::feed(paths::UNANSWERED_LIST), get(feed::get_unanswered))
        .route(&paths::feed(paths::SOLVED_LIST), get(feed::get_solved))
        .route(&paths::feed(&topic), get(feed::get_topic))
        .route("/questions/{name}", get(permalink::get_permalink))
}

/// A public page in the site's shell, at `path`.
fn page(app: &App, headers: &HeaderMap, title: &str, path: &str, head: &str, body: &str) -> Response {
    let contents = app.site.contents();
    let canonical = escape_html(&app.url(path));
    let head = format!("<link rel=\"canonical\" href=\"{canonical}\">{head}");
    let html = shell::fill(&contents.shell, &format!("{title} – {}", contents.title), &head, body);
    public(headers, "text/html; charset=utf-8", html)
}

/// What everybody gets: stored by anybody, but asked for again.
fn public(headers: &HeaderMap, kind: &'static str, text: String) -> Response {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    let etag = format!("W/\"{:x}\"", hasher.finish());
    let caching = [(CACHE_CONTROL, "no-cache".to_owned()), (ETAG, etag.clone())];
    if headers.get(IF_NONE_MATCH).is_some_and(|seen| seen.as_bytes() == etag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, caching).into_response();
    }
    (caching, [(CONTENT_TYPE, kind)], text).into_response()
}
