//! `GET /_qa/moderate/people`: who has a role, and who asks for one. For staff.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use qa_api::paths;
use qa_widget::form::Notice;
use qa_widget::people::PeoplePage;

use super::super::extract::Who;
use super::super::shell;
use super::profile::Done;
use super::sign_in::sign_in_first;
use crate::app::App;
use crate::service::roles;

/// Shows the lists, or how to sign in.
pub(in crate::http) async fn get_people(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Query(done): Query<Done>,
) -> Response {
    match roles::people(&app, &visitor).await {
        Ok(people) => {
            let text = "Decided. The person gets a mail in a minute.";
            let done = (done.done == "decided").then(|| Notice { text: text.to_owned(), undo: None });
            shell::page(&app, StatusCode::OK, "People", &qa_widget::render::people(&PeoplePage { people, done }))
        }
        Err(refusal) => sign_in_first(&app, refusal, paths::MODERATE_PEOPLE),
    }
}
