//! The site's pages as the servers of this database last read them, and where threads of pages that got another id went.

use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    UPSERT = Sql::both("INSERT INTO pages (id, path, title, fingerprint) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO UPDATE SET path = excluded.path, title = excluded.title, changed_at = CASE WHEN pages.fingerprint <> excluded.fingerprint THEN $5 ELSE pages.changed_at END, fingerprint = excluded.fingerprint, gone_at = NULL");
    LIST = Sql::both("SELECT id, path, title, fingerprint, gone_at FROM pages ORDER BY id");
    LIST_CHANGED = Sql::both("SELECT id FROM pages WHERE changed_at >= $1 AND changed_at < $2 AND gone_at IS NULL ORDER BY changed_at, id");
    UPDATE_GONE = Sql::both("UPDATE pages SET gone_at = $2, fingerprint = '' WHERE id = $1 AND gone_at IS NULL");
    INSERT_MOVE = Sql::both("INSERT INTO moved_pages (from_id, to_id, at) VALUES ($1, $2, $3) ON CONFLICT (from_id) DO UPDATE SET to_id = excluded.to_id, at = excluded.at");
    DELETE_MOVE = Sql::both("DELETE FROM moved_pages WHERE from_id = $1");
    FIND_MOVE = Sql::both("SELECT to_id FROM moved_pages WHERE from_id = $1");
}

/// A page as it was last read.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct KnownPage {
    /// The page's id.
    pub id: String,
    /// Its URL path.
    pub path: String,
    /// Its title.
    pub title: String,
    /// The same as long as nothing that is indexed changes; empty once the page is gone.
    pub fingerprint: String,
    /// When it was found to be gone.
    pub gone_at: Option<Millis>,
}

/// Notes what a page is now: it is there, and what it says has this fingerprint.
///
/// Whoever does this first in a unit of work has the page for itself until the unit ends.
pub async fn update_page(
    tx: &mut Tx,
    (id, path, title): (&str, &str, &str),
    fingerprint: &str,
    now: Millis,
) -> Result<(), StoreError> {
    execute!(tx, UPSERT, id, path, title, fingerprint, now)?;
    execute!(tx, DELETE_MOVE, id)?;
    Ok(())
}

/// Every page that was ever read, in the order of ids.
pub async fn list_pages(tx: &mut Tx) -> Result<Vec<KnownPage>, StoreError> {
    fetch_all!(tx, LIST)
}

/// The ids of pages whose text changed from `from` until just before `until`.
pub async fn list_changed_pages(tx: &mut Tx, from: Millis, until: Millis) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = fetch_all!(tx, LIST_CHANGED, from, until)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Notes that a page is gone; false when that was known.
pub async fn update_page_gone(tx: &mut Tx, id: &str, now: Millis) -> Result<bool, StoreError> {
    Ok(execute!(tx, UPDATE_GONE, id, now)? == 1)
}

/// Notes that what belonged to page `from` belongs to page `to` now.
pub async fn insert_moved_page(tx: &mut Tx, from: &str, to: &str, now: Millis) -> Result<(), StoreError> {
    execute!(tx, INSERT_MOVE, from, to, now)?;
    Ok(())
}

/// The id of the page to which everything of the gone page `from` went.
pub async fn find_moved_page(tx: &mut Tx, from: &str) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = fetch_optional!(tx, FIND_MOVE, from)?;
    Ok(row.map(|(to,)| to))
}
