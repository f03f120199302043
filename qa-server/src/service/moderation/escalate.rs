//! Asking the staff to decide: the post comes first in the inbox, and the staff is told by mail.

use std::sync::Arc;

use qa_api::inbox::{Decided, EscalateRequest};
use qa_api::limits;
use qa_api::problem::{FieldProblem, Problem};

use super::super::limits::count;
use super::super::{Refusal, Visitor, outbox};
use super::{find, moderator, write_down};
use crate::app::App;
use crate::domain::account::Account;
use crate::domain::limit::ACTS_PER_ACCOUNT;
use crate::domain::outbound::Outbound;
use crate::store::flags::{ESCALATION, NewFlag, insert_flag};

/// The name under which an escalation is written down.
pub(super) const ESCALATE: &str = "escalate";

/// Passes a post on to the staff.
///
/// # Errors
/// When nobody is signed in, the role does not allow it, or no reason is given.
pub async fn escalate(app: &Arc<App>, visitor: &Visitor, request: EscalateRequest) -> Result<Decided, Refusal> {
    let account = moderator(visitor)?.clone();
    let reason = limits::reason(&request.reason).map_err(|problem| Problem::invalid(vec![problem]))?;
    if reason.is_empty() {
        let message = "Say what the staff should know.".to_owned();
        return Err(Problem::invalid(vec![FieldProblem { field: "reason".to_owned(), message }]).into());
    }
    let unit_app = app.clone();
    app.store
        .write(move |tx| {
            Box::pin(async move {
                let app = &unit_app;
                count(tx, &[(&ACTS_PER_ACCOUNT, account.id.as_str())], app.now()).await?;
                let about = find(tx, &request.post, Some(&account)).await?;
                let id = app.new_id();
                let flag = NewFlag {
                    id: &id,
                    kind: ESCALATION,
                    question: &about.question,
                    reply: about.reply.as_deref(),
                    account: Some(&account.id),
                    // One open escalation of a post is enough, whoever asks again.
                    reporter: ESCALATION,
                    reason: "",
                    note: &reason,
                };
                if !insert_flag(tx, &flag, app.now()).await? {
                    return Ok(Decided { id: None, done: 0, skipped: 1 });
                }
                let decision =
                    write_down(tx, app, &account, ESCALATE, Some(&about.question), &reason, Some(id.clone())).await?;
                let told = |staff: &Account| Outbound::escalated(&id, &staff.id);
                outbox::enqueue_for_staff(tx, app, Some(&account.id), Some(&decision), told).await?;
                Ok::<_, Refusal>(Decided { id: Some(decision), done: 1, skipped: 0 })
            })
        })
        .await
}
