//! Taking questions along when their page or section goes elsewhere, as the site's manifest says.
//!
//! Done by the task that follows the site, before pages that are gone are noted as such.
//! Each question's way is in the audit, and those who follow a page that moved follow it where it is.
//! What was moved is not there any more to be moved again, so every server of one database may do it.

use std::collections::HashMap;
use std::sync::Arc;

use super::announce::Cause;
use super::events;
use super::record::{Deed, record};
use crate::app::App;
use crate::domain::post::Question;
use crate::domain::trace::{Place, Trace};
use crate::site::Contents;
use crate::store::follows::update_follows_page;
use crate::store::homes::{update_questions_page, update_questions_section};
use crate::store::page_changes::update_page_changed;
use crate::store::pages::{KnownPage, insert_moved_page};
use crate::store::questions::{find_question, list_questions};
use crate::store::{StoreError, Tx};

/// Most steps from an old address to the present one: a page may have moved again and again.
const MOST_STEPS: usize = 16;

/// What the audit calls it. Nobody takes it back, since the site says where its pages are.
pub(super) const REHOMED: &str = "rehomed";

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
    let unit_app = app.clone();
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                for going in &going {
                    go(tx, &unit_app, going).await?;
                }
                Ok(())
            })
        })
        .await
}

async fn go(tx: &mut Tx, app: &App, going: &Going) -> Result<(), StoreError> {
    let now = app.now();
    let (Going::Page { from, to } | Going::Section { from: (from, _), to: (to, _), .. }) = going;
    let before = list_questions(tx, from).await?;
    let moved = match going {
        Going::Page { from, to } => {
            insert_moved_page(tx, from, to, now).await?;
            update_follows_page(tx, from, to).await?;
            update_questions_page(tx, from, to).await?
        }
        Going::Section { from, to, title } => {
            let (old, new) = ((from.0.as_str(), from.1.as_str()), (to.0.as_str(), to.1.as_str()));
            update_questions_section(tx, old, new, title).await?
        }
    };
    if moved > 0 {
        tracing::info!(questions = moved, from, to, "took questions along");
        update_page_changed(tx, from, now).await?;
        update_page_changed(tx, to, now).await?;
        for question in &before {
            note(tx, app, question).await?;
        }
    }
    Ok(())
}

/// Writes down where a question went that was `before`, if it did, and tells other systems.
async fn note(tx: &mut Tx, app: &App, before: &Question) -> Result<(), StoreError> {
    let Some(after) = find_question(tx, &before.id).await? else { return Ok(()) };
    let place = |question: &Question| Place { page: question.page.clone(), section: question.section.clone() };
    let trace = Trace::Moved { from: place(before), to: place(&after) };
    if place(before) == place(&after) {
        return Ok(());
    }
    let deed = Deed { actor: None, act: REHOMED, question: &before.id, reply: None, reason: "", trace: Some(&trace) };
    let audit = record(tx, app, &deed, &before.status, &after.status).await?;
    let cause = Cause { actor: "", audit: Some(&audit), delay: 0 };
    events::question(tx, app, Some(before), &after, cause).await
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
