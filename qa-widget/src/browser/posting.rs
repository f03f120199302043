//! Asking and replying.

use qa_api::paths;
use qa_api::problem::Problem;
use qa_api::request::Posted;
use wasm_bindgen::JsCast;
use web_sys::HtmlFormElement;

use super::events::Fields;
use super::slot::Slot;
use super::threads::Place;
use super::{api, code, draft, focus, threads};
use crate::form::{Notice, Purpose};
use crate::state::{Told, Widget};
use crate::{messages, read};

/// Sends the question or, where the form names a question, the reply in `form`.
pub(super) async fn post(widget: &Widget, form: &HtmlFormElement, fields: &Fields) {
    let question = fields.take("question");
    let (slot, path) = match threads::question(widget, &question) {
        Some(entry) => (Slot::Reply(entry), paths::replies(&question)),
        None => (Slot::Ask, paths::QUESTIONS.to_owned()),
    };
    if !slot.begin(widget) {
        return;
    }
    fields.set("id", &repeat_id(form));
    let reply = api::post(&path, fields.request()).await;
    match reply.and_then(|value| read::posted(&value).ok_or_else(api::unreadable)) {
        Ok(Posted::Draft(challenge)) => code::wait_for(widget, &slot, challenge, Purpose::Draft, form).await,
        Ok(posted) => {
            slot.update(widget, &mut |sending| *sending = Default::default());
            draft::clear(widget, form);
            if let Ok(Some(details)) = form.closest("details") {
                // Folded away again; it stays open if it could not be.
                let _ = details.remove_attribute("open");
            }
            if let Some((place, text)) = put(widget, posted) {
                arrive(widget, &place, text).await;
            }
        }
        Err(problem) => refuse(widget, &slot, &problem, form).await,
    }
}

/// Shows what was posted, and says in words what became of it.
pub(super) fn put(widget: &Widget, posted: Posted) -> Option<(Place, &'static str)> {
    match posted {
        Posted::Held { thread } => Some((threads::put(widget, thread), messages::HELD)),
        Posted::Published { thread } => Some((threads::put(widget, thread), messages::PUBLISHED)),
        Posted::Draft(_) => None,
    }
}

/// Tells what became of a post and goes there.
pub(super) async fn arrive(widget: &Widget, place: &Place, text: &str) {
    place.tell(widget, Told::Notice(Notice { text: text.to_owned(), undo: None }));
    focus::on_id(&place.anchor()).await;
}

/// Tells in `form` why it was not taken.
pub(super) async fn refuse(widget: &Widget, slot: &Slot, problem: &Problem, form: &HtmlFormElement) {
    slot.update(widget, &mut |sending| {
        sending.busy = false;
        sending.problem = Some(problem.clone());
    });
    focus::on_problem(form.unchecked_ref()).await;
}

/// The id under which the server takes this text once only, however often it is sent.
fn repeat_id(form: &HtmlFormElement) -> String {
    form.get_attribute(draft::ID).unwrap_or_else(|| {
        let digits = || js_sys::Math::random().to_bits();
        let id = format!("{:016x}{:016x}", digits(), digits());
        // A valid name for an attribute; and without it the next try would only get another id.
        let _ = form.set_attribute(draft::ID, &id);
        id
    })
}
