//! Addresses that another system gave for the authors of its posts, until somebody proves them.

use super::sql::{Sql, execute, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    INSERT = Sql::both("INSERT INTO imported_addresses (account_id, address) VALUES ($1, $2) ON CONFLICT DO NOTHING");
    FIND = Sql::both("SELECT account_id FROM imported_addresses WHERE address = $1");
    DELETE = Sql::both("DELETE FROM imported_addresses WHERE account_id = $1");
    UPDATE_PROVEN = Sql::both("UPDATE accounts SET address = $2, role = 'member', created_at = $3 WHERE id = $1");
    UPDATE_QUESTIONS = Sql::both("UPDATE questions SET account_id = $2 WHERE account_id = $1");
    UPDATE_REPLIES = Sql::both("UPDATE replies SET account_id = $2 WHERE account_id = $1");
}

/// Notes the address that the posts of account `author` came with.
pub async fn insert_imported_address(tx: &mut Tx, author: &str, address: &str) -> Result<(), StoreError> {
    execute!(tx, INSERT, author, address)?;
    Ok(())
}

/// The account whose posts came with `address`, which nobody has proven since.
pub async fn find_imported_author(tx: &mut Tx, address: &str) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = fetch_optional!(tx, FIND, address)?;
    Ok(row.map(|(id,)| id))
}

/// Forgets the address that the posts of account `author` came with.
pub async fn delete_imported_address(tx: &mut Tx, author: &str) -> Result<(), StoreError> {
    execute!(tx, DELETE, author)?;
    Ok(())
}

/// Gives an account that was imported its address, as proven at `now`: it is as old as that, and a member's.
pub async fn update_author_proven(tx: &mut Tx, author: &str, address: &str, now: Millis) -> Result<(), StoreError> {
    execute!(tx, UPDATE_PROVEN, author, address, now)?;
    Ok(())
}

/// Gives all posts of account `from` to account `to`.
pub async fn update_posts_author(tx: &mut Tx, from: &str, to: &str) -> Result<(), StoreError> {
    execute!(tx, UPDATE_QUESTIONS, from, to)?;
    execute!(tx, UPDATE_REPLIES, from, to)?;
    Ok(())
}
