//! Searching the published questions.

use super::Refusal;
use super::lists::{Listed, Part};
use crate::app::App;
use crate::domain::search::Query;
use crate::store::search::list_found;

/// Most questions that one search gives.
const MOST: i64 = 20;

/// The published questions that say all words of `text`, best first; none when it has no words.
///
/// # Errors
/// When the database is away.
pub async fn search(app: &App, text: &str) -> Result<Part, Refusal> {
    let Some(query) = Query::new(text) else { return Ok(Part { items: Vec::new(), next: None }) };
    let mut tx = app.store.read().await?;
    let found = list_found(&mut tx, &query, MOST).await?;
    Ok(Part { items: found.iter().map(|(question, replies)| Listed::new(question, *replies)).collect(), next: None })
}
