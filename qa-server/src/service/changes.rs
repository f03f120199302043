//! What follows from every change of what everybody sees: caches go by it, search knows it, and whoever builds the
//! site is told.

use super::builds;
use crate::app::App;
use crate::domain::build::Urgency;
use crate::domain::post::Question;
use crate::store::page_changes::update_page_changed;
use crate::store::profiles::list_pages_of_author;
use crate::store::search::update_search_document;
use crate::store::{StoreError, Tx};

/// Notes that `question`, or a reply to it, changed in what everybody sees.
pub(crate) async fn note(tx: &mut Tx, app: &App, question: &Question) -> Result<(), StoreError> {
    update_page_changed(tx, &question.page, app.now()).await?;
    builds::ask(tx, app, Urgency::InTime).await?;
    update_search_document(tx, &question.id).await
}

/// Notes that how an author is called changed on every page with something of theirs.
pub(super) async fn note_author(tx: &mut Tx, app: &App, account: &str) -> Result<(), StoreError> {
    for page in list_pages_of_author(tx, account).await? {
        update_page_changed(tx, &page, app.now()).await?;
    }
    builds::ask(tx, app, Urgency::InTime).await
}
