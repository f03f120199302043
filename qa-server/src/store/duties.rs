//! Whom alerts go to: accounts by the addresses that the server data names.

use super::accounts::AccountRow;
use super::sql::{Sql, fetch_all, statements};
use super::{StoreError, Tx};
use crate::domain::account::Account;

statements! {
    LIST_MODERATORS = Sql::both("SELECT id, address, name, role FROM accounts WHERE role IN ('moderator', 'staff') AND address = $1");
}

/// The account of this address, if it is a moderator's or of the staff: nobody else is told of what waits.
pub async fn find_moderator(tx: &mut Tx, address: &str) -> Result<Option<Account>, StoreError> {
    let rows: Vec<AccountRow> = fetch_all!(tx, LIST_MODERATORS, address)?;
    rows.into_iter().next().map(Account::try_from).transpose()
}
