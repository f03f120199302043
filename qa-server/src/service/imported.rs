//! Posts that came from another system join the account of whoever proves the address that they came with.
//!
//! Called where an address was just proven. Until then they are those of an account that nobody can sign in to.
//!
//! **Invariant:** nothing is granted by it. That system may have taken anybody's word for an address, so what came
//! with that of a moderator or of staff stays as it is, and imported posts do not count as those of a known author.

use qa_api::thread::Role;

use super::{changes, erasure};
use crate::app::App;
use crate::domain::account::{Account, AccountAct};
use crate::store::account_acts::insert_account_act;
use crate::store::accounts::{find_account, find_account_by_address};
use crate::store::erasure::update_account_erased;
use crate::store::imported_addresses::{
    delete_imported_address, find_imported_author, update_author_proven, update_posts_author,
};
use crate::store::suppressions::delete_suppression;
use crate::store::{StoreError, Tx};

/// What the account's history calls it.
const JOINED: &str = "imported";

/// Gives what was imported with the proven `address` to its owner.
pub(super) async fn join(tx: &mut Tx, app: &App, address: &str) -> Result<(), StoreError> {
    let Some(author) = find_imported_author(tx, address).await? else { return Ok(()) };
    let Some(author) = find_account(tx, &author).await? else { return Ok(()) };
    let owner = match find_account_by_address(tx, address).await? {
        Some(account) if account.role > Role::Member => return Ok(()),
        Some(account) => give(tx, app, &author, account).await?,
        None => {
            update_author_proven(tx, &author.id, address, app.now()).await?;
            erasure::recall_suppression(tx, app, address).await?;
            author.id.clone()
        }
    };
    // No mail goes to where the account was kept until now; to the address it may.
    delete_suppression(tx, &author.address).await?;
    delete_imported_address(tx, &author.id).await?;
    let act = AccountAct {
        id: app.new_id(),
        actor_id: None,
        account_id: owner,
        act: JOINED.to_owned(),
        reason: String::new(),
    };
    insert_account_act(tx, &act, app.now()).await
}

/// Gives the posts of `author` to an account that was there before; gives its id. Nothing is left of `author`.
async fn give(tx: &mut Tx, app: &App, author: &Account, account: Account) -> Result<String, StoreError> {
    changes::note_author(tx, app, &author.id).await?;
    update_posts_author(tx, &author.id, &account.id).await?;
    update_account_erased(tx, &author.id, app.now()).await?;
    Ok(account.id)
}
