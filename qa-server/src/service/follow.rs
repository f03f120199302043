//! Following: choosing how often one gets mail about a question, a page or a topic.

use std::sync::Arc;

use qa_api::follow::{Follow as Shown, FollowRequest, Follows, Often, Scope};
use qa_api::paths;
use qa_api::problem::Code;
use qa_api::request::Changed;

use super::limits::count;
use super::{Refusal, Visitor, view};
use crate::app::App;
use crate::domain::account::Account;
use crate::domain::follow::Follow;
use crate::domain::limit::FOLLOWS_PER_ACCOUNT;
use crate::domain::post::Question;
use crate::store::follows::{find_follow, list_follows, update_follow};
use crate::store::questions::find_question;
use crate::store::suppressions::{delete_suppression, find_suppression};
use crate::store::{StoreError, Tx};

/// Where the choice is made: around a question, or around a page.
#[derive(Clone, Debug)]
pub enum Around {
    /// The question of this id.
    Question(String),
    /// The page of this id.
    Page(String),
}

/// Chooses, and gives everything that the visitor chose.
///
/// # Errors
/// When nobody is signed in, there is no such thing or the visitor may not see it, or a limit is reached.
pub async fn choose(app: &Arc<App>, visitor: &Visitor, request: FollowRequest) -> Result<Follows, Refusal> {
    let account = visitor.account.clone().ok_or_else(Refusal::signed_out)?;
    let unit_app = app.clone();
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let app = &unit_app;
                choose_unit(tx, app, &account, &request).await?;
                own_follows(tx, app, &account).await
            })
        })
        .await
}

/// Chooses for one question, and gives its thread, and the id of its page.
///
/// # Errors
/// The same as of [`choose`].
pub async fn choose_on_thread(
    app: &Arc<App>,
    visitor: &Visitor,
    question: &str,
    often: Often,
) -> Result<(Changed, String), Refusal> {
    let account = visitor.account.clone().ok_or_else(Refusal::signed_out)?;
    let request = FollowRequest { scope: Scope::Question, id: question.to_owned(), often };
    let unit_app = app.clone();
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let app = &unit_app;
                choose_unit(tx, app, &account, &request).await?;
                let question = find_question(tx, &request.id).await?.ok_or_else(Refusal::not_found)?;
                let page = question.page.clone();
                let thread = view::thread(tx, app, question, &account).await?;
                Ok((Changed { thread, undo: None }, page))
            })
        })
        .await
}

async fn choose_unit(tx: &mut Tx, app: &App, account: &Account, request: &FollowRequest) -> Result<(), Refusal> {
    count(tx, &[(&FOLLOWS_PER_ACCOUNT, account.id.as_str())], app.now()).await?;
    let known = match request.scope {
        Scope::Question => visible(tx, account, &request.id).await?.is_some(),
        Scope::Page => app.site.contents().page(&request.id).is_some_and(|page| page.qa),
        Scope::Topic => app.site.contents().topic(&request.id).is_some(),
    };
    // What is gone can still be unfollowed.
    if !known && find_follow(tx, request.scope, &request.id, &account.id).await?.is_none() {
        return Err(Refusal::not_found());
    }
    let follow =
        Follow { account: account.id.clone(), scope: request.scope, subject: request.id.clone(), often: request.often };
    Ok(update_follow(tx, &follow, app.now()).await?)
}

/// Everything that the visitor chose.
///
/// # Errors
/// When nobody is signed in, or the database is away.
pub async fn follows(app: &App, visitor: &Visitor) -> Result<Follows, Refusal> {
    let account = visitor.account.as_ref().ok_or_else(Refusal::signed_out)?;
    own_follows(&mut app.store.read().await?, app, account).await
}

/// What there is to follow around a question or page, narrowest first, with what the visitor chose.
///
/// # Errors
/// When nobody is signed in, or there is no such thing.
pub async fn around(app: &App, visitor: &Visitor, around: &Around) -> Result<Vec<Shown>, Refusal> {
    let account = visitor.account.as_ref().ok_or_else(Refusal::signed_out)?;
    let mut tx = app.store.read().await?;
    let tx = &mut tx;
    let mut things = Vec::new();
    let page = match around {
        Around::Question(id) => {
            let question = visible(tx, account, id).await?.ok_or_else(Refusal::not_found)?;
            things.push((Scope::Question, question.id));
            question.page
        }
        Around::Page(page) => page.clone(),
    };
    let contents = app.site.contents();
    if let Some(page) = contents.page(&page).filter(|page| page.qa) {
        things.push((Scope::Page, page.id.clone()));
        things.extend(page.topic.clone().map(|topic| (Scope::Topic, topic)));
    }
    let mut shown = Vec::new();
    for (scope, id) in things {
        let often = find_follow(tx, scope, &id, &account.id).await?.map(|follow| follow.often);
        shown.extend(self::shown(tx, app, account, scope, id, often).await?);
    }
    if shown.is_empty() { Err(Refusal::new(Code::UnknownPage, "Check the address.")) } else { Ok(shown) }
}

/// Lets mail come to the visitor again, after it was stopped.
///
/// # Errors
/// When nobody is signed in, or a limit is reached.
pub async fn resume_mail(app: &Arc<App>, visitor: &Visitor) -> Result<Follows, Refusal> {
    let account = visitor.account.clone().ok_or_else(Refusal::signed_out)?;
    let unit_app = app.clone();
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let app = &unit_app;
                count(tx, &[(&FOLLOWS_PER_ACCOUNT, account.id.as_str())], app.now()).await?;
                delete_suppression(tx, &account.address).await?;
                own_follows(tx, app, &account).await
            })
        })
        .await
}

async fn own_follows(tx: &mut Tx, app: &App, account: &Account) -> Result<Follows, Refusal> {
    let mut follows = Vec::new();
    for follow in list_follows(tx, &account.id).await? {
        follows.extend(shown(tx, app, account, follow.scope, follow.subject, Some(follow.often)).await?);
    }
    follows.sort_by_key(|follow| follow.scope);
    Ok(Follows { follows, stopped: find_suppression(tx, &account.address).await? })
}

async fn visible(tx: &mut Tx, account: &Account, question: &str) -> Result<Option<Question>, StoreError> {
    let question = find_question(tx, question).await?;
    Ok(question.filter(|question| view::may_see_question(account, question)))
}

/// What is followed, by its title; nothing of a question that the account may not see any more.
async fn shown(
    tx: &mut Tx,
    app: &App,
    account: &Account,
    scope: Scope,
    id: String,
    often: Option<Often>,
) -> Result<Option<Shown>, StoreError> {
    let contents = app.site.contents();
    let (title, path) = match scope {
        Scope::Question => match visible(tx, account, &id).await? {
            Some(question) => {
                let path = format!("{}#{}", paths::personal_page(&question.page), paths::question_anchor(&id));
                (question.title, path)
            }
            None => return Ok(None),
        },
        Scope::Page => match contents.page(&id) {
            Some(page) => (page.title.clone(), page.path.clone()),
            None => (id.clone(), paths::personal_page(&id)),
        },
        Scope::Topic => {
            let title = contents.topic(&id).map_or_else(|| id.clone(), |topic| topic.title.clone());
            (title, paths::topic_list(&id))
        }
    };
    Ok(Some(Shown { scope, id, title, path, often }))
}
