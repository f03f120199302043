//! What moderators post by forms: each handler does what its JSON twin does and goes back, saying what was done.

mod bulk;
mod offer;
mod post;

pub(in crate::http) use self::bulk::{post_decision_undo, post_moderate};
pub(in crate::http) use self::offer::post_offer;
pub(in crate::http) use self::post::{post_ban, post_escalate, post_note, post_priority};

use qa_api::inbox::{Decided, PostRef};
use qa_api::paths;

/// `path` with what was done, for [`super::super::pages::done`] to put into words.
fn done_at(path: &str, what: &str, decided: &Decided) -> String {
    let undo = decided.id.as_ref().map(|id| format!("&undo={id}")).unwrap_or_default();
    format!("{path}?done={what}&count={}&skipped={}{undo}", decided.done, decided.skipped)
}

/// The page of the post of this name, or the inbox when there is no such name.
fn case_or_inbox(post: &str) -> String {
    PostRef::from_name(post).map_or_else(|| paths::MODERATE.to_owned(), |post| paths::case_page(&post.name()))
}
