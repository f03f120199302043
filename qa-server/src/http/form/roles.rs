//! `POST /_qa/form/ask-role` and `POST /_qa/form/role`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use qa_api::paths;
use qa_api::people::{RoleDecision, RoleRequest};
use qa_api::problem::{Code, Problem};
use qa_api::request::role_from_name;
use serde::Deserialize;

use super::super::extract::{FormBody, Who};
use super::super::problem::PageFailure;
use super::{on_profile, see_other};
use crate::app::App;
use crate::service::roles;

/// The fields of the staff's form.
#[derive(Debug, Deserialize)]
pub(in crate::http) struct RoleFields {
    person: String,
    role: String,
    #[serde(default)]
    reason: String,
}

/// Asks to become a moderator.
pub(in crate::http) async fn post_ask_role(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(request): FormBody<RoleRequest>,
) -> Result<Response, PageFailure> {
    roles::ask(&app, &visitor, request).await.map_err(|refusal| PageFailure::refusal(&app, refusal))?;
    Ok(see_other(&on_profile("asked")))
}

/// Decides over somebody's role.
pub(in crate::http) async fn post_role(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(fields): FormBody<RoleFields>,
) -> Result<Response, PageFailure> {
    let Some(role) = role_from_name(&fields.role) else {
        return Err(PageFailure::new(&app, Problem::new(Code::BadRequest, "The form does not say which role.")));
    };
    let request = RoleDecision { role, reason: fields.reason };
    roles::decide(&app, &visitor, &fields.person, request)
        .await
        .map_err(|refusal| PageFailure::refusal(&app, refusal))?;
    Ok(see_other(&format!("{}?done=decided", paths::MODERATE_PEOPLE)))
}
