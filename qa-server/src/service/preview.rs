//! What a text will look like once it is posted, for whoever is writing it.
//!
//! The same rules and the same rendering as for a post, so that what is shown is what will be there.

use qa_api::limits;
use qa_api::problem::Problem;
use qa_api::request::{Preview, PreviewRequest};

use super::limits::count;
use super::{Refusal, Visitor};
use crate::app::App;
use crate::domain::limit::PREVIEWS_PER_CLIENT;

/// Renders the text, and stores nothing of it.
///
/// # Errors
/// When the text cannot be a post, the machine has asked too often, or the database is away.
pub async fn preview(app: &App, visitor: &Visitor, request: &PreviewRequest) -> Result<Preview, Refusal> {
    let body = limits::question_body(&request.body).map_err(|problem| Problem::invalid(vec![problem]))?;
    let (client, now) = (visitor.client.clone(), app.now());
    app.store
        .write(move |tx| Box::pin(async move { count(tx, &[(&PREVIEWS_PER_CLIENT, client.as_str())], now).await }))
        .await?;
    let html = app.renderer.render(body).await.map_err(|problem| Problem::invalid(vec![problem]))?;
    Ok(Preview { html })
}
