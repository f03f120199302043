//! What the staff are told about a ticket that somebody has to see to.
//!
//! **Invariant:** the mail says where the question is and nothing of what it says, since it may be held.

use qa_api::inbox::PostRef;
use qa_api::paths;
use serde::Serialize;

use super::compose::{ComposeError, Composed, Composer};
use crate::domain::account::Account;
use crate::store::Tx;
use crate::store::tickets::find_ticket;

/// That a ticket is stuck.
#[derive(Serialize)]
pub(super) struct StuckWords {
    pub name: String,
    pub site: String,
    pub target: String,
    pub reason: String,
    pub ticket: Option<String>,
    pub link: String,
}

/// The letter to account `to` about the ticket of `question` at `target`.
pub(super) async fn compose(
    composer: &Composer<'_>,
    tx: &mut Tx,
    question: &str,
    target: &str,
    to: &str,
) -> Result<Composed, ComposeError> {
    let ticket = find_ticket(tx, question, target).await?;
    let Some((ticket, reason)) = ticket.and_then(|ticket| Some((ticket.clone(), ticket.problem?))) else {
        return Ok(Composed::Dropped("somebody has seen to it"));
    };
    let link = composer.app.url(&paths::case_page(&PostRef::Question(question.to_owned()).name()));
    let words = |account: &Account| StuckWords {
        name: account.name.clone(),
        site: composer.site(),
        target: target.to_owned(),
        reason: reason.clone(),
        ticket: ticket.remote_id.as_deref().and_then(|id| composer.app.desks.link(target, id)),
        link: link.clone(),
    };
    composer.to_account(tx, to, "ticket_stuck", None, words).await
}
