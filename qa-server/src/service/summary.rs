//! The week in numbers and titles, mailed to a list that the operator names: for everybody who works on the site.
//!
//! Housekeeping puts it into the outbox on Monday mornings; what it says is read when it is sent.
//!
//! **Invariants:** each week is put in once, by one server of those that share a database.
//! It is made of what is published, and of counts.

use std::collections::BTreeSet;
use std::sync::Arc;

use qa_api::follow::Often;

use super::{outbox, periods};
use crate::app::App;
use crate::clock::Millis;
use crate::domain::outbound::Outbound;
use crate::domain::post::{Published, Question};
use crate::store::news::list_news;
use crate::store::open_questions::count_open_questions;
use crate::store::page_votes::count_votes_between;
use crate::store::pages::list_changed_pages;
use crate::store::questions::find_question;
use crate::store::replies::{count_published_replies, find_reply};
use crate::store::{StoreError, Tx};

/// Under which name its periods are kept, beside those of digests.
const NAME: &str = "summary";
/// Most titles of a kind.
const MOST: usize = 20;

/// A week.
#[derive(Clone, Debug, Default)]
pub struct Week {
    /// New questions.
    pub asked: usize,
    /// New replies.
    pub replies: usize,
    /// Questions that were resolved.
    pub resolved: usize,
    /// Questions without a reply, whenever they were asked.
    pub unanswered: i64,
    /// Readers who found a page useful.
    pub useful: i64,
    /// Readers who did not.
    pub useless: i64,
    /// New questions that nobody has answered, oldest first.
    pub open: Vec<Published<Question>>,
    /// Ids of pages whose text changed.
    pub changed: Vec<String>,
}

/// Puts the summary of a week that has ended into the outbox, once to each address of the list.
///
/// # Errors
/// When the database is away.
pub async fn put_due(app: &Arc<App>) -> Result<(), StoreError> {
    if app.weekly_summary.is_empty() {
        return Ok(());
    }
    let unit_app = app.clone();
    app.store.write(move |tx: &mut Tx| Box::pin(async move { put(tx, &unit_app).await })).await
}

async fn put(tx: &mut Tx, app: &App) -> Result<(), StoreError> {
    let Some((from, until)) = periods::begin(tx, NAME, Often::Weekly, app.now()).await? else { return Ok(()) };
    for address in &app.weekly_summary {
        outbox::enqueue(tx, app, Outbound::summary(address, from, until), None).await?;
    }
    Ok(())
}

/// What happened from `from` until just before `until`, as far as it is on a page now.
///
/// # Errors
/// When the database is away.
pub async fn week(tx: &mut Tx, from: Millis, until: Millis) -> Result<Week, StoreError> {
    let mut week = Week::default();
    let mut resolved = BTreeSet::new();
    for news in list_news(tx, from, until).await? {
        let Some(question) = find_question(tx, &news.question_id).await?.and_then(Published::question) else {
            continue;
        };
        match news.kind.as_str() {
            "question" => {
                week.asked += 1;
                let is_open = question.get().status.resolved_at.is_none();
                if is_open && week.open.len() < MOST && count_published_replies(tx, &question.get().id).await? == 0 {
                    week.open.push(question);
                }
            }
            "resolved" if question.get().status.resolved_at.is_some() => {
                resolved.insert(news.question_id);
            }
            "resolved" => {}
            _ => {
                let reply = find_reply(tx, &news.post_id).await?;
                week.replies += usize::from(reply.and_then(|reply| Published::reply(reply, &question)).is_some());
            }
        }
    }
    week.resolved = resolved.len();
    week.unanswered = count_open_questions(tx, "").await?.iter().map(|count| count.unanswered).sum();
    (week.useful, week.useless) = count_votes_between(tx, from, until).await?;
    week.changed = list_changed_pages(tx, from, until).await?;
    week.changed.truncate(MOST);
    Ok(week)
}
