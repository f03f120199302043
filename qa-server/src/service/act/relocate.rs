//! Moving questions and replies about: to another page, into another question, out of one.
//!
//! Each of the three can be taken back by [`crate::service::undo`], by the trace that is left in the audit.

use qa_api::limits;
use qa_api::paths;
use qa_api::problem::{FieldProblem, Problem};
use qa_api::thread::QuestionState;

use super::{Actor, Done};
use crate::domain::home;
use crate::domain::outbound::Outbound;
use crate::domain::post::{Published, Question, Reply};
use crate::domain::status::QuestionStatus;
use crate::domain::trace::{Place, Trace};
use crate::domain::transition::after_reply_act;
use crate::keys::Purpose;
use crate::service::{Refusal, changes, events, outbox};
use crate::store::Tx;
use crate::store::follows::insert_follow;
use crate::store::questions::{
    NewQuestion, find_question, insert_question, update_question_place, update_question_votes,
};
use crate::store::replies::{find_reply_text, list_replies, update_reply_question};
use crate::store::votes::insert_vote;

impl Actor<'_> {
    /// Puts a question on another page, or with a topic where no page fits; it is about that as a whole.
    pub(super) async fn move_question(&self, tx: &mut Tx, question: Question) -> Result<Done, Refusal> {
        let to = Place { page: self.home()?, section: None };
        if to.page == question.page {
            return Err(field("to", "It is there already; name another page or topic."));
        }
        let from = Place { page: question.page.clone(), section: question.section.clone() };
        let trace = Trace::Moved { from: from.clone(), to: to.clone() };
        let (question, audit) = self.change_question(tx, question, None, Some(&trace)).await?;
        if !update_question_place(tx, &question.id, &from.page, &to).await? {
            return Err(Refusal::conflict("on another page"));
        }
        let moved = Question { page: to.page, section: to.section, ..question.clone() };
        if moved.status.is_on_page() {
            changes::note(tx, self.app, &question).await?;
            changes::note(tx, self.app, &moved).await?;
        }
        events::question(tx, self.app, Some(&question), &moved, self.cause(&audit)).await?;
        self.tell_asker(tx, &moved, &audit).await?;
        self.done(tx, moved, audit).await
    }

    fn home(&self) -> Result<String, Refusal> {
        let contents = self.app.site.contents();
        let to = self.request.to.trim();
        // A page's address is as good as its id, with or without the host that it was copied with.
        let path = url::Url::parse(to).map_or_else(|_| to.to_owned(), |url| url.path().to_owned());
        let in_path = path.strip_prefix(paths::TOPIC_LISTS).map(|topic| topic.trim_end_matches('/'));
        if let Some(topic) = home::topic(to).or(in_path).and_then(|topic| contents.topic(topic)) {
            return Ok(home::of_topic(&topic.id));
        }
        let page = contents.page(to).or_else(|| contents.page_at(&format!("{}/", path.trim_end_matches('/'))));
        let page = page.filter(|page| page.qa).ok_or_else(|| {
            field("to", "There is no such page that takes questions, and no such topic. Give the address or the id.")
        })?;
        Ok(page.id.clone())
    }

    /// Gives a duplicate's replies to another question; its asker is told and follows that one.
    pub(super) async fn merge_question(&self, tx: &mut Tx, question: Question) -> Result<Done, Refusal> {
        let to = self.request.to.trim().trim_end_matches('/');
        let to = to.split(['#', '?']).next().unwrap_or_default();
        let id = to.rsplit(['/', '-']).next().unwrap_or_default();
        let into = find_question(tx, id).await?.filter(|into| into.id != question.id);
        let into = into.and_then(Published::question).ok_or_else(|| {
            field("to", "There is no other published question there. Copy the address of the question that stays.")
        })?;
        let into = into.get();
        let was_on_page = question.status.is_on_page();
        let mut replies = Vec::new();
        for reply in list_replies(tx, &question.id).await? {
            if update_reply_question(tx, &reply.id, &question.id, &into.id).await? {
                replies.push(reply.id);
            }
        }
        let (mut followed, mut voted) = (false, false);
        if question.author.id != into.author.id {
            let now = self.app.now();
            followed = insert_follow(tx, &into.id, &question.author.id, now).await?;
            voted = insert_vote(tx, &into.id, &question.author.id, now).await?;
            update_question_votes(tx, &into.id, i64::from(voted)).await?;
        }
        let moved = replies.clone();
        let trace = Trace::Merged { into: into.id.clone(), replies, followed, voted };
        let (question, audit) = self.change_question(tx, question, Some(&into.id), Some(&trace)).await?;
        if was_on_page {
            changes::note(tx, self.app, &question).await?;
        }
        changes::note(tx, self.app, into).await?;
        for reply in list_replies(tx, &into.id).await?.iter().filter(|reply| moved.contains(&reply.id)) {
            events::reply(tx, self.app, into, None, reply, self.cause(&audit)).await?;
        }
        if question.author.id != self.account.id {
            let outbound = Outbound::question_merged(&question, &audit);
            outbox::enqueue(tx, self.app, outbound, Some(&audit)).await?;
        }
        let into = find_question(tx, &into.id).await?.ok_or_else(Refusal::not_found)?;
        self.done(tx, into, audit).await
    }

    /// Makes a reply a question of its author's own, on the same page.
    pub(super) async fn split_reply(&self, tx: &mut Tx, question: Question, reply: Reply) -> Result<Done, Refusal> {
        let title = limits::title(&self.request.title).map_err(|problem| Problem::invalid(vec![problem]))?;
        let possible = after_reply_act(&reply.status, &self.doing(None)).is_some();
        if question.status.state != QuestionState::Published || !possible {
            return Err(Refusal::conflict(reply.status.state.name()));
        }
        if question.status.solution.as_deref() == Some(reply.id.as_str()) {
            return Err(Refusal::conflict("the solution"));
        }
        let text = find_reply_text(tx, &reply.id).await?.ok_or_else(Refusal::not_found)?;
        let new = Question {
            id: self.app.new_id(),
            page: question.page.clone(),
            section: question.section.clone(),
            author: reply.author.clone(),
            title,
            body_html: text.body_html,
            status: QuestionStatus::published(),
            created_at: reply.created_at,
            version: 1,
            ..Question::default()
        };
        let repeat_key = self.app.keys.digest(Purpose::Repeat, &format!("split\0{}", new.id));
        insert_question(tx, &NewQuestion { question: &new, repeat_key: &repeat_key, body: &text.body }).await?;
        insert_follow(tx, &new.id, &new.author.id, self.app.now()).await?;
        let trace = Trace::Split { question: new.id.clone() };
        let (reply, audit) = self.change_reply(tx, &question, reply, Some(&trace)).await?;
        changes::note(tx, self.app, &question).await?;
        changes::note(tx, self.app, &new).await?;
        events::question(tx, self.app, None, &new, self.cause(&audit)).await?;
        if reply.author.id != self.account.id {
            let published = Published::question(new.clone()).expect("it was just made published");
            outbox::enqueue(tx, self.app, Outbound::reply_split(&published, &audit), Some(&audit)).await?;
        }
        self.done(tx, new, audit).await
    }
}

fn field(name: &str, message: &str) -> Refusal {
    Problem::invalid(vec![FieldProblem { field: name.to_owned(), message: message.to_owned() }]).into()
}
