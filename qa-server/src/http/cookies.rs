//! Small signed cookies for the minutes of signing in: nobody but this server can have written them.

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cookie::{Cookie, SameSite};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::keys::Purpose;

/// How long a browser keeps one; what is in it says more exactly until when it counts.
const SECONDS: i64 = 15 * 60;

/// A cookie that holds something for a purpose of its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept {
    name: &'static str,
    purpose: Purpose,
}

/// What a sign-in by a provider began with.
pub(super) const SIGNING_IN: Kept = Kept { name: "qa-signing-in", purpose: Purpose::SigningIn };
/// Who somebody is at a provider, until a mail has proven the address.
pub(super) const JOIN: Kept = Kept { name: "qa-join", purpose: Purpose::Join };

impl Kept {
    /// Bound to the host and to TLS as the session's cookie is.
    fn name(self, app: &App) -> String {
        let prefix = if app.dev { "" } else { "__Host-" };
        format!("{prefix}{}", self.name)
    }

    /// What the request brought, if this server wrote it.
    pub(super) fn read<T: DeserializeOwned>(self, app: &App, headers: &HeaderMap) -> Option<T> {
        let name = self.name(app);
        let mut cookies = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        let value = cookies.find_map(|value| {
            let found = Cookie::split_parse(value).flatten().find(|cookie| cookie.name() == name)?;
            Some(found.value().to_owned())
        })?;
        let text = app.keys.verify(self.purpose, &value)?;
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
    }

    /// The header that keeps `value`.
    pub(super) fn keep<T: Serialize>(self, app: &App, value: &T) -> (HeaderName, HeaderValue) {
        let text = URL_SAFE_NO_PAD.encode(serde_json::to_vec(value).expect("plain data serialises to JSON"));
        self.header(app, &app.keys.sign(self.purpose, &text), SECONDS)
    }

    /// The header that ends it.
    pub(super) fn end(self, app: &App) -> (HeaderName, HeaderValue) {
        self.header(app, "", 0)
    }

    fn header(self, app: &App, value: &str, seconds: i64) -> (HeaderName, HeaderValue) {
        let cookie = Cookie::build((self.name(app), value))
            .path("/")
            .secure(!app.dev)
            .http_only(true)
            .same_site(SameSite::Lax)
            .max_age(time::Duration::seconds(seconds))
            .build();
        (SET_COOKIE, HeaderValue::from_str(&cookie.to_string()).expect("a signed text is base64url and a dot"))
    }
}
