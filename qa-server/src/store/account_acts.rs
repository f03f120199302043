//! What was done to accounts, for those who have to account for it: ids and words of this server alone.

use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::account::AccountAct;

statements! {
    INSERT = Sql::both("INSERT INTO account_acts (id, at, actor_id, account_id, act, reason) VALUES ($1, $2, $3, $4, $5, $6)");
    DELETE_OLD = Sql::both("DELETE FROM account_acts WHERE at <= $1");
    FIND = Sql::both("SELECT id, actor_id, account_id, act, reason FROM account_acts WHERE id = $1");
    LIST = Sql::both("SELECT id, actor_id, account_id, act, reason FROM account_acts WHERE account_id = $1 ORDER BY id");
}

#[derive(sqlx::FromRow)]
struct AccountActRow {
    id: String,
    actor_id: Option<String>,
    account_id: String,
    act: String,
    reason: String,
}

impl From<AccountActRow> for AccountAct {
    fn from(row: AccountActRow) -> Self {
        let AccountActRow { id, actor_id, account_id, act, reason } = row;
        Self { id, actor_id, account_id, act, reason }
    }
}

/// Inserts an entry.
pub async fn insert_account_act(tx: &mut Tx, entry: &AccountAct, now: Millis) -> Result<(), StoreError> {
    let AccountAct { id, actor_id, account_id, act, reason } = entry;
    execute!(tx, INSERT, id, now, actor_id.as_deref(), account_id, act, reason)?;
    Ok(())
}

/// The entry of this id.
pub async fn find_account_act(tx: &mut Tx, id: &str) -> Result<Option<AccountAct>, StoreError> {
    let row: Option<AccountActRow> = fetch_optional!(tx, FIND, id)?;
    Ok(row.map(AccountAct::from))
}

/// What was done to an account, oldest first.
pub async fn list_account_acts(tx: &mut Tx, account: &str) -> Result<Vec<AccountAct>, StoreError> {
    let rows: Vec<AccountActRow> = fetch_all!(tx, LIST, account)?;
    Ok(rows.into_iter().map(AccountAct::from).collect())
}

/// Forgets what was done to accounts before `at`; gives how many.
pub async fn delete_old_account_acts(tx: &mut Tx, at: Millis) -> Result<u64, StoreError> {
    execute!(tx, DELETE_OLD, at)
}
