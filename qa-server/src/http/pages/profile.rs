//! `GET /_qa/profile`: what people see and change of their own account.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use qa_api::paths;
use qa_api::people::ProfileRequest;
use qa_api::problem::Problem;
use qa_widget::form::Notice;
use qa_widget::people::ProfilePage;
use serde::Deserialize;

use super::super::extract::Who;
use super::super::problem::page;
use super::super::shell;
use super::sign_in::sign_in_first;
use crate::app::App;
use crate::service::{Refusal, Visitor, follow, profile, sessions};

/// What was done just before.
#[derive(Debug, Default, Deserialize)]
pub(in crate::http) struct Done {
    #[serde(default)]
    pub(super) done: String,
}

/// Shows the page, or how to sign in.
pub(in crate::http) async fn get_profile(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Query(done): Query<Done>,
) -> Response {
    profile_page(&app, &visitor, None, &done.done).await
}

/// The page, perhaps with what was typed and why it was not taken.
pub(in crate::http) async fn profile_page(
    app: &App,
    visitor: &Visitor,
    refused: Option<(ProfileRequest, Problem)>,
    done: &str,
) -> Response {
    match read(app, visitor, refused, done).await {
        Ok(state) => {
            let body = qa_widget::render::profile(&state);
            match &state.problem {
                Some(problem) => page(app, problem, &body),
                None => shell::page(app, StatusCode::OK, "Your profile", &body),
            }
        }
        Err(refusal) => sign_in_first(app, refusal, paths::PROFILE),
    }
}

async fn read(
    app: &App,
    visitor: &Visitor,
    refused: Option<(ProfileRequest, Problem)>,
    done: &str,
) -> Result<ProfilePage, Refusal> {
    let profile = profile::profile(app, visitor).await?;
    let (request, problem) = match refused {
        Some((request, problem)) => (request, Some(problem)),
        None => {
            let (name, bio, link) = (profile.name.clone(), profile.bio.clone(), profile.link.clone());
            (ProfileRequest { name, bio, link }, None)
        }
    };
    let sessions = sessions::sessions(app, visitor).await?.sessions;
    let follows = follow::follows(app, visitor).await?;
    Ok(ProfilePage { profile, request, problem, sessions, follows, done: notice(done) })
}

pub(super) fn notice(done: &str) -> Option<Notice> {
    let text = match done {
        "saved" => "Saved.",
        "followed" => "Saved. Mail about it comes as you have chosen.",
        "mail-resumed" => "Mail comes again.",
        "session-ended" => "That browser is signed out.",
        "others-ended" => "Every other browser is signed out.",
        "disconnected" => "Parted. A mail still signs you in, and signing in there again brings it back.",
        "asked" => "The staff know now. You get a mail when they have decided.",
        "stays" => "Welcome back: your account stays.",
        _ => return None,
    };
    Some(Notice { text: text.to_owned(), undo: None })
}
