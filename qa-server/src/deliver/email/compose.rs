//! What a message says: read again from the database at the moment of sending, or dropped when it no longer applies.

use qa_api::paths;
use qa_api::thread::{QuestionState, ReplyState};
use serde::Serialize;

use super::accounts;
use super::letter::Letter;
use super::templates::{Footer, TemplateError, Templates, Words};
use crate::app::App;
use crate::clock::MINUTE;
use crate::domain::account::Account;
use crate::domain::outbound::Message;
use crate::domain::post::{Published, Question, Reply};
use crate::service::{challenge, unsubscribe};
use crate::store::accounts::find_account;
use crate::store::challenges::{Challenge, find_challenge};
use crate::store::questions::find_question;
use crate::store::replies::{find_reply, find_reply_text};
use crate::store::{StoreError, Tx, suppressions};

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

/// About a reply of somebody else.
#[derive(Serialize)]
pub(super) struct ReplyWords {
    pub name: String,
    pub title: String,
    pub link: String,
    pub author: String,
    pub text: String,
    pub html: String,
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
            match find_question(&mut tx, question).await?.and_then(Published::question) {
                Some(question) => composer.about_question(&mut tx, "question_published", question.get()).await,
                None => Ok(Composed::Dropped("the question is not published")),
            }
        }
        Message::QuestionRejected { question } => match find_question(&mut tx, question).await? {
            Some(question) if is_turned_down(&question) => {
                composer.about_question(&mut tx, "question_rejected", &question).await
            }
            _ => Ok(Composed::Dropped("the question is not turned down")),
        },
        Message::ReplyPosted { reply } => match published_reply(&mut tx, reply).await? {
            Some((question, reply)) => composer.reply_posted(&mut tx, &question, &reply).await,
            None => Ok(Composed::Dropped("the reply is not published")),
        },
        Message::ReplyHidden { reply } => match find_reply(&mut tx, reply).await? {
            Some(reply) if reply.status.state == ReplyState::Hidden => composer.reply_hidden(&mut tx, &reply).await,
            _ => Ok(Composed::Dropped("the reply is not hidden")),
        },
        Message::AccountLeaving { .. } | Message::RoleAsked { .. } | Message::RoleDecided { .. } => {
            accounts::compose(&composer, &mut tx, message).await
        }
    }
}

fn is_turned_down(question: &Question) -> bool {
    matches!(question.status.state, QuestionState::Rejected | QuestionState::Archived)
}

async fn published_reply(tx: &mut Tx, id: &str) -> Result<Option<(Published<Question>, Published<Reply>)>, StoreError> {
    let Some(reply) = find_reply(tx, id).await? else { return Ok(None) };
    let Some(question) = find_question(tx, &reply.question).await?.and_then(Published::question) else {
        return Ok(None);
    };
    Ok(Published::reply(reply, &question).map(|reply| (question, reply)))
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
        self.to_account(tx, &question.author.id, kind, &question.id, words).await
    }

    async fn reply_posted(
        &self,
        tx: &mut Tx,
        question: &Published<Question>,
        reply: &Published<Reply>,
    ) -> Result<Composed, ComposeError> {
        let (question, reply) = (question.get(), reply.get());
        let text = find_reply_text(tx, &reply.id).await?.unwrap_or_default();
        let words = |account: &Account| ReplyWords {
            name: account.name.clone(),
            title: question.title.clone(),
            link: self.post_link(question, &paths::reply_anchor(&reply.id), true),
            author: reply.author.public(&question.author.id).name,
            text: text.clone(),
            html: absolute(&reply.body_html, &self.app.url("/")),
        };
        self.to_account(tx, &question.author.id, "reply_posted", &question.id, words).await
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
        self.to_account(tx, &reply.author.id, "reply_hidden", &question.id, words).await
    }

    /// Where a post is read: on the page when everybody sees it, else in its author's own view of the page.
    fn post_link(&self, question: &Question, anchor: &str, published: bool) -> String {
        let page = if published {
            self.app.page_url(&question.page)
        } else {
            self.app.url(&paths::personal_page(&question.page))
        };
        format!("{page}#{anchor}")
    }

    pub(super) async fn to_account<C: Serialize>(
        &self,
        tx: &mut Tx,
        account: &str,
        kind: &str,
        about: &str,
        words: impl FnOnce(&Account) -> C,
    ) -> Result<Composed, ComposeError> {
        let Some(account) = find_account(tx, account).await? else {
            return Ok(Composed::Dropped("the account is gone"));
        };
        if suppressions::is_suppressed(tx, &account.address).await? {
            return Ok(Composed::Dropped("the address wants no mail"));
        }
        let token = unsubscribe::token(self.app, &account.id);
        let footer = Footer {
            site: self.site(),
            home: self.app.url("/"),
            unsubscribe: self.app.url(&format!("{}?t={token}", paths::UNSUBSCRIBE)),
        };
        let words = self.templates.render(kind, &words(&account), Some(&footer))?;
        Ok(Composed::Letter(Letter {
            to: account.address,
            to_name: Some(account.name),
            words,
            about: Some(about.to_owned()),
            unsubscribe: Some(footer.unsubscribe),
        }))
    }
}

fn to_unproven(address: String, words: Words) -> Letter {
    Letter { to: address, to_name: None, words, about: None, unsubscribe: None }
}

/// Sanitised HTML in which links to this site work in a mail.
fn absolute(html: &str, home: &str) -> String {
    html.replace("href=\"/", &format!("href=\"{home}"))
}
