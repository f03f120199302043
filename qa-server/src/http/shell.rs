//! The server's own pages, in the site's shell.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::app::App;

/// For what depends on who asks.
pub(super) const PRIVATE: (HeaderName, &str) = (CACHE_CONTROL, "no-store");
/// For what search engines should not list.
pub(super) const UNLISTED: (HeaderName, &str) = (HeaderName::from_static("x-robots-tag"), "noindex");

/// A page of the server with a plain-text `title` and an HTML `body`.
pub(super) fn page(app: &App, status: StatusCode, title: &str, body: &str) -> Response {
    page_with_head(app, status, title, "", body)
}

/// The same with more HTML at the end of `<head>`.
pub(super) fn page_with_head(app: &App, status: StatusCode, title: &str, head: &str, body: &str) -> Response {
    let contents = app.site.contents();
    let title = format!("{title} – {}", contents.title);
    let head = format!("<meta name=\"robots\" content=\"noindex\">{head}");
    html_response(status, qa_api::shell::fill(&contents.shell, &title, &head, body))
}

/// Whole HTML that depends on who asks.
pub(super) fn html_response(status: StatusCode, html: String) -> Response {
    (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], [PRIVATE, UNLISTED], html).into_response()
}
