//! What a message says: read again from the database at the moment of sending, or dropped when it no longer applies.

use qa_api::paths;
use qa_api::thread::{QuestionState, ReplyState};
use serde::Serialize;

use super::letter::Letter;
use super::moderation;
use super::templates::{Footer, TemplateError, Templates, Words};
use super::{accounts, digest, follows, mention, solved, summary, tickets};
use crate::app::App;
use crate::clock::MINUTE;
use crate::domain::account::Account;
use crate::domain::outbound::Message;
use crate::domain::post::{Published, Question, Reply};
use crate::service::{challenge, unsubscribe};
use crate::store::accounts::find_account;
use crate::store::challenges::{Challenge, find_challenge};
use crate::store::questions::find_question;
use crate::store::replies::find_reply;
use crate::store::suppressions::find_suppression;
use crate::store::versions::{DROPPED, find_version};
use crate::store::{StoreError, Tx};

/// A letter, or why there is none.
pub(super) enum Composed {
    Letter(Letter),
    Dropped(&'static str),
}

#[derive(Debug, thiserror::Error)]
pub(super) enum ComposeError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Template(#[from] TemplateError),
}

#[derive(Serialize)]
pub(super) struct CodeWords {
    pub site: String,
    pub code: String,
    pub minutes: i64,
}

#[derive(Serialize)]
pub(super) struct LinkWords {
    pub site: String,
    pub link: String,
    pub minutes: i64,
}

/// About somebody's own post.
#[derive(Serialize)]
pub(super) struct PostWords {
    pub name: String,
    pub title: String,
    pub link: String,
    pub archived: bool,
    pub reason: Option<String>,
}

pub(super) async fn compose(app: &App, templates: &Templates, message: &Message) -> Result<Composed, ComposeError> {
    let mut tx = app.store.read().await?;
    let composer = Composer { app, templates };
    match message {
        Message::Code { challenge, generation } => {
            let found = find_challenge(&mut tx, challenge).await?;
            composer.code(found.filter(|found| found.generation == *generation))
        }
        Message::SignInLink { challenge } => composer.link(find_challenge(&mut tx, challenge).await?),
        Message::QuestionPublished { question } => {
            composer.about_published(&mut tx, "question_published", question).await
        }
        Message::QuestionRejected { question } => match find_question(&mut tx, question).await? {
            Some(question) if is_turned_down(&question) => {
                composer.about_question(&mut tx, "question_rejected", &question).await
            }
            _ => Ok(Composed::Dropped("the question is not turned down")),
        },
        Message::ReplyPosted { .. }
        | Message::ReplyFollowed { .. }
        | Message::RepliesTogether { .. }
        | Message::QuestionFollowed { .. }
        | Message::ResolutionFollowed { .. } => follows::compose(&composer, &mut tx, message).await,
        Message::Mentioned { question, reply, account } => {
            mention::compose(&composer, &mut tx, question, reply.as_deref(), account).await
        }
        Message::ReplyHidden { reply } => match find_reply(&mut tx, reply).await? {
            Some(reply) if reply.status.state == ReplyState::Hidden => composer.reply_hidden(&mut tx, &reply).await,
            _ => Ok(Composed::Dropped("the reply is not hidden")),
        },
        Message::AccountLeaving { .. }
        | Message::RoleAsked { .. }
        | Message::RoleDecided { .. }
        | Message::AddressBounced { .. }
        | Message::TargetOff { .. } => accounts::compose(&composer, &mut tx, message).await,
        Message::Digest { account, often, from, until } => {
            digest::compose(&composer, &mut tx, account, *often, (*from, *until)).await
        }
        Message::QuestionWaiting { question } => match published_question(&mut tx, question).await? {
            Some(question) if question.get().status.waiting => {
                composer.about_question(&mut tx, "question_waiting", question.get()).await
            }
            _ => Ok(Composed::Dropped("nobody waits for the asker")),
        },
        Message::QuestionMoved { question } => composer.about_published(&mut tx, "question_moved", question).await,
        Message::ReplySplit { question } => composer.about_published(&mut tx, "reply_split", question).await,
        Message::QuestionMerged { question } => composer.question_merged(&mut tx, question).await,
        Message::PostEdited { question, post, account } => composer.post_edited(&mut tx, question, post, account).await,
        Message::EditRefused { question, version } => composer.edit_refused(&mut tx, question, version).await,
        Message::Event { .. } | Message::TicketTouched { .. } | Message::SiteChanged => {
            Ok(Composed::Dropped("what happens to questions is no mail"))
        }
        Message::TicketStuck { question, target, to } => {
            tickets::compose(&composer, &mut tx, question, target, to).await
        }
        Message::Summary { to, from, until } => summary::compose(&composer, &mut tx, to, (*from, *until)).await,
        Message::Solved { question, reply, .. } => solved::compose(&composer, &mut tx, question, reply).await,
        Message::Banned { .. } | Message::Escalated { .. } | Message::Waits { .. } | Message::HandOver { .. } => {
            moderation::compose(&composer, &mut tx, message).await
        }
    }
}

fn is_turned_down(question: &Question) -> bool {
    matches!(question.status.state, QuestionState::Rejected | QuestionState::Archived)
}

pub(super) async fn published_question(tx: &mut Tx, id: &str) -> Result<Option<Published<Question>>, StoreError> {
    Ok(find_question(tx, id).await?.and_then(Published::question))
}

pub(super) struct Composer<'a> {
    pub(super) app: &'a App,
    pub(super) templates: &'a Templates,
}

