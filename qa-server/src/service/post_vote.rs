//! Voting: "helpful" for a reply, "me too" for a question. One vote per account; the same again takes it back.

use std::sync::Arc;

use qa_api::problem::Code;
use qa_api::request::Changed;
use qa_api::thread::{QuestionState, ReplyState};

use super::act::Subject;
use super::limits::count;
use super::{Refusal, Visitor, changes, view};
use crate::app::App;
use crate::domain::account::Account;
use crate::domain::capability::{Capability, allows};
use crate::domain::limit::VOTES_PER_ACCOUNT;
use crate::store::Tx;
use crate::store::questions::{find_question, update_question_votes};
use crate::store::replies::{find_reply, update_reply_votes};
use crate::store::votes::{delete_vote, insert_vote};

/// What became of a vote.
#[derive(Clone, Debug)]
pub struct Voted {
    /// For the API.
    pub changed: Changed,
    /// The page's id.
    pub page: String,
    /// Whether it was given, and not taken back.
    pub given: bool,
}

/// Votes for a published post of somebody else, or takes the vote back.
///
/// # Errors
/// When nobody is signed in, the post is not published, or it is one's own.
pub async fn vote(app: &Arc<App>, visitor: &Visitor, subject: Subject) -> Result<Voted, Refusal> {
    let account = visitor.account.clone().ok_or_else(Refusal::signed_out)?;
    let unit_app = app.clone();
    app.store
        .write(move |tx| {
            Box::pin(async move {
                count(tx, &[(&VOTES_PER_ACCOUNT, account.id.as_str())], unit_app.now()).await?;
                vote_unit(tx, &unit_app, &account, &subject).await
            })
        })
        .await
}

async fn vote_unit(tx: &mut Tx, app: &App, account: &Account, subject: &Subject) -> Result<Voted, Refusal> {
    let reply = match subject {
        Subject::Reply(id) => Some(find_reply(tx, id).await?.ok_or_else(Refusal::not_found)?),
        Subject::Question(_) => None,
    };
    let (post, question) = match (subject, &reply) {
        (_, Some(reply)) => (reply.id.as_str(), reply.question.as_str()),
        (Subject::Question(id) | Subject::Reply(id), None) => (id.as_str(), id.as_str()),
    };
    let question = find_question(tx, question).await?.ok_or_else(Refusal::not_found)?;
    let published = question.status.state == QuestionState::Published
        && reply.as_ref().is_none_or(|reply| reply.status.state == ReplyState::Published);
    if !published {
        return Err(Refusal::not_found());
    }
    let author = reply.as_ref().map_or(&question.author, |reply| &reply.author);
    if author.id == account.id || !allows(Some(account.role), false, Capability::Vote) {
        return Err(Refusal::new(Code::Forbidden, "A vote is for what somebody else wrote."));
    }
    let given = insert_vote(tx, post, &account.id, app.now()).await?;
    if !given {
        delete_vote(tx, post, &account.id).await?;
    }
    let change = if given { 1 } else { -1 };
    match &reply {
        Some(reply) => update_reply_votes(tx, &reply.id, change).await?,
        None => update_question_votes(tx, &question.id, change).await?,
    }
    changes::note(tx, app, &question).await?;
    let page = question.page.clone();
    let question = find_question(tx, &question.id).await?.ok_or_else(Refusal::not_found)?;
    let thread = view::thread(tx, app, question, account).await?;
    Ok(Voted { changed: Changed { thread, undo: None }, page, given })
}
