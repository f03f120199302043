//! Threads as somebody may see them: the one place where posts become [`qa_api::thread`].
//!
//! **Invariant:** a public view is made of [`Published`] posts only, and of no account's address ever.

use std::collections::HashMap;

use qa_api::thread::{self, Act, PageView, QuestionState, ReplyState, SectionRef, Thread};

use crate::clock::rfc3339;
use crate::domain::account::Account;
use crate::domain::capability::{Capability, allows};
use crate::domain::post::{Published, Question, Reply};
use crate::domain::status::{after_question_act, after_reply_act};
use crate::store::questions::{list_published_questions, list_questions};
use crate::store::replies::{list_published_replies, list_replies, list_replies_of_page};
use crate::store::{StoreError, Tx};

/// The page as everybody sees it.
pub async fn public(tx: &mut Tx, page: &str) -> Result<PageView, StoreError> {
    let questions = list_published_questions(tx, page).await?;
    let mut replies: HashMap<&str, Vec<thread::Reply>> = HashMap::new();
    for (question, reply) in list_published_replies(tx, page, &questions).await? {
        let asker = &question.get().author.id;
        replies.entry(&question.get().id).or_default().push(reply_as_seen(reply.get(), asker, Vec::new(), None));
    }
    let threads = questions
        .iter()
        .map(Published::get)
        .map(|question| {
            let replies = replies.remove(question.id.as_str()).unwrap_or_default();
            question_as_seen(question, replies, Vec::new(), None)
        })
        .collect();
    Ok(PageView { page: page.to_owned(), viewer: None, threads })
}

/// One published question as everybody sees it.
pub async fn public_thread(tx: &mut Tx, question: Question) -> Result<Option<Thread>, StoreError> {
    let Some(question) = Published::question(question) else { return Ok(None) };
    let asker = &question.get().author.id;
    let replies = list_replies(tx, &question.get().id).await?;
    let replies = replies
        .into_iter()
        .filter_map(|reply| Published::reply(reply, &question))
        .map(|reply| reply_as_seen(reply.get(), asker, Vec::new(), None))
        .collect();
    Ok(Some(question_as_seen(question.get(), replies, Vec::new(), None)))
}

/// One published question as a list shows it: without its replies.
pub fn listed(question: &Published<Question>) -> Thread {
    question_as_seen(question.get(), Vec::new(), Vec::new(), None)
}

/// The page as `account` sees it: their own posts in any state, everything for those who may see it, and what they may do.
/// What waits comes first.
pub async fn personal(tx: &mut Tx, page: &str, account: &Account) -> Result<PageView, StoreError> {
    let questions = list_questions(tx, page).await?;
    let mut replies: HashMap<String, Vec<Reply>> = HashMap::new();
    for reply in list_replies_of_page(tx, page).await? {
        replies.entry(reply.question.clone()).or_default().push(reply);
    }
    let mut threads: Vec<_> = questions
        .into_iter()
        .filter(|question| may_see_question(account, question))
        .map(|question| {
            let replies = replies.remove(&question.id).unwrap_or_default();
            personal_thread(&question, replies, account)
        })
        .collect();
    threads.sort_by_key(|thread| match thread.state {
        QuestionState::Held => 0,
        QuestionState::Published => 1,
        QuestionState::Rejected | QuestionState::Archived => 2,
    });
    Ok(PageView { page: page.to_owned(), viewer: Some(account.viewer()), threads })
}

/// One question, which `account` may see, with what they may see below it.
pub async fn thread(tx: &mut Tx, question: Question, account: &Account) -> Result<Thread, StoreError> {
    let replies = list_replies(tx, &question.id).await?;
    Ok(personal_thread(&question, replies, account))
}

/// Whether `account` may see `question`.
pub fn may_see_question(account: &Account, question: &Question) -> bool {
    question.status.state == QuestionState::Published
        || question.author.id == account.id
        || allows(Some(account.role), false, Capability::SeeUnpublished)
}

/// Whether `account`, who may see its question, may see `reply`.
pub fn may_see_reply(account: &Account, reply: &Reply) -> bool {
    reply.status.state == ReplyState::Published
        || reply.author.id == account.id
        || allows(Some(account.role), false, Capability::SeeUnpublished)
}

fn personal_thread(question: &Question, replies: Vec<Reply>, account: &Account) -> Thread {
    let asker = question.author.id == account.id;
    let may = |act| allows(Some(account.role), asker, Capability::Act(act));
    let replies = replies
        .iter()
        .filter(|reply| may_see_reply(account, reply))
        .map(|reply| {
            let acts = Act::ALL.into_iter().filter(|act| may(*act) && is_possible_on_reply(question, reply, *act));
            reply_as_seen(reply, &question.author.id, acts.collect(), reply.status.note.clone())
        })
        .collect();
    let acts = Act::ALL.into_iter().filter(|act| may(*act) && is_possible_on_question(question, *act));
    question_as_seen(question, replies, acts.collect(), question.status.note.clone())
}

/// A question that is resolved by a reply is resolved already: resolving it by none would only lose the solution.
fn is_possible_on_question(question: &Question, act: Act) -> bool {
    let resolved_again = act == Act::Resolve && question.status.resolved_at.is_some();
    !resolved_again && after_question_act(&question.status, act, 0, "", None).is_some()
}

fn is_possible_on_reply(question: &Question, reply: &Reply, act: Act) -> bool {
    match act {
        Act::Resolve => {
            reply.status.state == ReplyState::Published
                && after_question_act(&question.status, act, 0, "", Some(&reply.id)).is_some()
        }
        Act::Reopen => false,
        _ => after_reply_act(&reply.status, act, "").is_some(),
    }
}

fn question_as_seen(question: &Question, replies: Vec<thread::Reply>, acts: Vec<Act>, note: Option<String>) -> Thread {
    let solution = question.status.solution.clone();
    Thread {
        id: question.id.clone(),
        title: question.title.clone(),
        body_html: question.body_html.clone(),
        author: question.author.public(&question.author.id),
        asked_at: rfc3339(question.created_at),
        section: question
            .section
            .as_ref()
            .map(|section| SectionRef { anchor: section.anchor.clone(), title: section.title.clone() }),
        state: question.status.state,
        resolved: question.status.resolved_at.is_some(),
        solution: solution.filter(|id| replies.iter().any(|reply| reply.id == *id)),
        replies,
        note,
        acts,
    }
}

fn reply_as_seen(reply: &Reply, asker: &str, acts: Vec<Act>, note: Option<String>) -> thread::Reply {
    thread::Reply {
        id: reply.id.clone(),
        body_html: reply.body_html.clone(),
        author: reply.author.public(asker),
        posted_at: rfc3339(reply.created_at),
        state: reply.status.state,
        note,
        acts,
    }
}
