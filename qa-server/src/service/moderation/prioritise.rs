//! Saying how urgent a question is, whatever its topic says: for the staff.

use std::sync::Arc;

use qa_api::inbox::{Decided, PostRef, Priority, PriorityRequest};
use qa_api::problem::Code;

use super::super::announce::Cause;
use super::super::limits::count;
use super::super::{Refusal, Visitor, tickets};
use super::{find, moderator, write_down};
use crate::app::App;
use crate::domain::capability::{Capability, allows};
use crate::domain::limit::ACTS_PER_ACCOUNT;
use crate::domain::outbound::ACT_DELAY;
use crate::store::notes::{find_priority, update_priority};

/// The name under which a priority is written down.
pub(super) const PRIORITY: &str = "priority";

/// Gives the question a priority, or its topic's; its tickets are told.
///
/// # Errors
/// When nobody is signed in, or the role does not allow it.
pub async fn prioritise(app: &Arc<App>, visitor: &Visitor, request: PriorityRequest) -> Result<Decided, Refusal> {
    let account = moderator(visitor)?.clone();
    if !allows(Some(account.role), false, Capability::Prioritise) {
        return Err(Refusal::new(Code::Forbidden, "The staff sets priorities; escalate the question to them."));
    }
    let unit_app = app.clone();
    let id = app
        .store
        .write(move |tx| {
            Box::pin(async move {
                let app = &unit_app;
                count(tx, &[(&ACTS_PER_ACCOUNT, account.id.as_str())], app.now()).await?;
                let about = find(tx, &PostRef::Question(request.question), Some(&account)).await?;
                let before = find_priority(tx, &about.question).await?;
                let name = request.priority.map(Priority::name);
                update_priority(tx, &about.question, name).await?;
                let id =
                    write_down(tx, app, &account, PRIORITY, Some(&about.question), name.unwrap_or("topic"), before)
                        .await?;
                let cause = Cause { actor: &account.id, audit: Some(&id), delay: ACT_DELAY };
                tickets::look_at_all(tx, app, &about.question, cause).await?;
                Ok::<_, Refusal>(id)
            })
        })
        .await?;
    Ok(Decided { id: Some(id), done: 1, skipped: 0 })
}
