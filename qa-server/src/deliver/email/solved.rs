//! "Did this solve it?", the day after a reply: to the asker, about the last reply of somebody else.

use qa_api::paths;
use qa_api::thread::ReplyState;
use serde::Serialize;

use super::compose::{ComposeError, Composed, Composer, published_question};
use crate::domain::account::Account;
use crate::domain::post::Published;
use crate::service::solved::token;
use crate::store::Tx;
use crate::store::replies::list_replies;

/// The question, and what can be answered.
#[derive(Serialize)]
pub(super) struct SolvedWords {
    pub name: String,
    pub title: String,
    pub author: String,
    pub link: String,
    pub yes: String,
    pub no: String,
}

/// The letter about `reply`, unless the question is resolved, or more was said since.
pub(super) async fn compose(
    composer: &Composer<'_>,
    tx: &mut Tx,
    question: &str,
    reply: &str,
) -> Result<Composed, ComposeError> {
    let Some(question) = published_question(tx, question).await? else {
        return Ok(Composed::Dropped("the question is not published"));
    };
    let question = question.get();
    if question.status.resolved_at.is_some() || question.status.locked {
        return Ok(Composed::Dropped("the question is resolved, or locked"));
    }
    let replies = list_replies(tx, &question.id).await?;
    let last = replies.into_iter().rfind(|reply| reply.status.state == ReplyState::Published);
    let proof = Published::question(question.clone());
    let last = last.zip(proof).and_then(|(last, proof)| Published::reply(last, &proof));
    let Some(last) = last.filter(|last| last.get().id == reply) else {
        return Ok(Composed::Dropped("more was said since"));
    };
    let last = last.get();
    let ask = |answer: &str| {
        composer.app.url(&format!("{}?t={}&a={answer}", paths::SOLVED, token(composer.app, question, last)))
    };
    let words = |account: &Account| SolvedWords {
        name: account.name.clone(),
        title: question.title.clone(),
        author: last.author.shown_name().to_owned(),
        link: composer.post_link(question, &paths::reply_anchor(&last.id), true),
        yes: ask("yes"),
        no: ask("no"),
    };
    composer.to_account(tx, &question.author.id, "solved", Some(&question.id), words).await
}
