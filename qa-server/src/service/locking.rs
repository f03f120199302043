//! Locking questions that nobody has said anything about for long, where the operator asks for that.
//!
//! Called by housekeeping.
//! **Invariant:** the server locks a question once; a moderator who unlocks it has the last word.

use std::sync::Arc;

use qa_api::thread::Act;

use super::changes;
use super::record::{Deed, record};
use crate::app::App;
use crate::clock::{DAY, Millis};
use crate::domain::status::QuestionStatus;
use crate::store::questions::{find_question, list_questions_to_lock, update_question_status};
use crate::store::{StoreError, Tx};

/// Most questions at a time; the rest is for the next hour.
const MOST: i64 = 200;

/// Locks what has been quiet for as long as the operator says.
///
/// # Errors
/// When the database is away; those before are locked.
pub async fn lock_quiet(app: &Arc<App>) -> Result<(), StoreError> {
    let Some(after) = app.lock_after else { return Ok(()) };
    let quiet = list_questions_to_lock(&mut app.store.read().await?, app.now() - after, MOST).await?;
    for id in quiet {
        let unit_app = app.clone();
        app.store.write(move |tx: &mut Tx| Box::pin(async move { lock(tx, &unit_app, &id, after).await })).await?;
    }
    Ok(())
}

async fn lock(tx: &mut Tx, app: &App, id: &str, after: Millis) -> Result<(), StoreError> {
    let Some(question) = find_question(tx, id).await? else { return Ok(()) };
    let next = QuestionStatus { locked: true, ..question.status.clone() };
    if question.status.locked || !update_question_status(tx, id, &question.status, &next).await? {
        return Ok(());
    }
    let reason = format!("Nobody has said anything for {} days.", after / DAY);
    let deed = Deed { actor: None, act: Act::Lock.name(), question: id, reply: None, reason: &reason, trace: None };
    record(tx, app, &deed, &question.status, &next).await?;
    changes::note(tx, app, &question).await
}
