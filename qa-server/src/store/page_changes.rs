//! When what everybody sees of a page last changed: what caches and snapshots go by.

use super::notices::Change;
use super::sql::{Sql, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    UPSERT = Sql::both("INSERT INTO page_changes (page_id, changed_at) VALUES ($1, $2) ON CONFLICT (page_id) DO UPDATE SET changed_at = CASE WHEN excluded.changed_at > page_changes.changed_at THEN excluded.changed_at ELSE page_changes.changed_at + 1 END RETURNING changed_at");
    FIND = Sql::both("SELECT changed_at FROM page_changes WHERE page_id = $1");
    LIST_SINCE = Sql::both("SELECT page_id, changed_at FROM page_changes WHERE changed_at > $1 OR (changed_at = $1 AND page_id > $2) ORDER BY changed_at, page_id LIMIT $3");
}

/// Notes that the page changed: always a later time than before, even within one millisecond.
/// Those who wait for the page are told once this is committed.
pub async fn update_page_changed(tx: &mut Tx, page: &str, now: Millis) -> Result<(), StoreError> {
    let row: Option<(i64,)> = fetch_optional!(tx, UPSERT, page, now)?;
    if let Some((at,)) = row {
        tx.note(Change::Page { page: page.to_owned(), at });
    }
    Ok(())
}

/// When the page last changed; zero when it never did.
pub async fn find_page_changed(tx: &mut Tx, page: &str) -> Result<Millis, StoreError> {
    let row: Option<(i64,)> = fetch_optional!(tx, FIND, page)?;
    Ok(row.map_or(0, |(at,)| at))
}

/// Pages that changed after `(at, page)`, in that order, at most `most`.
pub async fn list_changed_pages(
    tx: &mut Tx,
    at: Millis,
    page: &str,
    most: i64,
) -> Result<Vec<(String, Millis)>, StoreError> {
    fetch_all!(tx, LIST_SINCE, at, page, most)
}
