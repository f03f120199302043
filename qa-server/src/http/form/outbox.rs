//! `POST /_qa/form/outbox`: trying a dead letter again, or discarding it.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use qa_api::paths;
use qa_api::problem::{Code, Problem};
use serde::Deserialize;

use super::super::extract::{FormBody, Who};
use super::super::problem::PageFailure;
use super::see_other;
use crate::app::App;
use crate::service::dead_letters::{LetterAct, act};

/// The form's fields.
#[derive(Debug, Deserialize)]
pub(in crate::http) struct LetterFields {
    id: String,
    act: String,
}

/// Does it.
pub(in crate::http) async fn post_outbox(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(fields): FormBody<LetterFields>,
) -> Result<Response, PageFailure> {
    let Some(deed) = LetterAct::from_name(&fields.act) else {
        return Err(PageFailure::new(&app, Problem::new(Code::BadRequest, "The form does not say what to do.")));
    };
    act(&app, &visitor, &fields.id, deed).await.map_err(|refusal| PageFailure::refusal(&app, refusal))?;
    Ok(see_other(&format!("{}?done={}", paths::MODERATE_OUTBOX, deed.name())))
}
