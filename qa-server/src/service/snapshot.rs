//! The Q&A snapshot: what site-gen bakes into pages.

use std::collections::BTreeMap;

use qa_api::snapshot::{EMPTY_PAGE, Fragment, Snapshot, VERSION};
use qa_api::thread::PageView;

use super::fragments::fragment;
use crate::app::App;
use crate::clock::{Millis, SECOND, rfc3339};
use crate::store::StoreError;
use crate::store::page_changes::list_changed_pages;

/// Most pages of one part.
const MOST_PAGES: i64 = 500;
/// A cursor stays this far behind the present: a unit of work that is a little slow to commit is not skipped.
/// What is sent twice because of that changes nothing.
const LAG: Millis = 10 * SECOND;

/// The threads of pages that changed after `since`, a cursor of an earlier snapshot; of all pages when it is none.
///
/// # Errors
/// When the database is away.
pub async fn snapshot(app: &App, since: &str) -> Result<Snapshot, StoreError> {
    let (at, page) = cursor(since);
    let mut tx = app.store.read().await?;
    let changed = list_changed_pages(&mut tx, at, page, MOST_PAGES).await?;
    drop(tx);
    let more = i64::try_from(changed.len()).is_ok_and(|count| count == MOST_PAGES);
    let settled = app.now() - LAG;
    let next = match changed.last() {
        Some((page, at)) if more || *at <= settled => format!("{at}:{page}"),
        Some(_) => format!("{}:", settled.max(at)),
        None => since.to_owned(),
    };
    let (mut pages, mut gone) = (BTreeMap::new(), Vec::new());
    for (page, _) in changed {
        let fragment = fragment(app, &page).await?;
        if fragment.view.threads.is_empty() {
            gone.push(page);
        } else {
            let changed_at = Some(fragment.changed_at);
            pages.insert(page, Fragment { html: fragment.html.clone(), view: fragment.view.clone(), changed_at });
        }
    }
    let view = PageView { page: EMPTY_PAGE.to_owned(), viewer: None, threads: Vec::new() };
    Ok(Snapshot {
        version: VERSION,
        build: qa_widget::BUILD.to_owned(),
        taken_at: rfc3339(app.now()),
        empty: Fragment { html: qa_widget::render::page_view(&view), view, changed_at: None },
        pages,
        gone,
        cursor: next,
        more,
    })
}

fn cursor(text: &str) -> (Millis, &str) {
    let (at, page) = text.split_once(':').unwrap_or(("0", ""));
    at.parse().map_or((0, ""), |at| (at, page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_a_time_and_a_page() {
        assert_eq!(cursor(""), (0, ""));
        assert_eq!(cursor("17:user-feedback"), (17, "user-feedback"));
        assert_eq!(cursor("nonsense"), (0, ""));
    }
}
