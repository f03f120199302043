//! Digests: what was new in a day or a week about what somebody follows, in one mail.
//!
//! Housekeeping puts them into the outbox when a period has ended; what they say is read when they are sent.
//!
//! **Invariant:** each period is put in once, by one server of those that share a database;
//! periods that ended while no server ran are told together.

use std::sync::Arc;

use qa_api::follow::Often;
use qa_api::thread::QuestionState;

use super::{announce, outbox, periods};
use crate::app::App;
use crate::clock::Millis;
use crate::domain::follow::Choices;
use crate::domain::outbound::Outbound;
use crate::domain::post::{Published, Question};
use crate::store::follows::list_every_follow;
use crate::store::news::{list_news, list_news_readers};
use crate::store::questions::find_question;
use crate::store::replies::find_reply;
use crate::store::{StoreError, Tx};

/// Most questions in one digest.
const MOST: usize = 50;

/// What was new about one question.
#[derive(Clone, Debug)]
pub struct Item {
    /// The question.
    pub question: Published<Question>,
    /// Whether it is new itself.
    pub asked: bool,
    /// How many new replies of others it has.
    pub replies: usize,
    /// Whether it was resolved.
    pub resolved: bool,
}

/// Puts the digests of every period that has ended into the outbox.
///
/// # Errors
/// When the database is away.
pub async fn put_due(app: &Arc<App>) -> Result<(), StoreError> {
    for often in [Often::Daily, Often::Weekly] {
        let unit_app = app.clone();
        app.store.write(move |tx: &mut Tx| Box::pin(async move { put(tx, &unit_app, often).await })).await?;
    }
    Ok(())
}

async fn put(tx: &mut Tx, app: &App, often: Often) -> Result<(), StoreError> {
    let Some((from, until)) = periods::begin(tx, often.name(), often, app.now()).await? else { return Ok(()) };
    for account in list_news_readers(tx, often.name(), from, until).await? {
        outbox::enqueue(tx, app, Outbound::digest(&account, often, from, until), None).await?;
    }
    Ok(())
}

/// What was new from `from` until just before `until` for somebody, as far as it is on the page now.
///
/// # Errors
/// When the database is away.
pub async fn items(
    tx: &mut Tx,
    app: &App,
    account: &str,
    often: Often,
    (from, until): (Millis, Millis),
) -> Result<Vec<Item>, StoreError> {
    let news = list_news(tx, from, until).await?;
    let choices = Choices::new(list_every_follow(tx, account).await?);
    let mut seen = Vec::new();
    let mut items = Vec::new();
    for id in news.iter().map(|news| &news.question_id) {
        if items.len() == MOST || seen.contains(&id) {
            continue;
        }
        seen.push(id);
        let Some(question) = find_question(tx, id).await?.and_then(Published::question) else { continue };
        let topic = announce::topic(app, question.get());
        if choices.decide(id, &question.get().page, topic.as_deref()) != Some(often) {
            continue;
        }
        let own = question.get().author.id == account;
        let mut item = Item { question, asked: false, replies: 0, resolved: false };
        for news in news.iter().filter(|news| news.question_id == *id) {
            match news.kind.as_str() {
                "question" => item.asked |= !own,
                "resolved" => item.resolved |= !own && is_resolved(item.question.get()),
                _ => item.replies += usize::from(is_new_to(tx, &news.post_id, &item.question, account).await?),
            }
        }
        if item.asked || item.resolved || item.replies > 0 {
            items.push(item);
        }
    }
    Ok(items)
}

fn is_resolved(question: &Question) -> bool {
    question.status.state == QuestionState::Published && question.status.resolved_at.is_some()
}

async fn is_new_to(
    tx: &mut Tx,
    reply: &str,
    question: &Published<Question>,
    account: &str,
) -> Result<bool, StoreError> {
    let reply = find_reply(tx, reply).await?.and_then(|reply| Published::reply(reply, question));
    Ok(reply.is_some_and(|reply| reply.get().author.id != account))
}
