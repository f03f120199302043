//! Acting on a question or a reply: publish, reject, archive, hide, restore, resolve, reopen.
//!
//! Each act is one unit of work: status, audit entry and outward effects together.

use std::sync::Arc;

use qa_api::limits;
use qa_api::problem::Problem;
use qa_api::request::{ActRequest, Acted};
use qa_api::thread::{Act, QuestionState, ReplyState};
use serde::Serialize;

use super::limits::count;
use super::{Refusal, Visitor, changes, outbox, posting, view};
use crate::app::App;
use crate::domain::account::Account;
use crate::domain::capability::{Capability, allows};
use crate::domain::limit::ACTS_PER_ACCOUNT;
use crate::domain::outbound::{ACT_DELAY, Outbound};
use crate::domain::post::{Published, Question, Reply};
use crate::domain::status::{after_question_act, after_reply_act, question_state_name, reply_state_name};
use crate::store::audit::{AuditEntry, insert_audit};
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
    let done = app
        .store
        .write(move |tx| {
            Box::pin(async move {
                let app = &unit_app;
                count(tx, &[(&ACTS_PER_ACCOUNT, account.id.as_str())], app.now()).await?;
                let actor = Actor { app, account: &account, act: request.act, reason: &reason };
                match subject {
                    Subject::Question(id) => {
                        let question = find_question(tx, &id).await?.ok_or_else(Refusal::not_found)?;
                        actor.on_question(tx, question, None).await
                    }
                    Subject::Reply(id) => actor.on_reply(tx, &id).await,
                }
            })
        })
        .await?;
    app.outbox_wake.notify_one();
    Ok(done)
}

struct Actor<'a> {
    app: &'a App,
    account: &'a Account,
    act: Act,
    reason: &'a str,
}

impl Actor<'_> {
    fn check(&self, question: &Question) -> Result<(), Refusal> {
        if !view::may_see_question(self.account, question) {
            return Err(Refusal::not_found());
        }
        let asker = question.author.id == self.account.id;
        if allows(Some(self.account.role), asker, Capability::Act(self.act)) {
            return Ok(());
        }
        Err(Refusal::new(qa_api::problem::Code::Forbidden, "Moderators can do this; ask one of them."))
    }

    async fn on_question(&self, tx: &mut Tx, question: Question, solution: Option<&str>) -> Result<Done, Refusal> {
        self.check(&question)?;
        let now = self.app.now();
        let before = question.status.clone();
        let conflict = || Refusal::conflict(question_state_name(before.state));
        let next = after_question_act(&before, self.act, now, self.reason, solution).ok_or_else(conflict)?;
        if !update_question_status(tx, &question.id, &before, &next).await? {
            return Err(conflict());
        }
        let audit = self.audit(tx, &question, None, &before, &next).await?;
        let question = Question { status: next, ..question };
        if [before.state, question.status.state].contains(&QuestionState::Published) {
            changes::note(tx, self.app, &question).await?;
        }
        self.tell_asker(tx, &question, &audit).await?;
        self.done(tx, question, audit).await
    }

    /// Tells the asker what became of the question, unless they did it themselves.
    async fn tell_asker(&self, tx: &mut Tx, question: &Question, audit: &str) -> Result<(), StoreError> {
        if question.author.id == self.account.id {
            return Ok(());
        }
        let outbound = match self.act {
            Act::Publish => {
                Published::question(question.clone()).map(|question| Outbound::question_published(&question))
            }
            Act::Reject | Act::Archive => Some(Outbound::question_rejected(question, audit)),
            _ => None,
        };
        if let Some(outbound) = outbound {
            outbox::enqueue(tx, self.app, outbound, Some(audit)).await?;
        }
        if self.act == Act::Publish {
            for reply in list_replies(tx, &question.id).await? {
                posting::announce_reply(tx, self.app, &reply, question, ACT_DELAY, Some(audit)).await?;
            }
        }
        Ok(())
    }

    async fn on_reply(&self, tx: &mut Tx, id: &str) -> Result<Done, Refusal> {
        let reply = find_reply(tx, id).await?.ok_or_else(Refusal::not_found)?;
        let question = find_question(tx, &reply.question).await?.ok_or_else(Refusal::not_found)?;
        if !view::may_see_reply(self.account, &reply) {
            return Err(Refusal::not_found());
        }
        self.check(&question)?;
        let before = reply.status.clone();
        let conflict = || Refusal::conflict(reply_state_name(before.state));
        if self.act == Act::Resolve {
            if before.state != ReplyState::Published {
                return Err(conflict());
            }
            return self.on_question(tx, question, Some(&reply.id)).await;
        }
        let next = after_reply_act(&before, self.act, self.reason).ok_or_else(conflict)?;
        if !update_reply_status(tx, &reply.id, &before, &next).await? {
            return Err(conflict());
        }
        let audit = self.audit(tx, &question, Some(&reply.id), &before, &next).await?;
        let reply = Reply { status: next, ..reply };
        changes::note(tx, self.app, &question).await?;
        match self.act {
            Act::Publish => {
                posting::announce_reply(tx, self.app, &reply, &question, ACT_DELAY, Some(&audit)).await?;
            }
            Act::Hide if reply.author.id != self.account.id => {
                outbox::enqueue(tx, self.app, Outbound::reply_hidden(&reply, &audit), Some(&audit)).await?;
            }
            _ => {}
        }
        self.done(tx, question, audit).await
    }

    async fn audit<S: Serialize>(
        &self,
        tx: &mut Tx,
        question: &Question,
        reply: Option<&str>,
        before: &S,
        after: &S,
    ) -> Result<String, StoreError> {
        let json = |status| serde_json::to_string(status).expect("a status serialises to JSON");
        let entry = AuditEntry {
            id: self.app.new_id(),
            actor_id: self.account.id.clone(),
            act: self.act.name().to_owned(),
            question_id: question.id.clone(),
            reply_id: reply.map(str::to_owned),
            status_before: json(before),
            status_after: json(after),
            reason: self.reason.to_owned(),
            undone_by: None,
        };
        insert_audit(tx, &entry, self.app.now()).await?;
        Ok(entry.id)
    }

    async fn done(&self, tx: &mut Tx, question: Question, audit: String) -> Result<Done, Refusal> {
        let page = question.page.clone();
        let thread = view::thread(tx, question, self.account).await?;
        Ok(Done { acted: Acted { id: audit, act: self.act, thread }, page })
    }
}
