//! A reader says that something is wrong with a post.

use std::sync::Arc;

use qa_api::inbox::{Decided, PostRef, ReportRequest};
use qa_api::limits;
use qa_api::problem::{FieldProblem, Problem};

use super::limits::count;
use super::moderation::find;
use super::{Refusal, Visitor};
use crate::app::App;
use crate::domain::limit::{REPORTS_PER_ACCOUNT, REPORTS_PER_CLIENT};
use crate::store::flags::{NewFlag, REPORT, insert_flag};
use crate::store::questions::find_question;

/// Keeps the report for the moderators; the same reader's second one on the same post changes nothing.
///
/// # Errors
/// When the reader cannot see the post, the note is too long, or a limit is reached.
pub async fn flag(app: &Arc<App>, visitor: &Visitor, request: ReportRequest) -> Result<Decided, Refusal> {
    let note = limits::reason(&request.note).map_err(|problem| {
        Problem::invalid(vec![FieldProblem { field: "note".to_owned(), message: problem.message }])
    })?;
    let visitor = visitor.clone();
    let unit_app = app.clone();
    let is_new = app
        .store
        .write(move |tx| {
            Box::pin(async move {
                let app = &unit_app;
                let account = visitor.account.as_ref();
                let mut limits = vec![(&REPORTS_PER_CLIENT, visitor.client.as_str())];
                limits.extend(account.map(|account| (&REPORTS_PER_ACCOUNT, account.id.as_str())));
                count(tx, &limits, app.now()).await?;
                let about = find(tx, &request.post, account).await?;
                let id = app.new_id();
                let flag = NewFlag {
                    id: &id,
                    kind: REPORT,
                    question: &about.question,
                    reply: about.reply.as_deref(),
                    account: account.map(|account| account.id.as_str()),
                    reporter: account.map_or(visitor.client.as_str(), |account| &account.id),
                    reason: request.reason.name(),
                    note: &note,
                };
                Ok::<_, Refusal>(insert_flag(tx, &flag, app.now()).await?)
            })
        })
        .await?;
    Ok(Decided { id: None, done: u32::from(is_new), skipped: u32::from(!is_new) })
}

/// The title of the question that a post belongs to and its page's id, if the reader may see the post.
///
/// # Errors
/// When they may not.
pub async fn flagged_title(app: &App, visitor: &Visitor, post: &PostRef) -> Result<(String, String), Refusal> {
    let mut tx = app.store.read().await?;
    let about = find(&mut tx, post, visitor.account.as_ref()).await?;
    let question = find_question(&mut tx, &about.question).await?.ok_or_else(Refusal::not_found)?;
    Ok((question.title, question.page))
}
