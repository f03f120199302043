//! Protection against requests that another site makes a reader's browser send.
//!
//! The decision is tower-http's, by `Sec-Fetch-Site` and `Origin`, where listed origins count to the letter; here is
//! what a refused person sees: a problem, with what they typed still in the form, since a browser with odd headers is
//! likelier than an attack.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use qa_api::limits::REQUEST_MAX_BYTES;
use qa_api::paths;
use qa_api::problem::{Code, Problem};
use tower_http::csrf::{CsrfLayer, ProtectionError};

use super::form::{ask_page, reply_page};
use super::problem::{self, PageFailure};
use crate::app::App;

/// Refuses what another site sent; the site itself may be at other origins than the server, and those are listed.
pub(super) fn layer(app: &App) -> CsrfLayer {
    let own = app.base_url.origin().ascii_serialization();
    app.site_origins.iter().chain([&own]).fold(CsrfLayer::new(), |layer, origin| {
        layer.add_trusted_origin(origin).expect("the configuration checked the base URL and the origins")
    })
}

/// Turns a refusal into a problem reply that keeps the text.
pub(super) async fn keep_text(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let uri = request.uri().clone();
    let path = uri.path();
    let may_be_lost =
        request.method() == axum::http::Method::POST && [paths::FORM_ASK, paths::FORM_REPLY].contains(&path);
    let (request, text) = if may_be_lost {
        let (parts, body) = request.into_parts();
        let Ok(text) = to_bytes(body, REQUEST_MAX_BYTES).await else {
            let detail = "The text is longer than any text may be. Go back, shorten it, and send again.";
            return PageFailure::new(&app, Problem::new(Code::TooLarge, detail)).into_response();
        };
        (Request::from_parts(parts, Body::from(text.clone())), text)
    } else {
        (request, Default::default())
    };
    let response = next.run(request).await;
    if response.status() != StatusCode::FORBIDDEN || response.extensions().get::<ProtectionError>().is_none() {
        return response;
    }
    let problem = Problem::new(
        Code::CrossSite,
        "It was not sent from a page of this site, so nothing was done. If it was you, send it again from here.",
    );
    match path {
        paths::FORM_ASK => ask_page(&app, None, typed(&text), problem),
        paths::FORM_REPLY => reply_page(&app, None, typed(&text), problem).await,
        _ => problem::response(&app, &uri, problem),
    }
}

/// What was typed, as far as it can be read.
fn typed<T: serde::de::DeserializeOwned + Default>(text: &[u8]) -> T {
    serde_urlencoded::from_bytes(text).unwrap_or_default()
}
