//! What the operator does with accounts.

use std::sync::Arc;

use qa_api::paths;
use qa_api::thread::Role;

use super::challenge::link_token;
use super::erasure::recall_suppression;
use super::outbox;
use super::roles::{change_role, role_act};
use crate::app::App;
use crate::clock::DAY;
use crate::domain::account::{Account, AccountAct};
use crate::domain::outbound::Outbound;
use crate::store::account_acts::insert_account_act;
use crate::store::accounts::{find_account_by_address, insert_account, list_accounts};
use crate::store::bans::{Ban, insert_ban, update_bans_lifted};
use crate::store::challenges::{Challenge, Method, insert_challenge};
use crate::store::role_requests::delete_role_request;
use crate::store::sessions::delete_sessions_of_account;
use crate::store::{StoreError, Tx};

/// The names under which bans from the command line are written down.
const BAN: &str = "ban";
const UNBAN: &str = "unban";

/// Makes sure that `address` has an account of `role`; a change of role ends its sessions.
///
/// # Errors
/// When the database is away.
pub async fn grant(app: &Arc<App>, address: &str, name: &str, role: Role) -> Result<Account, StoreError> {
    let fresh = Account { id: app.new_id(), address: address.to_owned(), name: name.to_owned(), role };
    let (now, unit_app) = (app.now(), app.clone());
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let Some(account) = find_account_by_address(tx, &fresh.address).await? else {
                    insert_account(tx, &fresh, now).await?;
                    recall_suppression(tx, &unit_app, &fresh.address).await?;
                    note(tx, &unit_app, &fresh).await?;
                    return Ok(fresh);
                };
                if account.role != role {
                    change_role(tx, &unit_app, &account, role).await?;
                    delete_role_request(tx, &account.id).await?;
                    note(tx, &unit_app, &Account { role, ..account.clone() }).await?;
                }
                Ok(Account { role, ..account })
            })
        })
        .await
}

/// Keeps the account of `address` from posting for `days` days: its sessions end, and it is told until when and why.
/// Gives the account, if there is one.
///
/// # Errors
/// When the database is away.
pub async fn ban(app: &Arc<App>, address: &str, days: u16, reason: &str) -> Result<Option<Account>, StoreError> {
    let (unit_app, address, reason) = (app.clone(), address.to_owned(), reason.to_owned());
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let app = &unit_app;
                let Some(account) = find_account_by_address(tx, &address).await? else { return Ok(None) };
                let entry = operator_act(app, &account, BAN, &reason);
                insert_account_act(tx, &entry, app.now()).await?;
                let until = app.now() + i64::from(days) * DAY;
                let ban = Ban { id: entry.id, account_id: account.id.clone(), until, reason, lifted_at: None };
                insert_ban(tx, &ban).await?;
                delete_sessions_of_account(tx, &account.id).await?;
                outbox::enqueue(tx, app, Outbound::banned(&ban.id, &account.id), None).await?;
                Ok(Some(account))
            })
        })
        .await
}

/// Takes every ban of `address` back that still holds; gives how many.
///
/// # Errors
/// When the database is away.
pub async fn unban(app: &Arc<App>, address: &str) -> Result<u64, StoreError> {
    let (unit_app, address) = (app.clone(), address.to_owned());
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let app = &unit_app;
                let Some(account) = find_account_by_address(tx, &address).await? else { return Ok(0) };
                let lifted = update_bans_lifted(tx, &account.id, app.now()).await?;
                if lifted > 0 {
                    insert_account_act(tx, &operator_act(app, &account, UNBAN, ""), app.now()).await?;
                }
                Ok(lifted)
            })
        })
        .await
}

/// Every account, oldest first.
///
/// # Errors
/// When the database is away.
pub async fn list(app: &App) -> Result<Vec<Account>, StoreError> {
    list_accounts(&mut app.store.read().await?).await
}

async fn note(tx: &mut Tx, app: &App, account: &Account) -> Result<(), StoreError> {
    insert_account_act(tx, &operator_act(app, account, &role_act(account.role), ""), app.now()).await
}

/// An entry in the book of acts on accounts that names nobody, as the operator has no account.
fn operator_act(app: &App, account: &Account, act: &str, reason: &str) -> AccountAct {
    AccountAct {
        id: app.new_id(),
        actor_id: None,
        account_id: account.id.clone(),
        act: act.to_owned(),
        reason: reason.to_owned(),
    }
}

/// A link that signs the account in once, within a day, without any mail.
///
/// # Errors
/// When the database is away.
pub async fn sign_in_link(app: &Arc<App>, account: &Account) -> Result<String, StoreError> {
    let now = app.now();
    let challenge = Challenge {
        id: app.new_id(),
        address: account.address.clone(),
        name: account.name.clone(),
        draft: None,
        method: Method::Link,
        generation: 0,
        tries: 0,
        expires_at: now + DAY,
        used_at: None,
    };
    let link = app.url(&format!("{}?t={}", paths::SIGN_IN_LINK, link_token(app, &challenge.id, 0)));
    app.store.write(move |tx: &mut Tx| Box::pin(async move { insert_challenge(tx, &challenge, now).await })).await?;
    Ok(link)
}
