//! What moderators decide beside the states of single posts: bulk acts, spam, bans, notes, priorities, escalations.
//!
//! Each is a *decision*, written down with its reason and taken back by [`undo`].
//! A decision over several posts does each of them in a unit of work of its own, together with the line that says that
//! it belongs to the decision: one that is no longer possible leaves the others alone.

pub mod ban;
pub mod bulk;
pub mod escalate;
pub mod note;
pub mod prioritise;
pub mod undo;

use qa_api::inbox::PostRef;
use qa_api::problem::Code;
use qa_api::thread::{QuestionState, ReplyState};

use super::{Refusal, Visitor, view};
use crate::app::App;
use crate::domain::account::{Account, PostAuthor};
use crate::domain::capability::{Capability, allows};
use crate::store::decisions::{Decision, insert_decision};
use crate::store::questions::find_question;
use crate::store::replies::find_reply;
use crate::store::{StoreError, Tx};

/// The signed-in moderator.
pub(super) fn moderator(visitor: &Visitor) -> Result<&Account, Refusal> {
    let account = visitor.account.as_ref().ok_or_else(Refusal::signed_out)?;
    if !allows(Some(account.role), false, Capability::SeeQueue) {
        return Err(Refusal::new(Code::Forbidden, "The inbox is for moderators."));
    }
    Ok(account)
}

/// A post that a decision is about.
#[derive(Clone, Debug)]
pub(super) struct About {
    /// The question, or that of the reply.
    pub question: String,
    /// The reply, if it is about one.
    pub reply: Option<String>,
    /// Who wrote the post.
    pub author: PostAuthor,
    /// Whether everybody sees it.
    pub published: bool,
}

/// What `post` is, if `account` may see it; for those who are signed out, if everybody may.
pub(super) async fn find(tx: &mut Tx, post: &PostRef, account: Option<&Account>) -> Result<About, Refusal> {
    let reply = match post {
        PostRef::Question(_) => None,
        PostRef::Reply(id) => Some(find_reply(tx, id).await?.ok_or_else(Refusal::not_found)?),
    };
    let question = match (&reply, post) {
        (Some(reply), _) => &reply.question,
        (None, PostRef::Question(id) | PostRef::Reply(id)) => id,
    };
    let question = find_question(tx, question).await?.ok_or_else(Refusal::not_found)?;
    let question_published = question.status.state == QuestionState::Published;
    let reply_published = reply.as_ref().is_none_or(|reply| reply.status.state == ReplyState::Published);
    let may_see = account.is_some_and(|account| {
        view::may_see_question(account, &question)
            && reply.as_ref().is_none_or(|reply| view::may_see_reply(account, reply))
    });
    let published = question_published && reply_published;
    if !published && !may_see {
        return Err(Refusal::not_found());
    }
    Ok(match reply {
        Some(reply) => {
            About { question: question.id, reply: Some(reply.id), author: reply.author, published: reply_published }
        }
        None => About { question: question.id, reply: None, author: question.author, published: question_published },
    })
}

/// Writes a decision down; gives its id.
pub(super) async fn write_down(
    tx: &mut Tx,
    app: &App,
    account: &Account,
    act: &str,
    question: Option<&str>,
    reason: &str,
    value_before: Option<String>,
) -> Result<String, StoreError> {
    let decision = Decision {
        id: app.new_id(),
        actor_id: account.id.clone(),
        act: act.to_owned(),
        question_id: question.map(str::to_owned),
        reason: reason.to_owned(),
        value_before,
        undone_by: None,
    };
    insert_decision(tx, &decision, app.now()).await?;
    Ok(decision.id)
}