impl Composer<'_> {
    pub(super) fn site(&self) -> String {
        self.app.site.contents().title.clone()
    }

    /// Minutes that a challenge still lasts, if it is worth mailing.
    fn minutes_left(&self, challenge: &Challenge) -> Option<i64> {
        let left = challenge.expires_at - self.app.now();
        (challenge.used_at.is_none() && left > 0).then(|| (left + MINUTE - 1) / MINUTE)
    }

    fn code(&self, challenge: Option<Challenge>) -> Result<Composed, ComposeError> {
        let Some((minutes, challenge)) = challenge.and_then(|found| Some((self.minutes_left(&found)?, found))) else {
            return Ok(Composed::Dropped("the code is no longer valid"));
        };
        let code = self.app.keys.code(&challenge.id, challenge.generation);
        let words = self.templates.render("code", &CodeWords { site: self.site(), code, minutes }, None)?;
        Ok(Composed::Letter(to_unproven(challenge.address, words)))
    }

    fn link(&self, challenge: Option<Challenge>) -> Result<Composed, ComposeError> {
        let Some((minutes, challenge)) = challenge.and_then(|found| Some((self.minutes_left(&found)?, found))) else {
            return Ok(Composed::Dropped("the link is no longer valid"));
        };
        let token = challenge::link_token(self.app, &challenge.id, challenge.generation);
        let link = self.app.url(&format!("{}?t={token}", paths::SIGN_IN_LINK));
        let words = self.templates.render("sign_in_link", &LinkWords { site: self.site(), link, minutes }, None)?;
        Ok(Composed::Letter(to_unproven(challenge.address, words)))
    }

    async fn about_question(&self, tx: &mut Tx, kind: &str, question: &Question) -> Result<Composed, ComposeError> {
        let anchor = paths::question_anchor(&question.id);
        let words = |account: &Account| PostWords {
            name: account.name.clone(),
            title: question.title.clone(),
            link: self.post_link(question, &anchor, question.status.state == QuestionState::Published),
            archived: question.status.state == QuestionState::Archived,
            reason: question.status.note.clone(),
        };
        self.to_account(tx, &question.author.id, kind, Some(&question.id), words).await
    }

    async fn about_published(&self, tx: &mut Tx, kind: &str, question: &str) -> Result<Composed, ComposeError> {
        match published_question(tx, question).await? {
            Some(question) => self.about_question(tx, kind, question.get()).await,
            None => Ok(Composed::Dropped("the question is not published")),
        }
    }

    /// Names the question that stays and not the duplicate, which may never have been on a page.
    async fn question_merged(&self, tx: &mut Tx, id: &str) -> Result<Composed, ComposeError> {
        let gone = Composed::Dropped("the question is not merged");
        let Some(question) = find_question(tx, id).await? else { return Ok(gone) };
        let Some(into) = &question.status.merged_into else { return Ok(gone) };
        let Some(into) = published_question(tx, into).await? else { return Ok(gone) };
        let into = into.get();
        let words = |account: &Account| PostWords {
            name: account.name.clone(),
            title: into.title.clone(),
            link: self.post_link(into, &paths::question_anchor(&into.id), true),
            archived: false,
            reason: None,
        };
        self.to_account(tx, &question.author.id, "question_merged", Some(&into.id), words).await
    }

    async fn post_edited(
        &self,
        tx: &mut Tx,
        question: &str,
        post: &str,
        account: &str,
    ) -> Result<Composed, ComposeError> {
        let Some(question) = find_question(tx, question).await? else {
            return Ok(Composed::Dropped("the question is gone"));
        };
        let published = question.status.state == QuestionState::Published;
        if !published && question.author.id != account {
            return Ok(Composed::Dropped("the question is not published"));
        }
        let kind = if question.id == post { "question" } else { "reply" };
        let words = |account: &Account| PostWords {
            name: account.name.clone(),
            title: question.title.clone(),
            link: self.app.url(&paths::versions_page(kind, post)),
            archived: false,
            reason: None,
        };
        self.to_account(tx, account, "post_edited", Some(&question.id), words).await
    }

    async fn edit_refused(&self, tx: &mut Tx, question: &str, version: &str) -> Result<Composed, ComposeError> {
        let refused = find_version(tx, version).await?.filter(|version| version.state == DROPPED);
        let (Some(version), Some(question)) = (refused, published_question(tx, question).await?) else {
            return Ok(Composed::Dropped("the change is not turned down"));
        };
        let question = question.get();
        let kind = if question.id == version.post_id { "question" } else { "reply" };
        let words = |account: &Account| PostWords {
            name: account.name.clone(),
            title: question.title.clone(),
            link: self.app.url(&paths::versions_page(kind, &version.post_id)),
            archived: false,
            reason: version.note.clone(),
        };
        self.to_account(tx, &version.account_id, "edit_refused", Some(&question.id), words).await
    }

    async fn reply_hidden(&self, tx: &mut Tx, reply: &Reply) -> Result<Composed, ComposeError> {
        let Some(question) = find_question(tx, &reply.question).await? else {
            return Ok(Composed::Dropped("the question is gone"));
        };
        // Its title would go to somebody who can no longer see it.
        if question.status.state != QuestionState::Published && question.author.id != reply.author.id {
            return Ok(Composed::Dropped("the question is not published"));
        }
        let words = |account: &Account| PostWords {
            name: account.name.clone(),
            title: question.title.clone(),
            link: self.post_link(&question, &paths::reply_anchor(&reply.id), false),
            archived: false,
            reason: reply.status.note.clone(),
        };
        self.to_account(tx, &reply.author.id, "reply_hidden", Some(&question.id), words).await
    }

    /// Where a post is read: on the page when everybody sees it, else in its author's own view of the page.
    pub(super) fn post_link(&self, question: &Question, anchor: &str, published: bool) -> String {
        let page = if published {
            self.app.page_url(&question.page)
        } else {
            self.app.url(&paths::personal_page(&question.page))
        };
        format!("{page}#{anchor}")
    }

    /// A letter to `account` that its owner can stop together with all others; in the thread of mails about question
    /// `about`, if it belongs to one.
    pub(super) async fn to_account<C: Serialize>(
        &self,
        tx: &mut Tx,
        account: &str,
        kind: &str,
        about: Option<&str>,
        words: impl FnOnce(&Account) -> C,
    ) -> Result<Composed, ComposeError> {
        let stop =
            Stop { token: unsubscribe::token(self.app, account), words: "Stop all mail about your posts".to_owned() };
        self.stoppable(tx, account, kind, about, stop, words).await
    }

    /// A letter to `account` that `stop` stops.
    pub(super) async fn stoppable<C: Serialize>(
        &self,
        tx: &mut Tx,
        account: &str,
        kind: &str,
        about: Option<&str>,
        stop: Stop,
        words: impl FnOnce(&Account) -> C,
    ) -> Result<Composed, ComposeError> {
        let Some(account) = find_account(tx, account).await? else {
            return Ok(Composed::Dropped("the account is gone"));
        };
        if find_suppression(tx, &account.address).await?.is_some() {
            return Ok(Composed::Dropped("the address wants no mail"));
        }
        let footer = Footer {
            site: self.site(),
            home: self.app.url("/"),
            stop: stop.words,
            unsubscribe: self.app.url(&format!("{}?t={}", paths::UNSUBSCRIBE, stop.token)),
        };
        let words = self.templates.render(kind, &words(&account), Some(&footer))?;
        Ok(Composed::Letter(Letter {
            to: account.address,
            to_name: Some(account.name),
            words,
            about: about.map(str::to_owned),
            unsubscribe: Some(footer.unsubscribe),
        }))
    }
}

/// How a letter's receiver stops such letters.
pub(super) struct Stop {
    /// Of the link.
    pub(super) token: String,
    /// What the link says.
    pub(super) words: String,
}

fn to_unproven(address: String, words: Words) -> Letter {
    Letter { to: address, to_name: None, words, about: None, unsubscribe: None }
}
