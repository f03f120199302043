//! The rendered threads of pages, kept in memory within a bound of bytes.
//!
//! Each entry is of one change of its page, so a stale one is never served: it is only not asked for again.

use std::sync::Arc;

use qa_api::json_for_script;
use qa_api::thread::PageView;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::view;
use crate::app::App;
use crate::clock::Millis;
use crate::store::StoreError;
use crate::store::page_changes::find_page_changed;

/// Most bytes of fragments in memory.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// The published threads of a page, rendered.
#[derive(Debug)]
pub struct Fragment {
    /// When the page last changed.
    pub changed_at: Millis,
    /// What was rendered.
    pub view: PageView,
    /// What the widget's components rendered.
    pub html: String,
    /// The view as data for a script element.
    pub json: String,
}

/// The cache.
pub struct Fragments(Cache<String, Arc<Fragment>, ByBytes>);

impl Default for Fragments {
    fn default() -> Self {
        Self(Cache::with_weighter(1024, MOST_BYTES, ByBytes))
    }
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<String, Arc<Fragment>> for ByBytes {
    fn weight(&self, page: &String, fragment: &Arc<Fragment>) -> u64 {
        // The view holds about what the JSON does.
        (page.len() + fragment.html.len() + 2 * fragment.json.len()) as u64 + 256
    }
}

/// The fragment of a page as it is now.
///
/// # Errors
/// When the database is away.
pub async fn fragment(app: &App, page: &str) -> Result<Arc<Fragment>, StoreError> {
    let mut tx = app.store.read().await?;
    let changed_at = find_page_changed(&mut tx, page).await?;
    if let Some(cached) = app.fragments.0.get(page).filter(|cached| cached.changed_at == changed_at) {
        return Ok(cached);
    }
    let view = view::public(&mut tx, page).await?;
    drop(tx);
    let html = qa_widget::render::page_view(&view);
    let json = json_for_script(&view);
    let fragment = Arc::new(Fragment { changed_at, view, html, json });
    app.fragments.0.insert(page.to_owned(), fragment.clone());
    Ok(fragment)
}
