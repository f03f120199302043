//! How often a section was chosen as the answer to what somebody was about to ask; by nobody in particular.

use super::sql::{Sql, execute, fetch_all, statements};
use super::{StoreError, Tx};

statements! {
    COUNT = Sql::both("INSERT INTO section_choices (page_id, anchor, hits) SELECT page_id, anchor, 1 FROM sections WHERE page_id = $1 AND anchor = $2 ON CONFLICT (page_id, anchor) DO UPDATE SET hits = section_choices.hits + 1");
    LIST_OF_PAGE = Sql::both("SELECT anchor, hits FROM section_choices WHERE page_id = $1 ORDER BY anchor");
}

/// Counts one choice; false when there is no such section.
pub async fn update_section_chosen(tx: &mut Tx, page: &str, anchor: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, COUNT, page, anchor)? == 1)
}

/// Anchor and choices of each section of a page that was ever chosen.
pub async fn list_section_choices(tx: &mut Tx, page: &str) -> Result<Vec<(String, i64)>, StoreError> {
    fetch_all!(tx, LIST_OF_PAGE, page)
}
