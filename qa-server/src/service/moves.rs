//! Taking questions along when their page or section goes elsewhere, as the site's manifest says.
//!
//! Done by the task that follows the site, before pages that are gone are noted as such.
//! What was moved is not there any more to be moved again, so every server of one database may do it.

use std::collections::HashMap;
use std::sync::Arc;

use crate::app::App;
use crate::site::Contents;
use crate::store::homes::{update_questions_page, update_questions_section};
use crate::store::page_changes::update_page_changed;
use crate::store::pages::{KnownPage, insert_moved_page};
use crate::store::{StoreError, Tx};

/// Most steps from an old address to the present one: a page may have moved again and again.
const MOST_STEPS: usize = 16;

/// Where questions go.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Going {
    /// All of a page that is gone.
    Page { from: String, to: String },
    /// Those about a section that is no longer where it was.
    Section { from: (String, String), to: (String, String), title: String },
}

/// Moves questions as `contents` says, given the pages that were `known` so far.
///
/// # Errors
/// When the database is away.
pub(super) async fn follow(app: &Arc<App>, contents: &Contents, known: &[KnownPage]) -> Result<(), StoreError> {
    let going = plan(contents, known);
    if going.is_empty() {
        return Ok(());
    }
    let now = app.now();
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                for going in &going {
                    let (moved, from, to) = go(tx, going, now).await?;
                    if moved > 0 {
                        tracing::info!(questions = moved, from, to, "took questions along");
                        update_page_changed(tx, from, now).await?;
                        update_page_changed(tx, to, now).await?;
                    }
                }
                Ok(())
            })
        })
        .await
}

/// How many questions went, from which page, to which.
async fn go<'a>(tx: &mut Tx, going: &'a Going, now: i64) -> Result<(u64, &'a str, &'a str), StoreError> {
    match going {
        Going::Page { from, to } => {
            insert_moved_page(tx, from, to, now).await?;
            Ok((update_questions_page(tx, from, to).await?, from, to))
        }
        Going::Section { from, to, title } => {
            let (old, new) = ((from.0.as_str(), from.1.as_str()), (to.0.as_str(), to.1.as_str()));
            Ok((update_questions_section(tx, old, new, title).await?, &from.0, &to.0))
        }
    }
}

/// Sections first, so that what is about one of them follows it and not its page.
fn plan(contents: &Contents, known: &[KnownPage]) -> Vec<Going> {
    let moves: HashMap<&str, &str> = contents.moves.iter().map(|step| (step.from.as_str(), step.to.as_str())).collect();
    let gone: Vec<&KnownPage> = known.iter().filter(|page| contents.page(&page.id).is_none()).collect();
    let mut going = Vec::new();
    for (from, _) in moves.iter().filter(|(from, _)| from.contains('#')) {
        let (path, anchor) = from.split_once('#').unwrap_or((from, ""));
        let here = contents.page_at(path);
        if here.is_some_and(|page| page.sections.iter().any(|section| section.anchor == anchor)) {
            continue;
        }
        let there = last(&moves, from).and_then(|to| {
            let (path, anchor) = to.split_once('#')?;
            let page = contents.page_at(path)?;
            Some((page, page.sections.iter().find(|section| section.anchor == anchor)?))
        });
        let Some((page, section)) = there else { continue };
        let was_at = gone.iter().filter(|page| page.path == path).map(|page| &page.id);
        for id in here.map(|page| &page.id).into_iter().chain(was_at) {
            going.push(Going::Section {
                from: (id.clone(), anchor.to_owned()),
                to: (page.id.clone(), section.anchor.clone()),
                title: section.title.clone(),
            });
        }
    }
    for page in gone {
        let to = last(&moves, &page.path).map(|to| to.split('#').next().unwrap_or_default());
        // Another page may have taken the address over; then the questions are its own.
        let to = contents.page_at(to.unwrap_or(&page.path));
        if let Some(to) = to {
            going.push(Going::Page { from: page.id.clone(), to: to.id.clone() });
        }
    }
    going
}

/// Where the moves lead from `from` in the end; nothing when they do not begin there, or never end.
fn last<'a>(moves: &HashMap<&'a str, &'a str>, from: &str) -> Option<&'a str> {
    let mut to = *moves.get(from)?;
    for _ in 0..MOST_STEPS {
        match moves.get(to) {
            Some(next) => to = next,
            None => return Some(to),
        }
    }
    None
}
