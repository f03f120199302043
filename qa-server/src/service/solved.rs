//! "Did this solve it?": the day after a reply, its asker is asked by mail, and answers without signing in.
//!
//! The mail's links carry a token that names asker and reply; they open a page with a button, since mail scanners
//! follow links.
//!
//! **Invariant:** a token does nothing but resolve its question by its reply, as its asker.

use std::sync::Arc;

use qa_api::paths;
use qa_api::request::ActRequest;
use qa_api::thread::Act;

use super::act::{Subject, act};
use super::{Refusal, Visitor};
use crate::app::App;
use crate::domain::account::Account;
use crate::domain::post::{Published, Question, Reply};
use crate::keys::Purpose;
use crate::store::Tx;
use crate::store::accounts::find_account;
use crate::store::questions::find_question;
use crate::store::replies::find_reply;

/// What is asked about.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The question, which everybody may see.
    pub question: Published<Question>,
    /// Where it and the reply are.
    pub link: String,
    /// Whether it is resolved by now.
    pub resolved: bool,
    account: Account,
    reply: String,
}

/// The token of the links in the mail about `reply`.
pub fn token(app: &App, question: &Question, reply: &Reply) -> String {
    app.keys.sign(Purpose::Solved, &format!("{}:{}", question.author.id, reply.id))
}

/// What the link with `token` asks about.
///
/// # Errors
/// When the token is not from this server, or what it is about has left its page.
pub async fn find(app: &App, token: &str) -> Result<Asked, Refusal> {
    let mut tx = app.store.read().await?;
    find_asked(&mut tx, app, token).await
}

async fn find_asked(tx: &mut Tx, app: &App, token: &str) -> Result<Asked, Refusal> {
    let (account, reply) =
        app.keys.verify(Purpose::Solved, token).and_then(|text| text.split_once(':')).ok_or_else(Refusal::not_found)?;
    let account = find_account(tx, account).await?.ok_or_else(Refusal::not_found)?;
    let reply = find_reply(tx, reply).await?.ok_or_else(Refusal::not_found)?;
    let question = find_question(tx, &reply.question).await?.and_then(Published::question);
    let question = question.filter(|question| question.get().author.id == account.id).ok_or_else(Refusal::not_found)?;
    let reply = Published::reply(reply, &question).ok_or_else(Refusal::not_found)?;
    let anchor = paths::reply_anchor(&reply.get().id);
    Ok(Asked {
        link: format!("{}#{anchor}", app.page_url(&question.get().page)),
        resolved: question.get().status.resolved_at.is_some(),
        reply: reply.get().id.clone(),
        account,
        question,
    })
}

/// Resolves the question of the link with `token`; once is enough.
///
/// # Errors
/// As [`find`], and when the asker's limit of acts is reached.
pub async fn resolve(app: &Arc<App>, visitor: &Visitor, token: &str) -> Result<Asked, Refusal> {
    let asked = find(app, token).await?;
    if asked.resolved {
        return Ok(asked);
    }
    let asker = Visitor { account: Some(asked.account.clone()), session: None, ..visitor.clone() };
    act(app, &asker, Subject::Reply(asked.reply.clone()), ActRequest::new(Act::Resolve, "")).await?;
    Ok(Asked { resolved: true, ..asked })
}
