//! `POST /_qa/form/vote`: whether a page was useful.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use qa_api::paths;
use qa_api::reader::VoteRequest;

use super::super::extract::{Agent, FormBody, Who};
use super::super::problem::PageFailure;
use super::see_other;
use crate::app::App;
use crate::service::vote::vote;

/// Takes a vote, and goes back to where the page says thank you, or asks for the reason.
pub(in crate::http) async fn post_page_vote(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Agent(agent): Agent,
    FormBody(request): FormBody<VoteRequest>,
) -> Result<Response, PageFailure> {
    let voted = vote(&app, &visitor, &agent, &request).await;
    let voted = voted.map_err(|refusal| PageFailure::refusal(&app, refusal))?;
    let anchor = if voted.asks_why { paths::VOTE_WHY } else { paths::VOTE_THANKS };
    Ok(see_other(&format!("{}#{anchor}", voted.path)))
}
