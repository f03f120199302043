//! What the operator does with accounts.

use std::sync::Arc;

use qa_api::paths;
use qa_api::thread::Role;

use super::challenge::link_token;
use super::erasure::recall_suppression;
use super::roles::{change_role, role_act};
use crate::app::App;
use crate::clock::DAY;
use crate::domain::account::{Account, AccountAct};
use crate::store::account_acts::insert_account_act;
use crate::store::accounts::{find_account_by_address, insert_account, list_accounts};
use crate::store::challenges::{Challenge, Method, insert_challenge};
use crate::store::role_requests::delete_role_request;
use crate::store::{StoreError, Tx};

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

/// Every account, oldest first.
///
/// # Errors
/// When the database is away.
pub async fn list(app: &App) -> Result<Vec<Account>, StoreError> {
    list_accounts(&mut app.store.read().await?).await
}

async fn note(tx: &mut Tx, app: &App, account: &Account) -> Result<(), StoreError> {
    let entry = AccountAct {
        id: app.new_id(),
        actor_id: None,
        account_id: account.id.clone(),
        act: role_act(account.role),
        reason: String::new(),
    };
    insert_account_act(tx, &entry, app.now()).await
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
