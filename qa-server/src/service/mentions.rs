//! Mentions: who can be named in a post, and telling them once it is published.
//!
//! People of the thread and moderators can be named: everybody may know them, and they want to hear of it.
//! Called by posting, and by what tells of a post that came onto a page.
//! **Invariant:** nobody is told of a post that is not published, of their own, or twice within [`QUIET`] of a thread.

use std::collections::BTreeSet;

use qa_api::follow::Often;

use super::announce::{self, Cause};
use super::outbox;
use crate::app::App;
use crate::clock::{MINUTE, Millis};
use crate::domain::mention::{Mentionable, Mentions, find, linked};
use crate::domain::outbound::Outbound;
use crate::domain::post::{Published, Question, Reply};
use crate::store::accounts::list_team;
use crate::store::mentions::{
    delete_untold_mentions, find_told_mention, insert_mention, list_mentions, update_mention_told,
};
use crate::store::replies::list_replies;
use crate::store::{StoreError, Tx};

/// How long one mail about a thread is enough.
const QUIET: Millis = 5 * MINUTE;

/// Finds whom `html`, a new post of `author` in the thread of `question` if there is one, mentions.
pub(super) async fn mentions(
    tx: &mut Tx,
    author: &str,
    question: Option<&Question>,
    html: &str,
) -> Result<Mentions, StoreError> {
    if !html.contains('@') {
        return Ok(Mentions { html: html.to_owned(), accounts: Vec::new() });
    }
    Ok(find(html, &people(tx, author, question).await?))
}

/// Whom an edit that waited mentions, whose names became links when it was sent.
pub(super) async fn linked_in(
    tx: &mut Tx,
    author: &str,
    question: &Question,
    html: &str,
) -> Result<Vec<String>, StoreError> {
    Ok(linked(html, &people(tx, author, Some(question)).await?))
}

/// Everybody whom `author` can name in the thread of `question`, if there is one.
async fn people(tx: &mut Tx, author: &str, question: Option<&Question>) -> Result<Vec<Mentionable>, StoreError> {
    let mut people = Vec::new();
    if let Some(question) = question.cloned().and_then(Published::question) {
        people.push(question.get().author.clone());
        let replies = list_replies(tx, &question.get().id).await?;
        let published = replies.into_iter().filter_map(|reply| Published::reply(reply, &question));
        people.extend(published.map(|reply| reply.get().author.clone()));
    }
    let in_thread = people.into_iter().map(|person| Mentionable { id: person.id, name: person.name });
    let team = list_team(tx).await?.into_iter().map(|account| Mentionable { id: account.id, name: account.name });
    let mut known = BTreeSet::from([author.to_owned()]);
    // Somebody who has left has no name.
    let people = in_thread.chain(team).filter(|person| !person.name.is_empty() && known.insert(person.id.clone()));
    Ok(people.collect())
}

/// Notes whom `post` of the thread `question` mentions.
pub(super) async fn remember(
    tx: &mut Tx,
    app: &App,
    question: &str,
    post: &str,
    accounts: &[String],
) -> Result<(), StoreError> {
    for account in accounts {
        insert_mention(tx, question, post, account, app.now()).await?;
    }
    Ok(())
}

/// Tells whom the question, or `reply` to it, mentions.
///
/// Whoever follows the thread at once is told of the post anyway, and whoever wants no mail about it gets none.
pub(super) async fn tell(
    tx: &mut Tx,
    app: &App,
    question: &Published<Question>,
    reply: Option<&Published<Reply>>,
    cause: Cause<'_>,
) -> Result<(), StoreError> {
    let post = reply.map_or(&question.get().id, |reply| &reply.get().id);
    let mut mentioned = list_mentions(tx, post).await?;
    if mentioned.is_empty() {
        return Ok(());
    }
    let follows = announce::followers(tx, app, question.get()).await?;
    let decided = |account: &String| {
        let often = follows.iter().find(|follow| follow.account == *account).map(|follow| follow.often);
        matches!(often, Some(Often::AtOnce | Often::Never))
    };
    mentioned.retain(|account| !decided(account));
    tell_each(tx, app, question, reply, &mentioned, cause).await
}

/// Tells whom a changed text mentions that did not before; `named` are all whom it mentions.
///
/// Of the change itself nobody is told, so that following the thread makes no difference but by wanting no mail.
pub(super) async fn tell_new(
    tx: &mut Tx,
    app: &App,
    (question, reply): (&Question, Option<&Reply>),
    named: &[String],
    cause: Cause<'_>,
) -> Result<(), StoreError> {
    let post = reply.map_or(&question.id, |reply| &reply.id);
    let published = Published::question(question.clone());
    let published_reply = published.as_ref().and_then(|question| Published::reply(reply?.clone(), question));
    let (Some(question), true) = (published, published_reply.is_some() == reply.is_some()) else {
        // They are told once it is published, of what it says then.
        delete_untold_mentions(tx, post).await?;
        return remember(tx, app, &question.id, post, named).await;
    };
    let before = list_mentions(tx, post).await?;
    let mut new: Vec<String> = named.iter().filter(|account| !before.contains(account)).cloned().collect();
    remember(tx, app, &question.get().id, post, &new).await?;
    let follows = announce::followers(tx, app, question.get()).await?;
    new.retain(|account| !follows.iter().any(|follow| follow.account == *account && follow.often == Often::Never));
    tell_each(tx, app, &question, published_reply.as_ref(), &new, cause).await
}

async fn tell_each(
    tx: &mut Tx,
    app: &App,
    question: &Published<Question>,
    reply: Option<&Published<Reply>>,
    accounts: &[String],
    cause: Cause<'_>,
) -> Result<(), StoreError> {
    let (now, post) = (app.now(), reply.map_or(&question.get().id, |reply| &reply.get().id));
    for account in accounts.iter().filter(|account| *account != cause.actor) {
        if find_told_mention(tx, account, &question.get().id, post, now - QUIET).await?.is_some() {
            continue;
        }
        if let Some(outbound) = Outbound::mentioned(question, reply, account, cause.delay) {
            outbox::enqueue(tx, app, outbound, cause.audit).await?;
            update_mention_told(tx, post, account, now).await?;
        }
    }
    Ok(())
}
