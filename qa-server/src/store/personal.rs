//! What is stored about a person, table by table: the one list that the export and the erasure both go by.
//!
//! **Invariant:** every column that names an account or an address is in [`TABLES`].
//! A test compares the list with the database's own columns, so that a new table cannot be forgotten.

use super::sql::{Sql, execute, fetch_all, statements};
use super::{StoreError, Tx};

/// By what rows are a person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// By the account's id.
    Account,
    /// By the address.
    Address,
}

/// What becomes of rows when their person is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// They are deleted.
    Deleted,
    /// They stay: [`super::erasure`] overwrites what is personal in them, or they hold ids alone.
    Kept,
}

/// One table with rows of people.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name, in the database and in the export.
    pub name: &'static str,
    /// The column that names the person.
    pub column: &'static str,
    /// What that column holds.
    pub key: Key,
    /// What becomes of the rows.
    pub fate: Fate,
    rows: Sql,
    delete: Sql,
}

/// A statement that gives the named columns of a person's rows as JSON objects.
macro_rules! rows {
    ($table:literal, $key:literal, [$first:literal $(, $column:literal)*]) => {
        Sql {
            sqlite: concat!("SELECT json_object('", $first, "', ", $first $(, ", '", $column, "', ", $column)*, ") FROM ", $table, " WHERE ", $key, " = $1 ORDER BY 1"),
            postgres: concat!("SELECT json_build_object('", $first, "', ", $first $(, ", '", $column, "', ", $column)*, ")::text FROM ", $table, " WHERE ", $key, " = $1 ORDER BY 1"),
        }
    };
}

/// Declares tables with their statements: two names, the table, its key, the columns to export, the fate of the rows.
macro_rules! tables {
    ($($rows:ident $delete:ident = $table:literal, $key:ident $column:literal, $columns:tt, $fate:ident;)+) => {
        statements! {
            $($rows = rows!($table, $column, $columns);
            $delete = Sql::both(concat!("DELETE FROM ", $table, " WHERE ", $column, " = $1"));)+
        }

        /// Every table with rows of people.
        pub const TABLES: &[Table] = &[$(Table {
            name: $table,
            column: $column,
            key: Key::$key,
            fate: Fate::$fate,
            rows: $rows,
            delete: $delete,
        }),+];
    };
}

tables! {
    ACCOUNTS DELETE_ACCOUNTS = "accounts", Account "id", ["id", "address", "name", "role", "bio", "link", "created_at", "leaves_at", "leaves_posts"], Kept;
    QUESTIONS DELETE_QUESTIONS = "questions", Account "account_id", ["id", "page_id", "section_title", "title", "body", "state", "note", "resolved_at", "created_at"], Kept;
    REPLIES DELETE_REPLIES = "replies", Account "account_id", ["id", "question_id", "body", "state", "note", "created_at"], Kept;
    POST_VERSIONS DELETE_POST_VERSIONS = "post_versions", Account "account_id", ["id", "post_id", "title", "body", "state", "note", "created_at"], Deleted;
    VOTES DELETE_VOTES = "votes", Account "account_id", ["post_id", "created_at"], Kept;
    FOLLOWS DELETE_FOLLOWS = "follows", Account "account_id", ["kind", "subject", "often", "created_at"], Deleted;
    MENTIONS DELETE_MENTIONS = "mentions", Account "account_id", ["post_id", "question_id", "created_at", "told_at"], Deleted;
    DRAFTS DELETE_DRAFTS = "drafts", Address "address", ["id", "name", "page_id", "question_id", "section_title", "title", "body", "created_at"], Deleted;
    CHALLENGES DELETE_CHALLENGES = "challenges", Address "address", ["id", "name", "method", "created_at", "expires_at", "used_at"], Deleted;
    SESSIONS DELETE_SESSIONS = "sessions", Account "account_id", ["created_at", "seen_at", "expires_at", "browser"], Deleted;
    IMPORTED_ADDRESSES DELETE_IMPORTED_ADDRESSES = "imported_addresses", Account "account_id", ["address"], Deleted;
    IMPORTED_BY_ADDRESS DELETE_IMPORTED_BY_ADDRESS = "imported_addresses", Address "address", ["address"], Deleted;
    IDENTITIES DELETE_IDENTITIES = "identities", Account "account_id", ["provider", "subject", "created_at"], Deleted;
    ROLE_REQUESTS DELETE_ROLE_REQUESTS = "role_requests", Account "account_id", ["reason", "created_at"], Deleted;
    ACCOUNT_ACTS DELETE_ACCOUNT_ACTS = "account_acts", Account "account_id", ["id", "at", "act", "reason"], Kept;
    ACCOUNT_ACTS_BY DELETE_ACCOUNT_ACTS_BY = "account_acts", Account "actor_id", ["id", "at", "act", "account_id", "reason"], Kept;
    AUDIT DELETE_AUDIT = "audit", Account "actor_id", ["id", "at", "act", "question_id", "reply_id", "reason"], Kept;
    SKETCHES DELETE_SKETCHES = "sketches", Account "account_id", ["post_id", "created_at"], Deleted;
    SUSPECTS DELETE_SUSPECTS = "suspects", Account "account_id", ["decision_id"], Deleted;
    BANS DELETE_BANS = "bans", Account "account_id", ["id", "until", "reason", "lifted_at"], Kept;
    FLAGS DELETE_FLAGS = "flags", Account "account_id", ["id", "kind", "question_id", "reply_id", "reason", "note", "created_at"], Kept;
    DECISIONS DELETE_DECISIONS = "decisions", Account "actor_id", ["id", "at", "act", "question_id", "reason"], Kept;
    OUTBOX_ACTS DELETE_OUTBOX_ACTS = "outbox_acts", Account "actor_id", ["id", "at", "act", "outbox_id"], Kept;
    NOTES DELETE_NOTES = "notes", Account "account_id", ["id", "question_id", "body", "created_at"], Kept;
    NOTES_ABOUT DELETE_NOTES_ABOUT = "notes", Account "subject_id", ["id"], Deleted;
    SUPPRESSIONS DELETE_SUPPRESSIONS = "suppressions", Address "address", ["created_at", "reason"], Kept;
    BOUNCES DELETE_BOUNCES = "bounces", Address "address", ["hard", "error", "at"], Deleted;
}

/// The rows of a person in `table`, whose id or address is `key`: a JSON object each.
pub async fn list_personal_rows(tx: &mut Tx, table: &Table, key: &str) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = fetch_all!(tx, table.rows, key)?;
    Ok(rows.into_iter().map(|(row,)| row).collect())
}

/// Deletes the rows of a person in `table`; gives how many.
pub async fn delete_personal_rows(tx: &mut Tx, table: &Table, key: &str) -> Result<u64, StoreError> {
    execute!(tx, table.delete, key)
}
