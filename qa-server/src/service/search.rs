//! Searching the handbook's sections and the published questions.

use super::Refusal;
use super::limits::count;
use super::lists::Listed;
use crate::app::App;
use crate::domain::limit::EMPTY_SEARCHES_PER_CLIENT;
use crate::domain::search::{Query, spread};
use crate::store::empty_searches::{count_empty_searches, update_empty_search};
use crate::store::search::list_found;
use crate::store::sections::{FoundSection, list_found_sections};

/// Most questions that one search gives.
const MOST: i64 = 20;
/// Most sections that one search gives, and of one page among them.
const MOST_SECTIONS: (usize, usize) = (8, 3);
/// Sections that the database looks out for that.
const CANDIDATES: i64 = 60;
/// Most different searches that are remembered for having found nothing.
const MOST_EMPTY: i64 = 10_000;

/// What a search found, best first.
#[derive(Debug, Default)]
pub struct Found {
    /// Sections of the handbook.
    pub sections: Vec<FoundSection>,
    /// Published questions.
    pub questions: Vec<Listed>,
}

/// The sections, and the published questions with their replies, that say all words of `text`; none when it has no words.
///
/// # Errors
/// When the database is away.
pub async fn search(app: &App, text: &str) -> Result<Found, Refusal> {
    let Some(query) = Query::new(text) else { return Ok(Found::default()) };
    let mut tx = app.store.read().await?;
    let sections = list_found_sections(&mut tx, &query, CANDIDATES).await?;
    let sections = spread(sections, MOST_SECTIONS.0, MOST_SECTIONS.1, |section| &section.page_id);
    let questions = list_found(&mut tx, &query, MOST).await?;
    let questions = questions.iter().map(|(question, replies)| Listed::new(question, *replies)).collect();
    Ok(Found { sections, questions })
}

/// Counts that `text` was searched for and nothing says it, for writers; by words alone, and not for ever more of them
/// from one `client`. What might be an address is not counted.
///
/// # Errors
/// When the database is away; whoever searched need not know.
pub async fn note_empty(app: &App, client: &str, text: &str) -> Result<(), Refusal> {
    let Some(query) = Query::new(text).filter(|_| !text.contains('@')) else { return Ok(()) };
    let (client, words, now) = (client.to_owned(), query.plain(), app.now());
    app.store
        .write(move |tx| {
            Box::pin(async move {
                count(tx, &[(&EMPTY_SEARCHES_PER_CLIENT, client.as_str())], now).await?;
                if count_empty_searches(tx).await? < MOST_EMPTY {
                    update_empty_search(tx, &words, now).await?;
                }
                Ok(())
            })
        })
        .await
}
