//! What mails about an account say: that it will be deleted, that somebody asks for a role, what staff decided;
//! and what staff are told about addresses and targets that take nothing.

use qa_api::follow::Stopped;
use qa_api::paths;
use serde::Serialize;

use super::compose::{ComposeError, Composed, Composer};
use super::letter::Letter;
use crate::clock::day;
use crate::domain::account::Account;
use crate::domain::outbound::Message;
use crate::service::roles::{ROLE_REFUSED, role_act};
use crate::store::Tx;
use crate::store::account_acts::find_account_act;
use crate::store::accounts::find_account;
use crate::store::disabled_targets::find_disabled_target;
use crate::store::profiles::find_profile;
use crate::store::role_requests::find_role_request;
use crate::store::suppressions::find_suppression;

/// That an account will be deleted. Nothing in it was typed by anybody.
#[derive(Serialize)]
pub(super) struct LeavingWords {
    pub site: String,
    pub day: String,
    pub link: String,
}

/// That somebody asks to become a moderator.
#[derive(Serialize)]
pub(super) struct AskedWords {
    pub name: String,
    pub site: String,
    pub asker: String,
    pub reason: String,
    pub link: String,
}

/// That somebody's mail server takes no mail.
#[derive(Serialize)]
pub(super) struct BouncedWords {
    pub name: String,
    pub site: String,
    pub person: String,
    pub address: String,
}

/// That nothing goes to a target any more.
#[derive(Serialize)]
pub(super) struct TargetWords {
    pub name: String,
    pub site: String,
    pub target: String,
    pub reason: String,
    pub link: String,
}

/// What staff decided.
#[derive(Serialize)]
pub(super) struct DecidedWords {
    pub name: String,
    pub site: String,
    pub granted: bool,
    pub refused: bool,
    pub reason: String,
    pub link: String,
}

/// The letter of a message about an account.
pub(super) async fn compose(composer: &Composer<'_>, tx: &mut Tx, message: &Message) -> Result<Composed, ComposeError> {
    match message {
        Message::AccountLeaving { account } => leaving(composer, tx, account).await,
        Message::RoleAsked { account, to } => asked(composer, tx, account, to).await,
        Message::AddressBounced { account, to } => bounced(composer, tx, account, to).await,
        Message::TargetOff { target, to } => target_off(composer, tx, target, to).await,
        Message::RoleDecided { act } => decided(composer, tx, act).await,
        _ => Ok(Composed::Dropped("not about an account")),
    }
}

/// Goes to those who want no mail too: somebody else may have pressed the button.
async fn leaving(composer: &Composer<'_>, tx: &mut Tx, account: &str) -> Result<Composed, ComposeError> {
    let leaving = find_profile(tx, account).await?.and_then(|profile| profile.leaving);
    let (Some(leaving), Some(account)) = (leaving, find_account(tx, account).await?) else {
        return Ok(Composed::Dropped("the account stays"));
    };
    let words = LeavingWords { site: composer.site(), day: day(leaving.at), link: composer.app.url(paths::PROFILE) };
    let words = composer.templates.render("account_leaving", &words, None)?;
    Ok(Composed::Letter(Letter { to: account.address, to_name: None, words, about: None, unsubscribe: None }))
}

async fn asked(composer: &Composer<'_>, tx: &mut Tx, account: &str, to: &str) -> Result<Composed, ComposeError> {
    let (Some(asked), Some(asker)) = (find_role_request(tx, account).await?, find_account(tx, account).await?) else {
        return Ok(Composed::Dropped("the wish no longer waits"));
    };
    let words = |account: &Account| AskedWords {
        name: account.name.clone(),
        site: composer.site(),
        asker: asker.name.clone(),
        reason: asked.reason.clone(),
        link: composer.app.url(paths::MODERATE_PEOPLE),
    };
    composer.to_account(tx, to, "role_asked", None, words).await
}

async fn bounced(composer: &Composer<'_>, tx: &mut Tx, account: &str, to: &str) -> Result<Composed, ComposeError> {
    let Some(refused) = find_account(tx, account).await? else { return Ok(Composed::Dropped("the account is gone")) };
    if find_suppression(tx, &refused.address).await? != Some(Stopped::Bounced) {
        return Ok(Composed::Dropped("mail goes there again"));
    }
    let words = |account: &Account| BouncedWords {
        name: account.name.clone(),
        site: composer.site(),
        person: refused.name.clone(),
        address: refused.address.clone(),
    };
    composer.to_account(tx, to, "address_bounced", None, words).await
}

async fn target_off(composer: &Composer<'_>, tx: &mut Tx, target: &str, to: &str) -> Result<Composed, ComposeError> {
    let Some(off) = find_disabled_target(tx, target).await? else {
        return Ok(Composed::Dropped("the target is on again"));
    };
    let words = |account: &Account| TargetWords {
        name: account.name.clone(),
        site: composer.site(),
        target: off.target.clone(),
        reason: off.reason.clone(),
        link: composer.app.url(paths::MODERATE_OUTBOX),
    };
    composer.to_account(tx, to, "target_off", None, words).await
}

async fn decided(composer: &Composer<'_>, tx: &mut Tx, act: &str) -> Result<Composed, ComposeError> {
    let Some(entry) = find_account_act(tx, act).await? else {
        return Ok(Composed::Dropped("the decision is gone"));
    };
    let granted = entry.act == role_act(qa_api::thread::Role::Moderator);
    let words = |account: &Account| DecidedWords {
        name: account.name.clone(),
        site: composer.site(),
        granted,
        refused: entry.act == ROLE_REFUSED,
        reason: entry.reason.clone(),
        link: composer.app.url(if granted { paths::MODERATE } else { paths::PROFILE }),
    };
    composer.to_account(tx, &entry.account_id, "role_decided", None, words).await
}
