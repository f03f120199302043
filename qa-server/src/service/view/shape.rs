//! What of a post is the same for everybody who sees it.

use qa_api::thread::{self, Act, ReplyState, SectionRef, Thread};

use crate::clock::rfc3339;
use crate::domain::post::{Question, Reply};

/// A question with its replies.
pub(super) fn question(question: &Question, mut replies: Vec<thread::Reply>) -> Thread {
    let solution = question.status.solution.clone();
    only_the_answer_ages(&mut replies, solution.as_deref());
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
        edited_at: question.edited_at.map(rfc3339),
        pinned: question.status.pinned,
        locked: question.status.locked,
        waiting: question.status.waiting,
        votes: votes(question.votes),
        resolved: question.status.resolved_at.is_some(),
        solution: solution.filter(|id| replies.iter().any(|reply| reply.id == *id)),
        replies,
        ..Thread::default()
    }
}

/// A reply to a question of account `asker`.
pub(super) fn reply(reply: &Reply, asker: &str) -> thread::Reply {
    thread::Reply {
        id: reply.id.clone(),
        body_html: reply.body_html.clone(),
        author: reply.author.public(asker),
        posted_at: rfc3339(reply.created_at),
        edited_at: reply.edited_at.map(rfc3339),
        votes: votes(reply.votes),
        state: reply.status.state,
        section_changed: reply.is_outdated(),
        ..thread::Reply::default()
    }
}

/// A section that has changed matters to the reply that answers, not to what was said around it: the solution,
/// or else the last word of somebody other than the asker.
fn only_the_answer_ages(replies: &mut [thread::Reply], solution: Option<&str>) {
    let is_answer = |reply: &&thread::Reply| match solution {
        Some(solution) => reply.id == solution,
        None => reply.state == ReplyState::Published && !reply.author.asker,
    };
    let answer = replies.iter().rfind(is_answer).map(|reply| reply.id.clone());
    for reply in replies.iter_mut().filter(|reply| answer.as_ref() != Some(&reply.id)) {
        reply.section_changed = false;
        reply.acts.retain(|act| *act != Act::Confirm);
    }
}

fn votes(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(0)
}
