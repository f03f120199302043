//! `POST /_qa/form/offer`: the two buttons at an answer from a ticket, in the inbox.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use qa_api::inbox::OfferRequest;
use qa_api::paths;
use serde::Deserialize;

use super::super::super::extract::{FormBody, Who};
use super::super::super::problem::PageFailure;
use super::super::see_other;
use super::done_at;
use crate::app::App;
use crate::service::tickets::offers;

/// The field is called like the button that was pressed, and holds the answer's id.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct OfferFields {
    publish: String,
    dismiss: String,
}

/// Decides and goes back to the inbox.
pub(in crate::http) async fn post_offer(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(fields): FormBody<OfferFields>,
) -> Result<Response, PageFailure> {
    let publish = !fields.publish.is_empty();
    let request = OfferRequest { offer: if publish { fields.publish } else { fields.dismiss }, publish };
    let decided = offers::decide(&app, &visitor, request).await;
    let decided = decided.map_err(|refusal| PageFailure::refusal(&app, refusal))?;
    Ok(see_other(&done_at(paths::MODERATE, if publish { "offer" } else { "offer_left" }, &decided)))
}
