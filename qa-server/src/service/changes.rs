//! What follows from every change of what everybody sees: caches go by it, and search knows it.

use crate::app::App;
use crate::domain::post::Question;
use crate::store::page_changes::update_page_changed;
use crate::store::search::update_search_document;
use crate::store::{StoreError, Tx};

/// Notes that `question`, or a reply to it, changed in what everybody sees.
pub(super) async fn note(tx: &mut Tx, app: &App, question: &Question) -> Result<(), StoreError> {
    update_page_changed(tx, &question.page, app.now()).await?;
    update_search_document(tx, &question.id).await
}
