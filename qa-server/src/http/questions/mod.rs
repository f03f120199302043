//! Published questions outside of their pages: permalinks, lists, feeds. The same for everybody.

mod feed;
mod list;
mod permalink;
mod structured;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use qa_api::{escape_html, paths, shell};

use super::routes::{Needs, Route};
use crate::app::App;

/// The rows of all of them in the table.
pub(super) fn routes() -> Vec<Route> {
    let topic = paths::topic_list("{topic}");
    let to_list = || async { Redirect::permanent(paths::QUESTIONS_LIST) };
    vec![
        Route::read(paths::QUESTIONS_LIST.trim_end_matches('/'), Needs::Nothing, to_list),
        Route::read(paths::QUESTIONS_LIST, Needs::Nothing, list::get_newest),
        Route::read(paths::UNANSWERED_LIST, Needs::Nothing, list::get_unanswered),
        Route::read(paths::SOLVED_LIST, Needs::Nothing, list::get_solved),
        Route::read(&topic, Needs::Nothing, list::get_topic),
        Route::read(paths::feed(paths::QUESTIONS_LIST), Needs::Nothing, feed::get_newest),
        Route::read(paths::feed(paths::UNANSWERED_LIST), Needs::Nothing, feed::get_unanswered),
        Route::read(paths::feed(paths::SOLVED_LIST), Needs::Nothing, feed::get_solved),
        Route::read(paths::feed(&topic), Needs::Nothing, feed::get_topic),
        Route::read("/questions/{name}", Needs::Nothing, permalink::get_permalink),
    ]
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
