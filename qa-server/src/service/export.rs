//! Everything that is stored about somebody, for them to take along.

use qa_api::people::Export;
use serde_json::Value;

use super::erasure::key;
use super::{Refusal, Visitor};
use crate::app::App;
use crate::clock::rfc3339;
use crate::store::StoreError;
use crate::store::personal::{TABLES, list_personal_rows};

/// Tables, by what they go by, that are not told: what moderators note about somebody is for moderators alone.
const UNTOLD: [(&str, &str); 1] = [("notes", "subject_id")];

/// Every row that is the visitor's, by table; nothing in it would let anybody sign in.
///
/// # Errors
/// When nobody is signed in, or the database is away.
pub async fn export(app: &App, visitor: &Visitor) -> Result<Export, Refusal> {
    let account = visitor.account.as_ref().ok_or_else(Refusal::signed_out)?;
    let mut tx = app.store.read().await?;
    let mut export = Export { taken_at: rfc3339(app.now()), tables: Default::default() };
    for table in TABLES.iter().filter(|table| !UNTOLD.contains(&(table.name, table.column))) {
        let rows = list_personal_rows(&mut tx, table, key(account, table.key)).await?;
        let rows: Result<Vec<_>, _> = rows.iter().map(|row| object(row)).collect();
        export.tables.entry(table.name.to_owned()).or_default().extend(rows?);
    }
    Ok(export)
}

fn object(row: &str) -> Result<Value, StoreError> {
    serde_json::from_str(row).map_err(|_| StoreError::Unknown { column: "a row as JSON", value: row.to_owned() })
}
