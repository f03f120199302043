//! Keeping the database in step with the site: which pages there are, and what their sections say.
//!
//! Questions go along with pages and sections that moved ([`moves`]).
//! Done by the server's task that watches the site, at start and whenever the manifest changes.
//! Only pages that differ from what the database knows are read; every server of one database does the same work
//! or finds it done, so it does not matter which comes first.

use std::collections::HashMap;
use std::sync::Arc;

use qa_api::manifest::Page;
use sha2::{Digest, Sha256};

use super::moves;
use crate::app::App;
use crate::domain::search::plain;
use crate::hex;
use crate::site::Contents;
use crate::site::prose::{self, SectionText};
use crate::store::homes::count_questions_about_sections;
use crate::store::page_changes::update_page_changed;
use crate::store::pages::{self, KnownPage};
use crate::store::sections::{NewSection, delete_sections, update_sections};
use crate::store::{StoreError, Tx};

/// Pages of one unit of work: posts wait for no more than these.
const PAGES_PER_UNIT: usize = 24;
/// Part of every fingerprint: another number has every page indexed anew.
const INDEX_VERSION: &str = "1";

/// Brings the database into step with `contents`; does nothing for a site that was never built.
///
/// # Errors
/// When the database is away; what was done until then stays done.
pub async fn follow(app: &Arc<App>, contents: &Contents) -> Result<(), StoreError> {
    if contents.page_count() == 0 {
        return Ok(());
    }
    let mut tx = app.store.read().await?;
    let known = pages::list_pages(&mut tx).await?;
    drop(tx);
    let by_id: HashMap<&str, &KnownPage> = known.iter().map(|page| (page.id.as_str(), page)).collect();
    let is_new = |page: &&Page| by_id.get(page.id.as_str()).is_none_or(|known| known.fingerprint != fingerprint(page));
    let changed: Vec<Page> = contents.pages().iter().filter(is_new).cloned().collect();
    for chunk in changed.chunks(PAGES_PER_UNIT) {
        index(app, chunk.to_vec()).await?;
    }
    moves::follow(app, contents, &known).await?;
    let gone: Vec<String> = known
        .iter()
        .filter(|page| page.gone_at.is_none() && contents.page(&page.id).is_none())
        .map(|page| page.id.clone())
        .collect();
    if !changed.is_empty() || !gone.is_empty() {
        tracing::info!(indexed = changed.len(), gone = gone.len(), "followed the site");
    }
    forget(app, gone).await
}

/// Stops finding what pages say that are gone; that they were here stays known, since threads may wait for them.
async fn forget(app: &Arc<App>, gone: Vec<String>) -> Result<(), StoreError> {
    if gone.is_empty() {
        return Ok(());
    }
    let now = app.now();
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                for page in &gone {
                    if pages::update_page_gone(tx, page, now).await? {
                        delete_sections(tx, page).await?;
                    }
                }
                Ok(())
            })
        })
        .await
}

/// Reads `pages` and puts what they say in the place of what they said.
async fn index(app: &Arc<App>, pages: Vec<Page>) -> Result<(), StoreError> {
    let root = app.site.root().to_owned();
    let read = move || {
        let read = |page: Page| {
            let sections = prose::read(&root, &page).into_iter().map(|section| new_section(&page, section)).collect();
            (page, sections)
        };
        pages.into_iter().map(read).collect::<Vec<(Page, Vec<NewSection>)>>()
    };
    let pages = tokio::task::spawn_blocking(read).await.map_err(|_| StoreError::Panicked)?;
    let now = app.now();
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                for (page, sections) in &pages {
                    pages::update_page(tx, (&page.id, &page.path, &page.title), &fingerprint(page), now).await?;
                    update_sections(tx, &page.id, sections).await?;
                    // Whether an answer is about what still stands there is part of what everybody sees.
                    if count_questions_about_sections(tx, &page.id).await? > 0 {
                        update_page_changed(tx, &page.id, now).await?;
                    }
                }
                Ok(())
            })
        })
        .await
}

fn new_section(page: &Page, section: SectionText) -> NewSection {
    let SectionText { anchor, title, hash, text } = section;
    // A section called "Overview" is found by what its page is called, too.
    let (title_words, words) = (plain([&title]), plain([&page.title, &text]));
    NewSection { anchor, title, hash, title_words, words }
}

/// The same as long as nothing that is indexed of `page` changes.
pub fn fingerprint(page: &Page) -> String {
    let mut hasher = Sha256::new();
    for text in [INDEX_VERSION, &page.path, &page.title, &page.revision] {
        hasher.update(text.as_bytes());
        hasher.update([0]);
    }
    for section in &page.sections {
        for text in [&section.anchor, &section.title, &section.hash] {
            hasher.update(text.as_bytes());
            hasher.update([0]);
        }
    }
    hex::encode(&hasher.finalize()[..8])
}
