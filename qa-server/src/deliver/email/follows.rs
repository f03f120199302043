//! What mails to people who follow something say: a reply, several of them, a question, a resolution.
//!
//! The asker's mail about a reply is one of them, since whoever asks follows their question.
//!
//! **Invariant:** such a letter is composed only while its receiver still follows what it is about, at once.

use qa_api::follow::Often;
use qa_api::paths;
use serde::Serialize;

use super::compose::{ComposeError, Composed, Composer, Stop, published_question};
use crate::domain::account::Account;
use crate::domain::follow::Follow;
use crate::domain::outbound::Message;
use crate::domain::post::{Published, Question, Reply};
use crate::service::{announce, unsubscribe};
use crate::store::replies::{find_reply, find_reply_text};
use crate::store::{StoreError, Tx};

/// About a reply of somebody else.
#[derive(Clone, Serialize)]
pub(super) struct ReplyWords {
    pub name: String,
    pub title: String,
    pub link: String,
    pub author: String,
    pub text: String,
    pub html: String,
}

/// About several replies of others to one question.
#[derive(Serialize)]
pub(super) struct RepliesWords {
    pub name: String,
    pub title: String,
    pub link: String,
    pub replies: Vec<ReplyWords>,
}

/// About a question of somebody else.
#[derive(Serialize)]
pub(super) struct FollowedWords {
    pub name: String,
    pub title: String,
    pub link: String,
    pub author: String,
    pub page: String,
    pub html: String,
}

/// The letter of a message to somebody who follows something.
pub(super) async fn compose(composer: &Composer<'_>, tx: &mut Tx, message: &Message) -> Result<Composed, ComposeError> {
    match message {
        Message::ReplyPosted { reply } => {
            let asker = match find_reply(tx, reply).await? {
                Some(reply) => {
                    published_question(tx, &reply.question).await?.map(|found| found.get().author.id.clone())
                }
                None => None,
            };
            replies(composer, tx, std::slice::from_ref(reply), &asker.unwrap_or_default()).await
        }
        Message::ReplyFollowed { reply, account } => replies(composer, tx, std::slice::from_ref(reply), account).await,
        Message::RepliesTogether { replies: ids, account } => replies(composer, tx, ids, account).await,
        Message::QuestionFollowed { question, account } => {
            about_question(composer, tx, "question_followed", question, account).await
        }
        Message::ResolutionFollowed { question, account } => {
            about_question(composer, tx, "resolution_followed", question, account).await
        }
        _ => Ok(Composed::Dropped("not about what is followed")),
    }
}

/// What stops mail about what `follow` is about.
pub(super) fn stop(composer: &Composer<'_>, follow: &Follow) -> Stop {
    let words = format!("Stop mail about {}, or all mail", announce::scope_words(follow.scope));
    Stop { token: unsubscribe::follow_token(composer.app, follow), words }
}

async fn replies(
    composer: &Composer<'_>,
    tx: &mut Tx,
    ids: &[String],
    account: &str,
) -> Result<Composed, ComposeError> {
    let mut about: Option<Published<Question>> = None;
    let mut shown = Vec::new();
    for id in ids {
        let Some((question, reply)) = published_reply(tx, id).await? else { continue };
        // A merge may have put the reply below a question of whoever wrote it.
        if reply.get().author.id != account {
            shown.push(reply_words(composer, tx, question.get(), reply.get()).await?);
            about = Some(question);
        }
    }
    let Some(question) = about else { return Ok(Composed::Dropped("the reply is not published")) };
    let question = question.get();
    let Some(follow) = at_once(composer, tx, question, account).await? else { return Ok(NOT_FOLLOWED) };
    let stop = stop(composer, &follow);
    let kind = if question.author.id == account { "reply_posted" } else { "reply_followed" };
    if let [reply] = shown.as_slice() {
        let words = |account: &Account| ReplyWords { name: account.name.clone(), ..reply.clone() };
        return composer.stoppable(tx, account, kind, Some(&question.id), stop, words).await;
    }
    let words = |account: &Account| RepliesWords {
        name: account.name.clone(),
        title: question.title.clone(),
        link: composer.post_link(question, &paths::question_anchor(&question.id), true),
        replies: shown.clone(),
    };
    composer.stoppable(tx, account, "replies_together", Some(&question.id), stop, words).await
}

async fn about_question(
    composer: &Composer<'_>,
    tx: &mut Tx,
    kind: &str,
    id: &str,
    account: &str,
) -> Result<Composed, ComposeError> {
    let Some(question) = published_question(tx, id).await? else {
        return Ok(Composed::Dropped("the question is not published"));
    };
    let question = question.get();
    if kind == "resolution_followed" && question.status.resolved_at.is_none() {
        return Ok(Composed::Dropped("the question is open again"));
    }
    let Some(follow) = at_once(composer, tx, question, account).await? else { return Ok(NOT_FOLLOWED) };
    let contents = composer.app.site.contents();
    let words = |account: &Account| FollowedWords {
        name: account.name.clone(),
        title: question.title.clone(),
        link: composer.post_link(question, &paths::question_anchor(&question.id), true),
        author: question.author.public(&question.author.id).name,
        page: contents.home_title(&question.page),
        html: absolute(&question.body_html, &composer.app.url("/")),
    };
    composer.stoppable(tx, account, kind, Some(&question.id), stop(composer, &follow), words).await
}

const NOT_FOLLOWED: Composed = Composed::Dropped("it is not followed at once any more");

async fn at_once(
    composer: &Composer<'_>,
    tx: &mut Tx,
    question: &Question,
    account: &str,
) -> Result<Option<Follow>, StoreError> {
    let follow = announce::follower(tx, composer.app, question, account).await?;
    Ok(follow.filter(|follow| follow.often == Often::AtOnce))
}

pub(super) async fn published_reply(
    tx: &mut Tx,
    id: &str,
) -> Result<Option<(Published<Question>, Published<Reply>)>, StoreError> {
    let Some(reply) = find_reply(tx, id).await? else { return Ok(None) };
    let Some(question) = published_question(tx, &reply.question).await? else { return Ok(None) };
    Ok(Published::reply(reply, &question).map(|reply| (question, reply)))
}

pub(super) async fn reply_words(
    composer: &Composer<'_>,
    tx: &mut Tx,
    question: &Question,
    reply: &Reply,
) -> Result<ReplyWords, StoreError> {
    Ok(ReplyWords {
        name: String::new(),
        title: question.title.clone(),
        link: composer.post_link(question, &paths::reply_anchor(&reply.id), true),
        author: reply.author.public(&question.author.id).name,
        text: find_reply_text(tx, &reply.id).await?.map(|text| text.body).unwrap_or_default(),
        html: absolute(&reply.body_html, &composer.app.url("/")),
    })
}

/// Sanitised HTML in which links to this site work in a mail.
pub(super) fn absolute(html: &str, home: &str) -> String {
    html.replace("href=\"/", &format!("href=\"{home}"))
}
