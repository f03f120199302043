//! One published question by its permalink.

use qa_api::paths;
use qa_api::thread::Thread;

use super::posting::find_surviving;
use super::{Refusal, view};
use crate::app::App;

/// What is at a permalink.
#[derive(Clone, Debug)]
pub enum Found {
    /// The question as everybody sees it, with the id of its page.
    Here(Box<Thread>, String),
    /// The question, under another path: the words before the id are not those of its title, or it was merged into
    /// another one.
    At(String),
}

/// The question whose id ends `name`, the last segment of a permalink.
///
/// # Errors
/// When there is none, or none that everybody may see.
pub async fn find(app: &App, name: &str) -> Result<Found, Refusal> {
    let id = name.rsplit('-').next().unwrap_or_default();
    let mut tx = app.store.read().await?;
    let question = find_surviving(&mut tx, id).await?.ok_or_else(Refusal::not_found)?;
    let page = question.page.clone();
    let thread = view::public_thread(&mut tx, question).await?.ok_or_else(Refusal::not_found)?;
    let path = paths::permalink(&thread.title, &thread.id);
    if path.rsplit('/').next() == Some(name) { Ok(Found::Here(Box::new(thread), page)) } else { Ok(Found::At(path)) }
}
