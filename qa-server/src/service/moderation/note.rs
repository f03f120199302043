//! Writing down what only moderators read.

use std::sync::Arc;

use qa_api::inbox::{Decided, NoteRequest};
use qa_api::limits;
use qa_api::problem::Problem;

use super::super::limits::count;
use super::super::{Refusal, Visitor};
use super::{find, moderator, write_down};
use crate::app::App;
use crate::domain::limit::ACTS_PER_ACCOUNT;
use crate::store::notes::insert_note;

/// The name under which a note is written down.
pub(super) const NOTE: &str = "note";

/// Keeps the note, on the thread or on the author of the post.
///
/// # Errors
/// When nobody is signed in, the role does not allow it, or the note is empty or too long.
pub async fn write_note(app: &Arc<App>, visitor: &Visitor, request: NoteRequest) -> Result<Decided, Refusal> {
    let account = moderator(visitor)?.clone();
    let text = limits::note(&request.text).map_err(|problem| Problem::invalid(vec![problem]))?;
    let unit_app = app.clone();
    let id = app
        .store
        .write(move |tx| {
            Box::pin(async move {
                let app = &unit_app;
                count(tx, &[(&ACTS_PER_ACCOUNT, account.id.as_str())], app.now()).await?;
                let about = find(tx, &request.post, Some(&account)).await?;
                // The note's text stays in the note alone, where taking it back removes it.
                let id = write_down(tx, app, &account, NOTE, Some(&about.question), "", None).await?;
                let subject = request.about_author.then_some(about.author.id.as_str());
                insert_note(tx, &id, &about.question, subject, &account.id, &text, app.now()).await?;
                Ok::<_, Refusal>(id)
            })
        })
        .await?;
    Ok(Decided { id: Some(id), done: 1, skipped: 0 })
}
