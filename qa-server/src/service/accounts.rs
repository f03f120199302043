//! What the operator does with accounts.

use std::sync::Arc;

use qa_api::paths;
use qa_api::thread::Role;

use super::challenge::link_token;
use crate::app::App;
use crate::clock::DAY;
use crate::domain::account::Account;
use crate::store::accounts::{find_account_by_address, insert_account, update_account_role};
use crate::store::challenges::{Challenge, Method, insert_challenge};
use crate::store::sessions::delete_sessions_of_account;
use crate::store::{StoreError, Tx};

/// Makes sure that `address` has an account of `role`; a change of role ends its sessions.
///
/// # Errors
/// When the database is away.
pub async fn grant(app: &Arc<App>, address: &str, name: &str, role: Role) -> Result<Account, StoreError> {
    let fresh = Account { id: app.new_id(), address: address.to_owned(), name: name.to_owned(), role };
    let now = app.now();
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let Some(account) = find_account_by_address(tx, &fresh.address).await? else {
                    insert_account(tx, &fresh, now).await?;
                    return Ok(fresh);
                };
                if account.role != role {
                    update_account_role(tx, &account.id, role).await?;
                    delete_sessions_of_account(tx, &account.id).await?;
                }
                Ok(Account { role, ..account })
            })
        })
        .await
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
