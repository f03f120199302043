//! `POST /_qa/form/profile`, `POST /_qa/form/sessions` and `POST /_qa/form/disconnect`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use qa_api::people::{DisconnectRequest, EndSessionsRequest, ProfileRequest};

use super::super::extract::{FormBody, Who};
use super::super::pages::profile_page;
use super::super::problem::{PageFailure, problem};
use super::{on_profile, see_other, showable};
use crate::app::App;
use crate::service::{profile, provider, sessions};

/// Changes name, words and link, or shows the form again with what is wrong.
pub(in crate::http) async fn post_profile(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(mut request): FormBody<ProfileRequest>,
) -> Response {
    match profile::change(&app, &visitor, request.clone()).await {
        Ok(_) => see_other(&on_profile("saved")),
        Err(refusal) => {
            for field in [&mut request.name, &mut request.bio, &mut request.link] {
                *field = showable(field);
            }
            profile_page(&app, &visitor, Some((request, problem(refusal))), "").await
        }
    }
}

/// Ends one session, or all others.
pub(in crate::http) async fn post_end_sessions(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(request): FormBody<EndSessionsRequest>,
) -> Result<Response, PageFailure> {
    let others = request.session.is_empty();
    sessions::end(&app, &visitor, request).await.map_err(|refusal| PageFailure::refusal(&app, refusal))?;
    Ok(see_other(&on_profile(if others { "others-ended" } else { "session-ended" })))
}

/// Parts the account from a provider.
pub(in crate::http) async fn post_disconnect(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(request): FormBody<DisconnectRequest>,
) -> Result<Response, PageFailure> {
    provider::disconnect(&app, &visitor, request).await.map_err(|refusal| PageFailure::refusal(&app, refusal))?;
    Ok(see_other(&on_profile("disconnected")))
}
