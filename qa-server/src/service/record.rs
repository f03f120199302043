//! Writing the audit: every change of a post is one entry, in the unit of work that makes it.

use serde::Serialize;

use crate::app::App;
use crate::domain::trace::Trace;
use crate::store::audit::{AuditEntry, insert_audit};
use crate::store::{StoreError, Tx};

/// What is written down beside the status.
#[derive(Debug)]
pub(super) struct Deed<'a> {
    /// The id of the account that acts; nobody when the server does by itself.
    pub actor: Option<&'a str>,
    /// What is done.
    pub act: &'a str,
    /// The question's id.
    pub question: &'a str,
    /// The reply's id, when its status or text changes.
    pub reply: Option<&'a str>,
    /// Why.
    pub reason: &'a str,
    /// What is done beside the status.
    pub trace: Option<&'a Trace>,
}

/// Writes one entry and gives its id.
pub(super) async fn record<S: Serialize>(
    tx: &mut Tx,
    app: &App,
    deed: &Deed<'_>,
    before: &S,
    after: &S,
) -> Result<String, StoreError> {
    let json = |status| serde_json::to_string(status).expect("a status serialises to JSON");
    let entry = AuditEntry {
        id: app.new_id(),
        actor_id: deed.actor.map(str::to_owned),
        act: deed.act.to_owned(),
        question_id: deed.question.to_owned(),
        reply_id: deed.reply.map(str::to_owned),
        status_before: json(before),
        status_after: json(after),
        reason: deed.reason.to_owned(),
        undone_by: None,
        trace: deed.trace.map(|trace| serde_json::to_string(trace).expect("a trace serialises to JSON")),
    };
    insert_audit(tx, &entry, app.now()).await?;
    Ok(entry.id)
}
