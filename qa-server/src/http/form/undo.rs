//! `POST /_qa/form/undo`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::super::extract::{FormBody, Who};
use super::super::problem::PageFailure;
use super::{on_page, see_other};
use crate::app::App;
use crate::service::undo::undo;

/// The fields of the form.
#[derive(Debug, Deserialize)]
pub(in crate::http) struct UndoFields {
    id: String,
}

/// Takes an act back.
pub(in crate::http) async fn post_undo(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(fields): FormBody<UndoFields>,
) -> Result<Response, PageFailure> {
    let undone = undo(&app, &visitor, &fields.id).await.map_err(|refusal| PageFailure::refusal(&app, refusal))?;
    Ok(see_other(&on_page(&undone.page, "undone", None, &undone.thread.id)))
}
