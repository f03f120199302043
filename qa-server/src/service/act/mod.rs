//! Acting on a question or a reply: everything in [`qa_api::thread::Act`].
//!
//! Each act is one unit of work: status, what else it does, audit entry and outward effects together.
//! [`relocate`] moves questions and replies about; [`crate::service::edit`] decides on edits that wait.

mod relocate;

use std::sync::Arc;

use qa_api::limits;
use qa_api::problem::{Code, Problem};
use qa_api::request::{ActRequest, Acted};
use qa_api::thread::{Act, ReplyState};
use serde::Serialize;

use super::announce::{self, Cause};
use super::limits::count;
use super::record::{Deed, record};
use super::{Refusal, Visitor, changes, edit, events, outbox, view};
use crate::app::App;
use crate::domain::account::Account;
use crate::domain::capability::{Capability, allows};
use crate::domain::limit::ACTS_PER_ACCOUNT;
use crate::domain::outbound::{ACT_DELAY, Outbound};
use crate::domain::post::{Published, Question, Reply};
use crate::domain::trace::Trace;
use crate::domain::transition::{Doing, after_question_act, after_reply_act};
use crate::store::questions::{find_question, update_question_status};
use crate::store::replies::{find_reply, list_replies, update_reply_status};
use crate::store::{StoreError, Tx};

/// What is acted on.
#[derive(Clone, Debug)]
pub enum Subject {
    /// A question.
    Question(String),
    /// A reply.
    Reply(String),
}

/// What was done, and on which page.
#[derive(Clone, Debug)]
pub struct Done {
    /// For the API.
    pub acted: Acted,
    /// The page's id.
    pub page: String,
}

/// Acts.
///
/// # Errors
/// When nobody is signed in, the role does not allow it, or the post is no longer in a state where it is possible.
pub async fn act(app: &Arc<App>, visitor: &Visitor, subject: Subject, request: ActRequest) -> Result<Done, Refusal> {
    let account = visitor.account.clone().ok_or_else(Refusal::signed_out)?;
    let reason = limits::reason(&request.reason).map_err(|problem| Problem::invalid(vec![problem]))?;
    let unit_app = app.clone();
    app.store
        .write(move |tx| Box::pin(async move { act_unit(tx, &unit_app, &account, subject, &request, &reason).await }))
        .await
}

/// An act as part of a unit of work: counted against the actor's limit, with `reason` in its checked form.
pub(super) async fn act_unit(
    tx: &mut Tx,
    app: &App,
    account: &Account,
    subject: Subject,
    request: &ActRequest,
    reason: &str,
) -> Result<Done, Refusal> {
    count(tx, &[(&ACTS_PER_ACCOUNT, account.id.as_str())], app.now()).await?;
    let actor = Actor { app, account, request, reason };
    match subject {
        Subject::Question(id) => {
            let question = find_question(tx, &id).await?.ok_or_else(Refusal::not_found)?;
            actor.check(&question, None)?;
            actor.on_question(tx, question, None).await
        }
        Subject::Reply(id) => actor.on_reply(tx, &id).await,
    }
}

struct Actor<'a> {
    app: &'a App,
    account: &'a Account,
    request: &'a ActRequest,
    reason: &'a str,
}

