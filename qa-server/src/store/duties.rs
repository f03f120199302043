//! Whom alerts go to: accounts by role, and by the addresses that the server data names.

use qa_api::request::role_name;
use qa_api::thread::Role;

use super::accounts::AccountRow;
use super::sql::{Sql, fetch_all, statements};
use super::{StoreError, Tx};
use crate::domain::account::Account;

statements! {
    LIST_OF_ROLE = Sql::both("SELECT id FROM accounts WHERE role = $1 ORDER BY id");
    LIST_MODERATORS = Sql::both("SELECT id, address, name, role FROM accounts WHERE role IN ('moderator', 'staff') AND address = $1");
}

/// The ids of all accounts of a role.
pub async fn list_accounts_of_role(tx: &mut Tx, role: Role) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = fetch_all!(tx, LIST_OF_ROLE, role_name(role))?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The account of this address, if it is a moderator's or of the staff: nobody else is told of what waits.
pub async fn find_moderator(tx: &mut Tx, address: &str) -> Result<Option<Account>, StoreError> {
    let rows: Vec<AccountRow> = fetch_all!(tx, LIST_MODERATORS, address)?;
    rows.into_iter().next().map(Account::try_from).transpose()
}
