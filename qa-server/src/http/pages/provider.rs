//! `GET /_qa/sign-in/with/{provider}` leads to a provider, `GET /_qa/sign-in/callback/{provider}` is where it leads back to.
//!
//! What has to match is in a cookie of the browser that began, so nobody can finish what another one began.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use qa_api::paths;
use qa_api::problem::{Code, Problem};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use super::super::cookies::{JOIN, SIGNING_IN};
use super::super::extract::Who;
use super::super::shell::PRIVATE;
use super::super::{form, problem};
use super::sign_in::{Return, sign_in_page};
use crate::app::App;
use crate::clock::{MINUTE, Millis};
use crate::domain::return_path::return_path;
use crate::identity::{IdentityError, Provider, Secrets};
use crate::service::Refusal;
use crate::service::provider::{Outcome, sign_in};

/// How long a sign-in at a provider may take.
const LIFE: Millis = 10 * MINUTE;

/// What a sign-in began with.
#[derive(Serialize, Deserialize)]
struct SigningIn {
    provider: String,
    secrets: Secrets,
    expires_at: Millis,
    back: String,
}

/// What the provider leads back with.
#[derive(Debug, Default, Deserialize)]
pub(in crate::http) struct Callback {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    error: String,
}

/// Leads to the provider.
pub(in crate::http) async fn get_with(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Query(back): Query<Return>,
) -> Response {
    let Some(provider) = app.providers.find(&id) else { return refused(&app, Refusal::not_found()) };
    let (random, now) = (app.random.as_ref(), app.now());
    let (url, secrets) = match app.providers.begin(provider, &redirect(&app, &id), random, now).await {
        Ok(begun) => begun,
        Err(error) => return away(&app, provider, &error),
    };
    let back = return_path(&back.path).unwrap_or_default().to_owned();
    let kept = SigningIn { provider: id, secrets, expires_at: now + LIFE, back };
    let headers = [(LOCATION, url.to_string())];
    (StatusCode::SEE_OTHER, [SIGNING_IN.keep(&app, &kept)], headers, [PRIVATE]).into_response()
}

/// Takes what the provider leads back with.
pub(in crate::http) async fn get_callback(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(id): Path<String>,
    Query(callback): Query<Callback>,
    headers: HeaderMap,
) -> Response {
    let Some(provider) = app.providers.find(&id) else { return refused(&app, Refusal::not_found()) };
    let kept: Option<SigningIn> = SIGNING_IN.read(&app, &headers);
    let same = |kept: &SigningIn| bool::from(kept.secrets.state.as_bytes().ct_eq(callback.state.as_bytes()));
    let Some(kept) = kept.filter(|kept| kept.provider == id && kept.expires_at > app.now() && same(kept)) else {
        let detail = "It was begun in another browser, or more than ten minutes ago. Begin again.";
        return refused(&app, Refusal::new(Code::ExpiredCode, detail));
    };
    let response = if !callback.error.is_empty() || callback.code.is_empty() {
        let detail = format!("{} did not sign you in. Try again, or sign in by a code.", provider.name());
        refused(&app, Problem::new(Code::Forbidden, detail).into())
    } else {
        let redirect = redirect(&app, &id);
        match app.providers.finish(provider, &redirect, &callback.code, &kept.secrets, app.now()).await {
            Err(error) => away(&app, provider, &error),
            Ok(identity) => match sign_in(&app, &visitor, identity).await {
                Ok(Outcome::SignedIn(done)) => form::signed_in(&app, &headers, &done, &kept.back).await,
                Ok(Outcome::Prove(challenge, join)) => {
                    let code_page = paths::code_page(&challenge.challenge);
                    ([JOIN.keep(&app, &join)], form::see_other(&code_page)).into_response()
                }
                Err(refusal) => refused(&app, refusal),
            },
        }
    };
    // What the sign-in began with counts once.
    (AppendHeaders([SIGNING_IN.end(&app)]), response).into_response()
}

fn redirect(app: &App, provider: &str) -> String {
    app.url(&paths::sign_in_callback(provider))
}

fn refused(app: &App, refusal: Refusal) -> Response {
    sign_in_page(app, Default::default(), Some(problem::problem(refusal)), "")
}

/// The cause goes to the log; the person is told another way in.
fn away(app: &App, provider: &Provider, error: &IdentityError) -> Response {
    tracing::warn!(%error, "a sign-in by a provider failed");
    let (code, what) = match error {
        IdentityError::Outward(_) | IdentityError::Odd { .. } => (Code::Unavailable, "does not answer as it should"),
        IdentityError::Token(_) => (Code::Forbidden, "gave an answer that could not be verified"),
    };
    let detail = format!("{} {what}, so nothing was done. Try again, or sign in by a code.", provider.name());
    refused(app, Problem::new(code, detail).into())
}
