//! Keeping somebody from posting for a while: their sessions end at once, and they are told until when and why.

use std::sync::Arc;

use qa_api::inbox::{BanRequest, Decided};
use qa_api::limits::{self, BAN_MAX_DAYS};
use qa_api::problem::{Code, FieldProblem, Problem};

use super::super::limits::count;
use super::super::{Refusal, Visitor, outbox};
use super::{find, moderator, write_down};
use crate::app::App;
use crate::clock::{DAY, day};
use crate::domain::limit::ACTS_PER_ACCOUNT;
use crate::domain::outbound::Outbound;
use crate::store::Tx;
use crate::store::bans::{Ban, find_active_ban, insert_ban};
use crate::store::sessions::delete_sessions_of_account;

/// The name under which a ban is written down.
pub(super) const BAN: &str = "ban";

/// Bans the author of a post.
///
/// # Errors
/// When nobody is signed in, the author's role is not below one's own, or a field cannot be accepted.
pub async fn ban(app: &Arc<App>, visitor: &Visitor, request: BanRequest) -> Result<Decided, Refusal> {
    let account = moderator(visitor)?.clone();
    let mut problems = Vec::new();
    let reason = limits::reason(&request.reason).unwrap_or_else(|problem| {
        problems.push(problem);
        String::new()
    });
    let mut wrong = |field: &str, message: String| problems.push(FieldProblem { field: field.to_owned(), message });
    if reason.is_empty() {
        wrong("reason", "Say why: nobody is kept from posting without being told the reason.".to_owned());
    }
    if !(1..=BAN_MAX_DAYS).contains(&request.days) {
        wrong("days", format!("Give a number of days from 1 to {BAN_MAX_DAYS}."));
    }
    if !problems.is_empty() {
        return Err(Problem::invalid(problems).into());
    }
    let unit_app = app.clone();
    let id = app
        .store
        .write(move |tx| {
            Box::pin(async move {
                let app = &unit_app;
                count(tx, &[(&ACTS_PER_ACCOUNT, account.id.as_str())], app.now()).await?;
                let about = find(tx, &request.post, Some(&account)).await?;
                if about.author.role >= account.role {
                    let detail = "Only somebody of a higher role can keep this author from posting; ask the staff.";
                    return Err(Refusal::new(Code::Forbidden, detail));
                }
                let id = write_down(tx, app, &account, BAN, Some(&about.question), &reason, None).await?;
                let until = app.now() + i64::from(request.days) * DAY;
                let ban = Ban { id: id.clone(), account_id: about.author.id, until, reason, lifted_at: None };
                insert_ban(tx, &ban).await?;
                delete_sessions_of_account(tx, &ban.account_id).await?;
                outbox::enqueue(tx, app, Outbound::banned(&ban.id, &ban.account_id), Some(&id)).await?;
                Ok(id)
            })
        })
        .await?;
    Ok(Decided { id: Some(id), done: 1, skipped: 0 })
}

/// Refuses whoever is banned, and tells them until when and why.
///
/// Called wherever a session begins: nobody who is banned gets one.
pub(in crate::service) async fn refuse_banned(tx: &mut Tx, app: &App, account: &str) -> Result<(), Refusal> {
    let Some(ban) = find_active_ban(tx, account, app.now()).await? else { return Ok(()) };
    let until = day(ban.until);
    let detail = format!("A moderator keeps this account from posting until {until}. The reason: {}", ban.reason);
    Err(Refusal::new(Code::Banned, &detail))
}
