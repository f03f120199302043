//! `POST /_qa/form/post-vote`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::super::extract::{FormBody, Who};
use super::super::problem::PageFailure;
use super::{PostFields, on_page, see_other};
use crate::app::App;
use crate::service::post_vote::vote;

/// Votes or takes the vote back, and goes back to the page.
pub(in crate::http) async fn post_vote(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(fields): FormBody<PostFields>,
) -> Result<Response, PageFailure> {
    let refused = |refusal| PageFailure::refusal(&app, refusal);
    let subject = fields.subject().map_err(refused)?;
    let voted = vote(&app, &visitor, subject).await.map_err(refused)?;
    let done = if voted.given { "voted" } else { "unvoted" };
    Ok(see_other(&on_page(&voted.page, done, None, &voted.changed.thread.id)))
}
