//! The built site: pages with their threads spliced in, everything else as it is.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use qa_api::manifest::Page;
use qa_api::placeholder::Placeholder;
use qa_api::problem::{Code, Problem};
use tower::ServiceExt;
use tower_http::services::ServeDir;

use super::problem::PageFailure;
use crate::app::App;
use crate::service::fragments::{Fragment, fragment};

/// A page, a file, a redirect to a page, or the site's own 404 page.
pub(super) async fn get_site(State(app): State<Arc<App>>, request: Request) -> Response {
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        let problem = Problem::new(Code::MethodNotAllowed, "Pages can only be read.");
        return PageFailure::new(&app, problem).into_response();
    }
    let contents = app.site.contents();
    let path = request.uri().path();
    if let Some(page) = contents.page_at(path) {
        return match serve_page(&app, page, request.headers()).await {
            Some(response) => response,
            None => not_found(&app).await,
        };
    }
    if contents.page_at(&format!("{path}/")).is_some() {
        return redirect(request.uri());
    }
    serve_file(&app, request).await
}

/// The page's HTML as it was built.
pub(super) async fn read_page(app: &App, page: &Page) -> Option<String> {
    let file = app.site.root().join(page.path.trim_start_matches('/')).join("index.html");
    tokio::fs::read_to_string(file).await.ok()
}

async fn serve_page(app: &App, page: &Page, headers: &HeaderMap) -> Option<Response> {
    let html = read_page(app, page).await?;
    let Some(placeholder) = Placeholder::find(&html) else { return Some(page_response(html, None)) };
    let fragment = match fragment(app, placeholder.page(&html)).await {
        Ok(fragment) => fragment,
        Err(error) => {
            // What was baked is older but complete: reading goes on while the database is away.
            tracing::warn!(%error, page = page.id, "served a page with the threads it was built with");
            return Some(page_response(html, None));
        }
    };
    let etag = etag(&html, &fragment);
    if headers.get_all(IF_NONE_MATCH).into_iter().any(|seen| matches(seen, &etag)) {
        return Some((StatusCode::NOT_MODIFIED, [(ETAG, etag)]).into_response());
    }
    let filled = placeholder.fill(&html, qa_widget::BUILD, &fragment.html, &fragment.json);
    Some(page_response(filled, Some(etag)))
}

fn page_response(html: String, etag: Option<String>) -> Response {
    let mut response =
        ([(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-cache")], html).into_response();
    if let Some(etag) = etag.and_then(|etag| HeaderValue::from_str(&etag).ok()) {
        response.headers_mut().insert(ETAG, etag);
    }
    response
}

/// Of the file and of the threads; weak, since what leaves may be compressed.
fn etag(html: &str, fragment: &Fragment) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    html.hash(&mut hasher);
    format!("W/\"{:x}-{:x}-{}\"", hasher.finish(), fragment.changed_at, qa_widget::BUILD)
}

fn matches(seen: &HeaderValue, etag: &str) -> bool {
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    seen.to_str().is_ok_and(|seen| seen.split(',').any(|tag| tag.trim() == "*" || strong(tag) == strong(etag)))
}

fn redirect(uri: &Uri) -> Response {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    (StatusCode::MOVED_PERMANENTLY, [(LOCATION, format!("{}/{query}", uri.path()))]).into_response()
}

async fn serve_file(app: &App, request: Request) -> Response {
    let fingerprinted = is_fingerprinted(request.uri().path());
    let files = ServeDir::new(app.site.root());
    let Ok(response) = files.oneshot(request).await;
    let mut response = response.map(axum::body::Body::new);
    if response.status() == StatusCode::NOT_FOUND {
        return not_found(app).await;
    }
    let caching = if fingerprinted { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    response
}

/// Whether the name changes with the content, as in `/assets/style.0123456789abcdef.css`.
fn is_fingerprinted(path: &str) -> bool {
    let mut parts = path.rsplit('/').next().unwrap_or_default().rsplit('.');
    let (_extension, hash) = (parts.next(), parts.next().unwrap_or_default());
    path.starts_with("/assets/") && hash.len() >= 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

async fn not_found(app: &App) -> Response {
    match tokio::fs::read_to_string(app.site.root().join("404.html")).await {
        Ok(html) => (StatusCode::NOT_FOUND, page_response(html, None)).into_response(),
        Err(_) => {
            let detail = "There is no such page. If the site was not built yet, run site-gen build.";
            PageFailure::new(app, Problem::new(Code::NotFound, detail)).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_never_change() {
        assert!(is_fingerprinted("/assets/style.0123456789abcdef.css"));
        for path in ["/assets/icon.svg", "/assets/style.css", "/style.0123456789abcdef.css", "/assets/", "/"] {
            assert!(!is_fingerprinted(path), "{path}");
        }
    }
}
