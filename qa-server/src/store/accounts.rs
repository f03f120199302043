//! Accounts: who has proven an address.

use qa_api::request::role_name;
use qa_api::thread::Role;

use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx, names};
use crate::clock::Millis;
use crate::domain::account::Account;

/// The columns of a row, from where they are, and then `$rest`.
macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT id, address, name, role FROM accounts ", $rest)
    };
}

statements! {
    INSERT = Sql::both("INSERT INTO accounts (id, address, name, role, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (address) DO NOTHING");
    FIND_BY_ID = Sql::both(select!("WHERE id = $1 AND erased_at IS NULL"));
    FIND_BY_ADDRESS = Sql::both(select!("WHERE address = $1"));
    LIST_TEAM = Sql::both(select!("WHERE role IN ('moderator', 'staff') ORDER BY name, id"));
    LIST = Sql::both(select!("WHERE erased_at IS NULL ORDER BY created_at, id"));
    UPDATE_ROLE = Sql::both("UPDATE accounts SET role = $2 WHERE id = $1");
}

#[derive(sqlx::FromRow)]
pub(super) struct AccountRow {
    id: String,
    address: String,
    name: String,
    role: String,
}

impl TryFrom<AccountRow> for Account {
    type Error = StoreError;

    fn try_from(row: AccountRow) -> Result<Self, StoreError> {
        Ok(Self { role: names::role(&row.role)?, id: row.id, address: row.address, name: row.name })
    }
}

/// Inserts an account; false when the address has one, which stays as it is.
pub async fn insert_account(tx: &mut Tx, account: &Account, now: Millis) -> Result<bool, StoreError> {
    let Account { id, address, name, role } = account;
    Ok(execute!(tx, INSERT, id, address, name, role_name(*role), now)? == 1)
}

/// The account of this id.
pub async fn find_account(tx: &mut Tx, id: &str) -> Result<Option<Account>, StoreError> {
    let row: Option<AccountRow> = fetch_optional!(tx, FIND_BY_ID, id)?;
    row.map(Account::try_from).transpose()
}

/// The account of this address.
pub async fn find_account_by_address(tx: &mut Tx, address: &str) -> Result<Option<Account>, StoreError> {
    let row: Option<AccountRow> = fetch_optional!(tx, FIND_BY_ADDRESS, address)?;
    row.map(Account::try_from).transpose()
}

/// Moderators and staff, by name.
pub async fn list_team(tx: &mut Tx) -> Result<Vec<Account>, StoreError> {
    let rows: Vec<AccountRow> = fetch_all!(tx, LIST_TEAM)?;
    rows.into_iter().map(Account::try_from).collect()
}

/// Every account, oldest first.
pub async fn list_accounts(tx: &mut Tx) -> Result<Vec<Account>, StoreError> {
    let rows: Vec<AccountRow> = fetch_all!(tx, LIST)?;
    rows.into_iter().map(Account::try_from).collect()
}

/// Gives an account another role.
pub async fn update_account_role(tx: &mut Tx, id: &str, role: Role) -> Result<(), StoreError> {
    execute!(tx, UPDATE_ROLE, id, role_name(role))?;
    Ok(())
}
