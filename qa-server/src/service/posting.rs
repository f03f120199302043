//! What asking and replying share: putting a post of a known account into the database.

use qa_api::request::Posted;
use qa_api::thread::{QuestionState, ReplyState, Thread};

use super::announce::{self, Cause};
use super::view;
use super::{Refusal, changes, duty, events, judging, mentions};
use crate::app::App;
use crate::domain::account::{Account, PostAuthor};
use crate::domain::policy::{Decision, Signals};
use crate::domain::post::{Question, Reply, Section};
use crate::domain::status::{QuestionStatus, ReplyStatus};
use crate::keys::Purpose;
use crate::store::follows::insert_follow;
use crate::store::questions::{self, NewQuestion};
use crate::store::replies::{self, NewReply};
use crate::store::{StoreError, Tx};

/// Longest chain of questions merged into each other that is followed.
const MOST_MERGES: usize = 10;

/// A question or reply that was checked and rendered.
#[derive(Clone, Debug)]
pub(super) struct Post {
    /// The page's id.
    pub page: String,
    /// The question that it replies to; absent for a question.
    pub question: Option<String>,
    /// The section it is about.
    pub section: Option<Section>,
    /// The title; empty for a reply.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Sanitised HTML.
    pub body_html: String,
    /// What can be told about it before anybody reads it.
    pub signals: Signals,
}

/// The same for a repeat of the same post by the same author: by the client's id, or else by what it says.
pub(super) fn repeat_key(app: &App, author: &str, client_id: Option<&str>, post: &Post) -> String {
    let about = post.question.as_deref().unwrap_or(&post.page);
    let what = match client_id {
        Some(id) => format!("id\0{id}"),
        None => format!("text\0{about}\0{}\0{}", post.title, post.body),
    };
    app.keys.digest(Purpose::Repeat, &format!("{author}\0{what}"))
}

/// Puts the post where its author's role allows, and tells whom it concerns; a repeat changes nothing.
pub(super) async fn insert(
    tx: &mut Tx,
    app: &App,
    account: &Account,
    repeat_key: &str,
    post: &Post,
) -> Result<(String, Posted), Refusal> {
    let author = PostAuthor { id: account.id.clone(), name: account.name.clone(), role: account.role };
    let decision = judging::judge(tx, app, account, post, "").await?;
    let (id, posted) = match &post.question {
        None => insert_question(tx, app, account, author, repeat_key, post, decision).await?,
        Some(question) => insert_reply(tx, app, account, author, repeat_key, post, question, decision).await?,
    };
    judging::remember(tx, app, &account.id, &id, post).await?;
    duty::tell(tx, app, account, &id, post, &posted).await?;
    Ok((id, posted))
}

async fn insert_question(
    tx: &mut Tx,
    app: &App,
    account: &Account,
    author: PostAuthor,
    repeat_key: &str,
    post: &Post,
    decision: Decision,
) -> Result<(String, Posted), Refusal> {
    if let Some(before) = questions::find_question_by_repeat_key(tx, repeat_key).await? {
        let (id, state) = (before.id.clone(), before.status.state);
        return Ok((id, posted(state, view::thread(tx, app, before, account).await?)));
    }
    let now = app.now();
    let mentions = mentions::mentions(tx, &author.id, None, &post.body_html).await?;
    let question = Question {
        id: app.new_id(),
        page: post.page.clone(),
        section: post.section.clone(),
        author,
        title: post.title.clone(),
        body_html: mentions.html,
        status: match decision {
            Decision::Publish => QuestionStatus::published(),
            Decision::Hold(reason) => QuestionStatus::held(reason),
        },
        created_at: now,
        version: 1,
        ..Question::default()
    };
    questions::insert_question(tx, &NewQuestion { question: &question, repeat_key, body: &post.body }).await?;
    mentions::remember(tx, app, &question.id, &question.id, &mentions.accounts).await?;
    insert_follow(tx, &question.id, &account.id, now).await?;
    events::question(tx, app, None, &question, at_once(account)).await?;
    if question.status.state == QuestionState::Published {
        changes::note(tx, app, &question).await?;
        announce::question(tx, app, &question, at_once(account)).await?;
    }
    let thread = view::fresh(app, &question, account);
    Ok((question.id.clone(), posted(question.status.state, thread)))
}

#[expect(clippy::too_many_arguments, reason = "the two kinds of post differ in this one argument")]
async fn insert_reply(
    tx: &mut Tx,
    app: &App,
    account: &Account,
    author: PostAuthor,
    repeat_key: &str,
    post: &Post,
    question: &str,
    decision: Decision,
) -> Result<(String, Posted), Refusal> {
    let question = find_surviving(tx, question).await?.ok_or_else(Refusal::not_found)?;
    if let Some(before) = replies::find_reply_by_repeat_key(tx, repeat_key).await? {
        return Ok((before.id.clone(), reply_posted(tx, app, account, question, &before).await?));
    }
    if question.status.state != QuestionState::Published {
        return Err(Refusal::conflict(question.status.state.name()));
    }
    if question.status.locked {
        return Err(Refusal::conflict("locked"));
    }
    let now = app.now();
    let mentions = mentions::mentions(tx, &author.id, Some(&question), &post.body_html).await?;
    let reply = Reply {
        id: app.new_id(),
        question: question.id.clone(),
        author,
        body_html: mentions.html,
        status: match decision {
            Decision::Publish => ReplyStatus::published(),
            Decision::Hold(reason) => ReplyStatus::held(reason),
        },
        created_at: now,
        version: 1,
        ..Reply::default()
    };
    replies::insert_reply(tx, &NewReply { reply: &reply, repeat_key, body: &post.body }).await?;
    mentions::remember(tx, app, &question.id, &reply.id, &mentions.accounts).await?;
    events::reply(tx, app, &question, None, &reply, at_once(account)).await?;
    announce::reply(tx, app, &reply, &question, at_once(account)).await?;
    let question = questions::find_question(tx, &question.id).await?.ok_or_else(Refusal::not_found)?;
    Ok((reply.id.clone(), reply_posted(tx, app, account, question, &reply).await?))
}

/// Nobody can take back what somebody posted themselves.
fn at_once(author: &Account) -> Cause<'_> {
    Cause { actor: &author.id, audit: None, delay: 0 }
}

/// The question of this id, or the one that it was merged into.
pub(super) async fn find_surviving(tx: &mut Tx, id: &str) -> Result<Option<Question>, StoreError> {
    let mut question = questions::find_question(tx, id).await?;
    for _ in 0..MOST_MERGES {
        match question.as_ref().and_then(|question| question.status.merged_into.clone()) {
            Some(into) => question = questions::find_question(tx, &into).await?,
            None => break,
        }
    }
    Ok(question)
}

fn posted(state: QuestionState, thread: Thread) -> Posted {
    if state == QuestionState::Published { Posted::Published { thread } } else { Posted::Held { thread } }
}

async fn reply_posted(
    tx: &mut Tx,
    app: &App,
    account: &Account,
    question: Question,
    reply: &Reply,
) -> Result<Posted, StoreError> {
    let held = reply.status.state != ReplyState::Published;
    let thread = view::thread(tx, app, question, account).await?;
    Ok(if held { Posted::Held { thread } } else { Posted::Published { thread } })
}
