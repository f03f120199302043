//! Unsubscribing by the link in a mail, without signing in (RFC 8058): from one thing that is followed, or from all.

use qa_api::follow::{Often, Scope, Stopped};

use super::{Refusal, announce};
use crate::app::App;
use crate::domain::follow::Follow;
use crate::domain::post::Published;
use crate::keys::Purpose;
use crate::store::accounts::find_account;
use crate::store::follows::{update_follow, update_follows_quiet};
use crate::store::questions::find_question;
use crate::store::suppressions::insert_suppression;

/// What a link stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subscription {
    /// All mail to an account but the codes it asks for.
    All {
        /// The account's id.
        account: String,
    },
    /// Mail about one thing that an account follows.
    One {
        /// The account's id.
        account: String,
        /// What it is.
        scope: Scope,
        /// Its id.
        subject: String,
    },
    /// Digests of one kind.
    Digests {
        /// The account's id.
        account: String,
        /// Which.
        often: Often,
    },
}

/// The token of the link that stops all mail to an account.
pub fn token(app: &App, account: &str) -> String {
    app.keys.sign(Purpose::Unsubscribe, account)
}

/// The token of the link that stops mail about what `follow` is about.
pub fn follow_token(app: &App, follow: &Follow) -> String {
    let Follow { account, scope, subject, .. } = follow;
    app.keys.sign(Purpose::Unsubscribe, &format!("{account}:{}:{subject}", scope.name()))
}

/// The token of the link that stops digests of one kind.
pub fn digest_token(app: &App, account: &str, often: Often) -> String {
    app.keys.sign(Purpose::Unsubscribe, &format!("{account}:digest:{}", often.name()))
}

/// What the link with `token` stops, if this server made it.
pub fn read(app: &App, token: &str) -> Option<Subscription> {
    let text = app.keys.verify(Purpose::Unsubscribe, token)?;
    let Some((account, rest)) = text.split_once(':') else {
        return Some(Subscription::All { account: text.to_owned() });
    };
    let (scope, subject) = rest.split_once(':')?;
    let (account, subject) = (account.to_owned(), subject.to_owned());
    if scope == "digest" {
        return Some(Subscription::Digests { account, often: Often::from_name(&subject)? });
    }
    Some(Subscription::One { account, scope: Scope::from_name(scope)?, subject })
}

/// What the link with `token` is about: nothing when that is all mail.
///
/// # Errors
/// When the token is not from this server, or the database is away.
pub async fn title(app: &App, token: &str) -> Result<Option<String>, Refusal> {
    let (scope, subject) = match read(app, token).ok_or_else(Refusal::not_found)? {
        Subscription::One { scope, subject, .. } => (scope, subject),
        Subscription::Digests { often: Often::Weekly, .. } => {
            return Ok(Some("what you follow week by week".to_owned()));
        }
        Subscription::Digests { .. } => return Ok(Some("what you follow day by day".to_owned())),
        Subscription::All { .. } => return Ok(None),
    };
    let contents = app.site.contents();
    let title = match scope {
        // Whoever holds the link may have lost sight of the question since.
        Scope::Question => {
            let question = find_question(&mut app.store.read().await?, &subject).await?;
            question.and_then(Published::question).map(|question| question.get().title.clone())
        }
        Scope::Page => contents.page(&subject).map(|page| page.title.clone()),
        Scope::Topic => contents.topic(&subject).map(|topic| topic.title.clone()),
    };
    Ok(Some(title.unwrap_or_else(|| announce::scope_words(scope).to_owned())))
}

/// Stops what the token's link stops, or, with `all`, all mail to its account but the codes it asks for.
///
/// # Errors
/// When the token is not from this server.
pub async fn unsubscribe(app: &App, token: &str, all: bool) -> Result<(), Refusal> {
    let subscription = read(app, token).ok_or_else(Refusal::not_found)?;
    let now = app.now();
    app.store
        .write(move |tx| {
            Box::pin(async move {
                match subscription {
                    Subscription::One { account, scope, subject } if !all => {
                        let account = find_account(tx, &account).await?.ok_or_else(Refusal::not_found)?.id;
                        let follow = Follow { account, scope, subject, often: Often::Never };
                        update_follow(tx, &follow, now).await?;
                    }
                    Subscription::Digests { account, often } if !all => {
                        update_follows_quiet(tx, &account, often).await?;
                    }
                    Subscription::All { account }
                    | Subscription::One { account, .. }
                    | Subscription::Digests { account, .. } => {
                        let account = find_account(tx, &account).await?.ok_or_else(Refusal::not_found)?;
                        insert_suppression(tx, &account.address, Stopped::Asked, now).await?;
                    }
                }
                Ok(())
            })
        })
        .await
}
