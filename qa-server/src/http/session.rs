//! The session cookie.

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use cookie::{Cookie, SameSite};

use crate::app::App;
use crate::service::challenge::SESSION_LIFE;

/// Bound to the host and to TLS by its prefix (RFC 6265bis, section 4.1.3.2), but where there is no TLS to bind it to.
fn name(app: &App) -> &'static str {
    if app.dev { "qa-session" } else { "__Host-qa-session" }
}

/// The token that the request came with.
pub(super) fn token(app: &App, headers: &HeaderMap) -> Option<String> {
    let name = name(app);
    let mut cookies = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    cookies.find_map(|value| {
        let found = Cookie::split_parse(value).flatten().find(|cookie| cookie.name() == name)?;
        Some(found.value().to_owned())
    })
}

/// The header that begins the session of `token`.
pub(super) fn begin(app: &App, token: &str) -> (axum::http::HeaderName, HeaderValue) {
    header(app, token, SESSION_LIFE / 1000)
}

/// The header that ends the session.
pub(super) fn end(app: &App) -> (axum::http::HeaderName, HeaderValue) {
    header(app, "", 0)
}

fn header(app: &App, token: &str, seconds: i64) -> (axum::http::HeaderName, HeaderValue) {
    let cookie = Cookie::build((name(app), token))
        .path("/")
        .secure(!app.dev)
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(time::Duration::seconds(seconds))
        .build();
    let value = HeaderValue::from_str(&cookie.to_string()).expect("a token is base64url");
    (SET_COOKIE, value)
}
