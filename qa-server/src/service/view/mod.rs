//! Threads as somebody may see them: the one place where posts become [`qa_api::thread`].
//!
//! **Invariant:** a public view is made of [`Published`] posts only, and of no account's address ever.

mod personal;
mod shape;

use std::collections::HashMap;

use qa_api::thread::{self, PageView, QuestionState, ReplyState, Thread};

pub use self::personal::{fresh, personal, thread};

use crate::domain::account::Account;
use crate::domain::capability::{Capability, allows};
use crate::domain::post::{Published, Question, Reply};
use crate::store::questions::list_shown_questions;
use crate::store::replies::{list_published_replies, list_replies};
use crate::store::{StoreError, Tx};

/// The page as everybody sees it.
pub async fn public(tx: &mut Tx, page: &str) -> Result<PageView, StoreError> {
    let questions = list_shown_questions(tx, page).await?;
    let mut replies: HashMap<&str, Vec<thread::Reply>> = HashMap::new();
    for (question, reply) in list_published_replies(tx, page, &questions).await? {
        let asker = &question.get().author.id;
        replies.entry(&question.get().id).or_default().push(shape::reply(reply.get(), asker));
    }
    let threads = questions
        .iter()
        .map(Published::get)
        .map(|question| shape::question(question, replies.remove(question.id.as_str()).unwrap_or_default()))
        .collect();
    Ok(PageView { page: page.to_owned(), viewer: None, threads })
}

/// One question as everybody sees it: published, or deleted with replies of others left.
pub async fn public_thread(tx: &mut Tx, question: Question) -> Result<Option<Thread>, StoreError> {
    let replies = list_replies(tx, &question.id).await?;
    Ok(stub_thread(&question, &replies).or_else(|| {
        let question = Published::question(question)?;
        Some(published_thread(&question, replies))
    }))
}

/// One published question as a list shows it: without its replies.
pub fn listed(question: &Published<Question>) -> Thread {
    shape::question(question.get(), Vec::new())
}

/// Whether `account` may see `question`.
pub fn may_see_question(account: &Account, question: &Question) -> bool {
    match question.status.state {
        QuestionState::Published => true,
        QuestionState::Purged => false,
        _ => is_theirs(account, &question.author.id),
    }
}

/// Whether `account`, who may see its question, may see `reply`.
pub fn may_see_reply(account: &Account, reply: &Reply) -> bool {
    match reply.status.state {
        ReplyState::Published => true,
        ReplyState::Purged => false,
        _ => is_theirs(account, &reply.author.id),
    }
}

fn is_theirs(account: &Account, author: &str) -> bool {
    author == account.id || allows(Some(account.role), false, Capability::SeeUnpublished)
}

fn published_thread(question: &Published<Question>, replies: Vec<Reply>) -> Thread {
    let asker = &question.get().author.id;
    let replies = replies.into_iter().filter_map(|reply| Published::reply(reply, question));
    shape::question(question.get(), replies.map(|reply| shape::reply(reply.get(), asker)).collect())
}

/// What is left of a deleted question, if others have replied to it.
fn stub_thread(question: &Question, replies: &[Reply]) -> Option<Thread> {
    let stub = Published::stub(question)?;
    let others = |reply: &Reply| reply.status.state == ReplyState::Published && reply.author.id != question.author.id;
    replies.iter().any(others).then(|| published_thread(&stub, replies.to_vec()))
}
