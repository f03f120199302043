//! What mails of moderation say: until when somebody cannot post, what waits for whom, what a hand-over leaves.
//!
//! **Invariant:** a mail about a post that is not published says where it is and nothing of what it says.

use qa_api::inbox::PostRef;
use qa_api::paths;
use qa_api::thread::{QuestionState, ReplyState};
use serde::Serialize;

use super::compose::{ComposeError, Composed, Composer};
use crate::clock::{Millis, day};
use crate::domain::account::Account;
use crate::domain::outbound::Message;
use crate::domain::post::Question;
use crate::service::duty;
use crate::store::Tx;
use crate::store::bans::find_ban;
use crate::store::flags::find_flag;
use crate::store::questions::find_question;
use crate::store::replies::{find_reply, list_replies};

/// Most questions that the report of a hand-over lists.
const MOST_LISTED: usize = 20;

/// Until when somebody cannot post.
#[derive(Serialize)]
pub(super) struct BanWords {
    pub name: String,
    pub site: String,
    pub until: String,
    pub reason: String,
}

/// That something waits.
#[derive(Serialize)]
pub(super) struct WaitWords {
    pub name: String,
    pub site: String,
    pub what: String,
    pub page: String,
    pub topic: Option<String>,
    pub answered: bool,
    pub escalated: bool,
    pub link: String,
}

/// What a hand-over leaves.
#[derive(Serialize)]
pub(super) struct HandOverWords {
    pub name: String,
    pub site: String,
    pub team: String,
    pub on_duty: Option<String>,
    pub held: usize,
    pub reported: usize,
    pub passed_on: usize,
    pub resolved: usize,
    pub open: Vec<OpenWords>,
    pub more: usize,
    pub inbox: String,
}

/// A published question without an answer.
#[derive(Serialize)]
pub(super) struct OpenWords {
    pub title: String,
    pub link: String,
}

/// The letter of a message of moderation.
pub(super) async fn compose(composer: &Composer<'_>, tx: &mut Tx, message: &Message) -> Result<Composed, ComposeError> {
    match message {
        Message::Banned { ban } => banned(composer, tx, ban).await,
        Message::Escalated { flag, to } => escalated(composer, tx, flag, to).await,
        Message::Waits { question, reply, to } => waits(composer, tx, question, reply.as_deref(), to).await,
        Message::HandOver { team, at, to } => hand_over(composer, tx, team, *at, to).await,
        _ => Ok(Composed::Dropped("not of moderation")),
    }
}

async fn banned(composer: &Composer<'_>, tx: &mut Tx, id: &str) -> Result<Composed, ComposeError> {
    let Some(ban) = find_ban(tx, id).await?.filter(|ban| ban.lifted_at.is_none()) else {
        return Ok(Composed::Dropped("the ban was lifted"));
    };
    let words = |account: &Account| BanWords {
        name: account.name.clone(),
        site: composer.site(),
        until: day(ban.until),
        reason: ban.reason.clone(),
    };
    composer.to_account(tx, &ban.account_id, "banned", None, words).await
}

async fn escalated(composer: &Composer<'_>, tx: &mut Tx, id: &str, to: &str) -> Result<Composed, ComposeError> {
    let Some(flag) = find_flag(tx, id).await?.filter(|flag| flag.settled_at.is_none()) else {
        return Ok(Composed::Dropped("it was decided"));
    };
    let Some(question) = find_question(tx, &flag.question_id).await? else {
        return Ok(Composed::Dropped("the question is gone"));
    };
    let words = wait_words(composer, &question, flag.reply_id, false, true);
    composer.to_account(tx, to, "escalated", None, |account| WaitWords { name: account.name.clone(), ..words }).await
}

async fn waits(
    composer: &Composer<'_>,
    tx: &mut Tx,
    question: &str,
    reply: Option<&str>,
    to: &str,
) -> Result<Composed, ComposeError> {
    let Some(question) = find_question(tx, question).await? else {
        return Ok(Composed::Dropped("the question is gone"));
    };
    let still_waits = match reply {
        Some(reply) => find_reply(tx, reply).await?.is_some_and(|reply| reply.status.state == ReplyState::Held),
        None => match question.status.state {
            QuestionState::Held => true,
            QuestionState::Published => {
                let replies = list_replies(tx, &question.id).await?;
                !replies.iter().any(|reply| reply.status.state == ReplyState::Published)
            }
            QuestionState::Rejected
            | QuestionState::Archived
            | QuestionState::Merged
            | QuestionState::Deleted
            | QuestionState::Purged => false,
        },
    };
    if !still_waits {
        return Ok(Composed::Dropped("it waits no longer"));
    }
    let published = reply.is_none() && question.status.state == QuestionState::Published;
    let words = wait_words(composer, &question, reply.map(str::to_owned), published, false);
    composer.to_account(tx, to, "waits", None, |account| WaitWords { name: account.name.clone(), ..words }).await
}

fn wait_words(
    composer: &Composer<'_>,
    question: &Question,
    reply: Option<String>,
    published: bool,
    escalated: bool,
) -> WaitWords {
    let contents = composer.app.site.contents();
    let topic = contents.topic_of(&question.page).and_then(|topic| contents.topic(topic));
    let what = if reply.is_some() { "A reply" } else { "A question" };
    let post = reply.map_or_else(|| PostRef::Question(question.id.clone()), PostRef::Reply);
    WaitWords {
        name: String::new(),
        site: composer.site(),
        what: what.to_owned(),
        page: contents.home_title(&question.page),
        topic: topic.map(|topic| topic.title.clone()),
        answered: published,
        escalated,
        link: composer.app.url(&paths::case_page(&post.name())),
    }
}

async fn hand_over(
    composer: &Composer<'_>,
    tx: &mut Tx,
    team: &str,
    at: Millis,
    to: &str,
) -> Result<Composed, ComposeError> {
    let Some(report) = duty::report(tx, composer.app, team, at).await? else {
        return Ok(Composed::Dropped("the team is gone"));
    };
    let more = report.open.len().saturating_sub(MOST_LISTED);
    let open = report.open.into_iter().take(MOST_LISTED).map(|(page, title, id)| OpenWords {
        title,
        link: format!("{}#{}", composer.app.page_url(&page), paths::question_anchor(&id)),
    });
    let words = HandOverWords {
        name: String::new(),
        site: composer.site(),
        team: report.team,
        on_duty: report.on_duty,
        held: report.held,
        reported: report.reported,
        passed_on: report.passed_on,
        resolved: report.resolved,
        open: open.collect(),
        more,
        inbox: composer.app.url(paths::MODERATE),
    };
    composer
        .to_account(tx, to, "hand_over", None, |account| HandOverWords { name: account.name.clone(), ..words })
        .await
}
