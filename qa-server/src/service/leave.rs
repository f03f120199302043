//! Leaving for good, and staying after all.

use std::sync::Arc;

use qa_api::people::{LeaveRequest, Leaving, Profile};

use super::limits::count;
use super::profile::own_profile;
use super::{Refusal, Visitor, outbox};
use crate::app::App;
use crate::clock::{DAY, Millis, rfc3339};
use crate::domain::account::{Account, AccountAct};
use crate::domain::limit::PROFILE_CHANGES_PER_ACCOUNT;
use crate::domain::outbound::Outbound;
use crate::store::account_acts::insert_account_act;
use crate::store::erasure::update_leaving;
use crate::store::profiles::find_profile;
use crate::store::sessions::delete_sessions_of_account;
use crate::store::{StoreError, Tx};

/// How long an account that leaves can come back.
const GRACE: Millis = 7 * DAY;

/// Signs the account out everywhere and sets the day on which it is erased; a mail says so, in case it was somebody else.
///
/// # Errors
/// When nobody is signed in, or a limit is reached.
pub async fn leave(app: &Arc<App>, visitor: &Visitor, request: LeaveRequest) -> Result<Leaving, Refusal> {
    let account = visitor.account.clone().ok_or_else(Refusal::signed_out)?;
    let unit_app = app.clone();
    let at = app.now() + GRACE;
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let app = &unit_app;
                count(tx, &[(&PROFILE_CHANGES_PER_ACCOUNT, account.id.as_str())], app.now()).await?;
                update_leaving(tx, &account.id, Some((at, request.posts.name()))).await?;
                delete_sessions_of_account(tx, &account.id).await?;
                note(tx, app, &account, "leaves").await?;
                outbox::enqueue(tx, app, Outbound::account_leaving(&account, at), None).await?;
                Ok::<_, Refusal>(())
            })
        })
        .await?;
    Ok(Leaving { at: rfc3339(at), posts: request.posts })
}

/// Takes leaving back.
///
/// # Errors
/// When nobody is signed in, or a limit is reached.
pub async fn stay(app: &Arc<App>, visitor: &Visitor) -> Result<Profile, Refusal> {
    let account = visitor.account.clone().ok_or_else(Refusal::signed_out)?;
    let unit_app = app.clone();
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let app = &unit_app;
                count(tx, &[(&PROFILE_CHANGES_PER_ACCOUNT, account.id.as_str())], app.now()).await?;
                update_leaving(tx, &account.id, None).await?;
                note(tx, app, &account, "stays").await?;
                own_profile(tx, app, &account).await
            })
        })
        .await
}

/// Whether the account is on its way out: somebody who signs in then may have come to take that back.
///
/// # Errors
/// When the database is away.
pub async fn is_leaving(app: &App, account: &Account) -> Result<bool, StoreError> {
    let profile = find_profile(&mut app.store.read().await?, &account.id).await?;
    Ok(profile.is_some_and(|profile| profile.leaving.is_some()))
}

async fn note(tx: &mut Tx, app: &App, account: &Account, act: &str) -> Result<(), StoreError> {
    let entry = AccountAct {
        id: app.new_id(),
        actor_id: Some(account.id.clone()),
        account_id: account.id.clone(),
        act: act.to_owned(),
        reason: String::new(),
    };
    insert_account_act(tx, &entry, app.now()).await
}
