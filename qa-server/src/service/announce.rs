//! Telling what came onto a page: the asker, who follows it at once, and the digests of everybody else.
//!
//! Called wherever a question or reply becomes published, and where a question is resolved.
//!
//! **Invariant:** what is told is made of a [`Published`] post, and nobody is told of what they wrote or did themselves.

use qa_api::follow::{Often, Scope};

use super::{changes, mentions, outbox};
use crate::app::App;
use crate::clock::Millis;
use crate::domain::follow::{Follow, deciding};
use crate::domain::outbound::{Outbound, question_published_key};
use crate::domain::post::{Published, Question, Reply};
use crate::domain::status::QuestionStatus;
use crate::store::follows::{insert_follow, list_followers};
use crate::store::news::{News, insert_news};
use crate::store::outbox::update_outbox_cancelled;
use crate::store::{StoreError, Tx, questions};

/// What made something new, and when that may be told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cause<'a> {
    /// The id of the account that acts.
    pub actor: &'a str,
    /// The audit entry.
    pub audit: Option<&'a str>,
    /// Milliseconds for which it can be taken back unnoticed.
    pub delay: Millis,
}

/// If `question` is on the page: tells who follows its page or topic, and whom it mentions.
pub(super) async fn question(tx: &mut Tx, app: &App, question: &Question, cause: Cause<'_>) -> Result<(), StoreError> {
    let Some(question) = Published::question(question.clone()) else { return Ok(()) };
    note(tx, app, "question", &question.get().id, question.get()).await?;
    for follower in at_once(tx, app, question.get()).await? {
        if follower.account != cause.actor
            && let Some(outbound) = Outbound::question_followed(&question, &follower.account, cause.delay)
        {
            outbox::enqueue(tx, app, outbound, cause.audit).await?;
        }
    }
    mentions::tell(tx, app, &question, None, cause).await
}

/// If `reply` is on the page: notes the change and what the reply settles, and tells the asker, everybody who
/// follows the question, and whom the reply mentions.
pub(super) async fn reply(
    tx: &mut Tx,
    app: &App,
    reply: &Reply,
    question: &Question,
    cause: Cause<'_>,
) -> Result<(), StoreError> {
    let Some(question) = Published::question(question.clone()) else { return Ok(()) };
    let Some(reply) = Published::reply(reply.clone(), &question) else { return Ok(()) };
    settle(tx, question.get(), &reply.get().author.id).await?;
    changes::note(tx, app, question.get()).await?;
    insert_follow(tx, &question.get().id, &reply.get().author.id, app.now()).await?;
    note(tx, app, "reply", &reply.get().id, question.get()).await?;
    for follower in at_once(tx, app, question.get()).await? {
        let asks = follower.account == question.get().author.id;
        let outbound = if asks {
            Outbound::reply_posted(&reply, &question, cause.delay)
        } else {
            Outbound::reply_followed(&reply, &question, &follower.account, cause.delay)
        };
        // Whoever puts it on the page has read it; an asker is told all the same.
        let Some(outbound) = outbound.filter(|_| asks || follower.account != cause.actor) else { continue };
        if asks {
            update_outbox_cancelled(tx, &question_published_key(&question.get().id)).await?;
        }
        outbox::enqueue(tx, app, outbound, cause.audit).await?;
    }
    if let Some(outbound) = Outbound::solved(&reply, &question) {
        outbox::enqueue(tx, app, outbound, cause.audit).await?;
    }
    mentions::tell(tx, app, &question, Some(&reply), cause).await
}

/// If `question` is on the page and was just resolved: tells who follows it.
pub(super) async fn resolution(
    tx: &mut Tx,
    app: &App,
    question: &Question,
    cause: Cause<'_>,
) -> Result<(), StoreError> {
    let Some(question) = Published::question(question.clone()) else { return Ok(()) };
    note(tx, app, "resolved", &question.get().id, question.get()).await?;
    for follower in at_once(tx, app, question.get()).await? {
        if follower.account != cause.actor {
            let outbound = Outbound::resolution_followed(&question, &follower.account, cause.audit.unwrap_or_default());
            outbox::enqueue(tx, app, outbound, cause.audit).await?;
        }
    }
    Ok(())
}

/// What decides which mail each account gets about a question, ordered by account.
pub async fn followers(tx: &mut Tx, app: &App, question: &Question) -> Result<Vec<Follow>, StoreError> {
    let topic = topic(app, question);
    Ok(deciding(list_followers(tx, &question.id, &question.page, topic.as_deref()).await?))
}

/// What decides which mail `account` gets about a question.
pub async fn follower(
    tx: &mut Tx,
    app: &App,
    question: &Question,
    account: &str,
) -> Result<Option<Follow>, StoreError> {
    Ok(followers(tx, app, question).await?.into_iter().find(|follow| follow.account == account))
}

/// The topic of the page that a question is on.
pub(super) fn topic(app: &App, question: &Question) -> Option<String> {
    app.site.contents().topic_of(&question.page).map(str::to_owned)
}

async fn at_once(tx: &mut Tx, app: &App, question: &Question) -> Result<Vec<Follow>, StoreError> {
    let mut followers = followers(tx, app, question).await?;
    followers.retain(|follow| follow.often == Often::AtOnce);
    Ok(followers)
}

async fn note(tx: &mut Tx, app: &App, kind: &str, post: &str, question: &Question) -> Result<(), StoreError> {
    let news = News { kind: kind.to_owned(), post_id: post.to_owned(), question_id: question.id.clone() };
    insert_news(tx, &news, topic(app, question).as_deref(), app.now()).await
}

/// A reply of the asker is what was waited for, and a reply of whoever claimed the question is what was promised.
async fn settle(tx: &mut Tx, question: &Question, author: &str) -> Result<(), StoreError> {
    let status = &question.status;
    let next = QuestionStatus {
        waiting: status.waiting && question.author.id != author,
        claim: status.claim.clone().filter(|claim| claim.by != author),
        ..status.clone()
    };
    if next != *status {
        questions::update_question_status(tx, &question.id, status, &next).await?;
    }
    Ok(())
}

/// What a mail calls the thing that somebody follows.
pub fn scope_words(scope: Scope) -> &'static str {
    match scope {
        Scope::Question => "this question",
        Scope::Page => "this page",
        Scope::Topic => "this topic",
    }
}
