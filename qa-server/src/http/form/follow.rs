//! `POST /_qa/form/follow` and `POST /_qa/form/mail`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use qa_api::follow::{FollowRequest, Often, Scope};
use qa_api::paths;
use qa_api::problem::Code;
use serde::Deserialize;

use super::super::extract::{FormBody, Who};
use super::super::problem::PageFailure;
use super::{on_page, on_profile, see_other};
use crate::app::App;
use crate::service::{Refusal, follow};

/// What the forms send; the one below a question names no way back but to the question.
#[derive(Debug, Deserialize)]
pub(in crate::http) struct FollowFields {
    kind: String,
    id: String,
    often: String,
    #[serde(default)]
    back: String,
}

impl FollowFields {
    fn request(&self) -> Result<FollowRequest, Refusal> {
        match (Scope::from_name(&self.kind), Often::from_name(&self.often)) {
            (Some(scope), Some(often)) => Ok(FollowRequest { scope, id: self.id.clone(), often }),
            _ => Err(Refusal::new(Code::BadRequest, "Choose what to follow, and how often.")),
        }
    }
}

/// Follows something, or does no more, and goes back to where that was chosen.
pub(in crate::http) async fn post_follow(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(fields): FormBody<FollowFields>,
) -> Result<Response, PageFailure> {
    let refused = |refusal| PageFailure::refusal(&app, refusal);
    let request = fields.request().map_err(refused)?;
    if request.scope == Scope::Question && fields.back.is_empty() {
        let (changed, page) =
            follow::choose_on_thread(&app, &visitor, &request.id, request.often).await.map_err(refused)?;
        return Ok(see_other(&on_page(&page, "followed", None, &changed.thread.id)));
    }
    let around = match request.scope {
        Scope::Topic => None,
        scope => Some(format!("{}?{}={}&done=followed", paths::FOLLOW_PAGE, scope.name(), request.id)),
    };
    follow::choose(&app, &visitor, request).await.map_err(refused)?;
    let back = around.filter(|_| fields.back == "around");
    Ok(see_other(&back.unwrap_or_else(|| on_profile("followed"))))
}

/// Lets mail come again.
pub(in crate::http) async fn post_resume_mail(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
) -> Result<Response, PageFailure> {
    follow::resume_mail(&app, &visitor).await.map_err(|refusal| PageFailure::refusal(&app, refusal))?;
    Ok(see_other(&on_profile("mail-resumed")))
}
