//! What handlers take: who asks, and bodies whose faults become problem replies.

use std::sync::Arc;

use axum::extract::rejection::{FormRejection, JsonRejection};
use axum::extract::{Form, FromRequest, FromRequestParts, Json, Request};
use axum::http::StatusCode;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use axum::response::Response;
use qa_api::limits::REQUEST_MAX_BYTES;
use qa_api::problem::{Code, Problem};
use serde::de::DeserializeOwned;

use super::problem::{self, Failure, PageFailure, problem};
use super::{client, session};
use crate::app::App;
use crate::domain::profile::browser_family;
use crate::keys::token_hash;
use crate::service::{Refusal, Visitor, sign_in};

/// Who asks.
pub(super) struct Who(pub Visitor);

impl FromRequestParts<Arc<App>> for Who {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        let session = session::token(app, &parts.headers).map(|token| token_hash(&token));
        let account = match &session {
            Some(hash) => sign_in::session_account(app, hash)
                .await
                .map_err(|error| problem::response(app, &parts.uri, problem(error.into())))?,
            None => None,
        };
        let session = session.filter(|_| account.is_some());
        let user_agent = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (client, browser) = (client::client(app, parts), browser_family(user_agent));
        Ok(Self(Visitor { account, session, client, browser }))
    }
}

/// The machine that asks, for pages that are the same for everybody: it is counted and no more.
pub(super) struct Client(pub String);

impl FromRequestParts<Arc<App>> for Client {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Self::Rejection> {
        Ok(Self(client::client(app, parts)))
    }
}

/// What the browser calls itself; part of what keeps readers of one network apart, and never stored.
pub(super) struct Agent(pub String);

impl<S: Sync> FromRequestParts<S> for Agent {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let agent = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
        Ok(Self(agent.unwrap_or_default().to_owned()))
    }
}

/// A JSON body.
pub(super) struct JsonBody<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for JsonBody<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Failure> {
        match Json::<T>::from_request(request, app).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(rejection) => Err(Refusal::from(json_problem(&rejection)).into()),
        }
    }
}

fn json_problem(rejection: &JsonRejection) -> Problem {
    match rejection {
        JsonRejection::MissingJsonContentType(_) => {
            Problem::new(Code::BadRequest, "Send JSON with the header Content-Type: application/json.")
        }
        other => body_problem(other.status(), &other.body_text()),
    }
}

/// A form's body.
pub(super) struct FormBody<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for FormBody<T> {
    type Rejection = PageFailure;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, PageFailure> {
        match Form::<T>::from_request(request, app).await {
            Ok(Form(body)) => Ok(Self(body)),
            Err(rejection) => Err(PageFailure::new(app, form_problem(&rejection))),
        }
    }
}

fn form_problem(rejection: &FormRejection) -> Problem {
    body_problem(rejection.status(), &rejection.body_text())
}

fn body_problem(status: StatusCode, text: &str) -> Problem {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        let kib = REQUEST_MAX_BYTES / 1024;
        return Problem::new(
            Code::TooLarge,
            format!("At most {kib} KiB are possible. Go back, shorten the text, and send again."),
        );
    }
    Problem::new(Code::BadRequest, text)
}