impl Actor<'_> {
    fn act(&self) -> Act {
        self.request.act
    }

    fn doing<'a>(&'a self, other: Option<&'a str>) -> Doing<'a> {
        Doing { act: self.act(), actor: &self.account.id, now: self.app.now(), reason: self.reason, other }
    }

    fn cause<'a>(&'a self, audit: &'a str) -> Cause<'a> {
        Cause { actor: &self.account.id, audit: Some(audit), delay: ACT_DELAY }
    }

    /// Refuses what the account may not do, or may not even know of.
    fn check(&self, question: &Question, reply: Option<&Reply>) -> Result<(), Refusal> {
        if !view::may_see_question(self.account, question)
            || reply.is_some_and(|reply| !view::may_see_reply(self.account, reply))
        {
            return Err(Refusal::not_found());
        }
        let author = match reply {
            Some(reply) if self.act() != Act::Resolve => &reply.author.id,
            _ => &question.author.id,
        };
        if allows(Some(self.account.role), *author == self.account.id, Capability::Act(self.act())) {
            return Ok(());
        }
        let who = match self.act() {
            Act::Delete | Act::Undelete => "Only whoever wrote it can do this.",
            _ => "Moderators can do this; ask one of them.",
        };
        Err(Refusal::new(Code::Forbidden, who))
    }

    async fn on_question(&self, tx: &mut Tx, question: Question, other: Option<&str>) -> Result<Done, Refusal> {
        match self.act() {
            Act::Move => return self.move_question(tx, question).await,
            Act::Merge => return self.merge_question(tx, question).await,
            Act::AcceptEdit | Act::RefuseEdit => return self.decide_edit(tx, question, None).await,
            _ => {}
        }
        let before = question.status.clone();
        let (question, audit) = self.change_question(tx, question, other, None).await?;
        if before.is_on_page() || question.status.is_on_page() {
            changes::note(tx, self.app, &question).await?;
        }
        self.tell_asker(tx, &question, &audit).await?;
        self.done(tx, question, audit).await
    }

    /// Changes the question's status as the act does, and writes that down.
    async fn change_question(
        &self,
        tx: &mut Tx,
        question: Question,
        other: Option<&str>,
        trace: Option<&Trace>,
    ) -> Result<(Question, String), Refusal> {
        let before = question.status.clone();
        let conflict = || Refusal::conflict(before.state.name());
        let next = after_question_act(&before, &self.doing(other)).ok_or_else(conflict)?;
        if !update_question_status(tx, &question.id, &before, &next).await? {
            return Err(conflict());
        }
        let audit = self.record(tx, &question, None, (&before, &next), trace).await?;
        let claimant = next.claim.as_ref().map(|_| self.account.name.clone());
        let after = Question { status: next, claimant, ..question.clone() };
        events::question(tx, self.app, Some(&question), &after, self.cause(&audit)).await?;
        Ok((after, audit))
    }

    /// Tells the asker what became of the question, unless they did it themselves, and who follows it what is new.
    async fn tell_asker(&self, tx: &mut Tx, question: &Question, audit: &str) -> Result<(), StoreError> {
        let cause = self.cause(audit);
        match self.act() {
            Act::Publish => announce::question(tx, self.app, question, cause).await?,
            Act::Resolve => announce::resolution(tx, self.app, question, cause).await?,
            _ => {}
        }
        if question.author.id == self.account.id {
            return Ok(());
        }
        let published = || Published::question(question.clone());
        let outbound = match self.act() {
            Act::Publish => published().map(|question| Outbound::question_published(&question)),
            Act::Reject | Act::Archive => Some(Outbound::question_rejected(question, audit)),
            Act::Wait => published().map(|question| Outbound::question_waiting(&question, audit)),
            Act::Move => published().map(|question| Outbound::question_moved(&question, audit)),
            _ => None,
        };
        if let Some(outbound) = outbound {
            outbox::enqueue(tx, self.app, outbound, Some(audit)).await?;
        }
        if self.act() == Act::Publish {
            for reply in list_replies(tx, &question.id).await? {
                announce::reply(tx, self.app, &reply, question, cause).await?;
            }
        }
        Ok(())
    }

    async fn on_reply(&self, tx: &mut Tx, id: &str) -> Result<Done, Refusal> {
        let reply = find_reply(tx, id).await?.ok_or_else(Refusal::not_found)?;
        let question = find_question(tx, &reply.question).await?.ok_or_else(Refusal::not_found)?;
        self.check(&question, Some(&reply))?;
        match self.act() {
            Act::Resolve if reply.status.state == ReplyState::Published => {
                return self.on_question(tx, question, Some(&reply.id)).await;
            }
            Act::Split => return self.split_reply(tx, question, reply).await,
            Act::AcceptEdit | Act::RefuseEdit => return self.decide_edit(tx, question, Some(reply)).await,
            _ => {}
        }
        let (reply, audit) = self.change_reply(tx, &question, reply, None).await?;
        changes::note(tx, self.app, &question).await?;
        match self.act() {
            Act::Publish => {
                announce::reply(tx, self.app, &reply, &question, self.cause(&audit)).await?;
            }
            Act::Hide if reply.author.id != self.account.id => {
                outbox::enqueue(tx, self.app, Outbound::reply_hidden(&reply, &audit), Some(&audit)).await?;
            }
            _ => {}
        }
        let question = find_question(tx, &question.id).await?.ok_or_else(Refusal::not_found)?;
        self.done(tx, question, audit).await
    }

    /// Changes the reply's status as the act does, and writes that down.
    async fn change_reply(
        &self,
        tx: &mut Tx,
        question: &Question,
        reply: Reply,
        trace: Option<&Trace>,
    ) -> Result<(Reply, String), Refusal> {
        let before = reply.status.clone();
        let conflict = || Refusal::conflict(before.state.name());
        let next = after_reply_act(&before, &self.doing(reply.section_now.as_deref())).ok_or_else(conflict)?;
        if !update_reply_status(tx, &reply.id, &before, &next).await? {
            return Err(conflict());
        }
        let audit = self.record(tx, question, Some(&reply.id), (&before, &next), trace).await?;
        let after = Reply { status: next, ..reply.clone() };
        events::reply(tx, self.app, question, Some(&reply), &after, self.cause(&audit)).await?;
        Ok((after, audit))
    }

    async fn decide_edit(&self, tx: &mut Tx, question: Question, reply: Option<Reply>) -> Result<Done, Refusal> {
        let accept = self.act() == Act::AcceptEdit;
        let possible = match &reply {
            Some(reply) => after_reply_act(&reply.status, &self.doing(None)).is_some(),
            None => after_question_act(&question.status, &self.doing(None)).is_some(),
        };
        let post = edit::Post::new(question, reply);
        if !possible {
            return Err(Refusal::conflict(post.state()));
        }
        let audit = edit::decide(tx, self.app, self.account, &post, accept, self.reason).await?;
        let question = find_question(tx, &post.question.id).await?.ok_or_else(Refusal::not_found)?;
        self.done(tx, question, audit).await
    }

    async fn record<S: Serialize>(
        &self,
        tx: &mut Tx,
        question: &Question,
        reply: Option<&str>,
        (before, after): (&S, &S),
        trace: Option<&Trace>,
    ) -> Result<String, StoreError> {
        let deed = Deed {
            actor: Some(&self.account.id),
            act: self.act().name(),
            question: &question.id,
            reply,
            reason: self.reason,
            trace,
        };
        record(tx, self.app, &deed, before, after).await
    }

    async fn done(&self, tx: &mut Tx, question: Question, audit: String) -> Result<Done, Refusal> {
        let page = question.page.clone();
        let thread = view::thread(tx, self.app, question, self.account).await?;
        Ok(Done { acted: Acted { id: audit, act: self.act(), thread }, page })
    }
}
