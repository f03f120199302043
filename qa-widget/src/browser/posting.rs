//! Asking and replying.

use leptos::prelude::*;
use qa_api::paths;
use qa_api::problem::Problem;
use qa_api::request::Posted;
use wasm_bindgen::JsCast;
use web_sys::HtmlFormElement;

use super::deed::{Deed, Focus, Next, Reply};
use super::events::Fields;
use super::slot::Slot;
use super::{api, code, draft, threads};
use crate::form::{Notice, Purpose};
use crate::state::{Told, Widget};
use crate::{messages, read};

/// Begins to send the question or, where the form names a question, the reply in `form`.
pub(super) fn post(widget: &Widget, form: &HtmlFormElement, fields: &Fields) -> Option<Deed> {
    let question = fields.take("question");
    let (slot, path) = match threads::question(widget, &question) {
        Some(entry) => (Slot::Reply(entry), paths::replies(&question)),
        None => (Slot::Ask, paths::QUESTIONS.to_owned()),
    };
    if !slot.begin(widget) {
        return None;
    }
    fields.set("id", &repeat_id(form).into());
    let (widget, form) = (widget.clone(), form.clone());
    let finish = Box::new(move |reply: Reply| {
        match reply.and_then(|value| read::posted(&value).ok_or_else(api::unreadable)) {
            Ok(Posted::Draft(challenge)) => code::wait_for(&widget, &slot, challenge, Purpose::Draft, &form),
            Ok(posted) => {
                slot.update(&widget, &mut |sending| *sending = Default::default());
                draft::clear(&widget, &form);
                if let Ok(Some(details)) = form.closest("details") {
                    // Folded away again; it stays open if it could not be.
                    let _ = details.remove_attribute("open");
                }
                arrive(&widget, posted).into()
            }
            Err(problem) => refuse(&widget, &slot, &problem, &form),
        }
    });
    Some(Deed { path, finish })
}

/// Shows what was posted, says in words what became of it, and goes there.
pub(super) fn arrive(widget: &Widget, posted: Posted) -> Focus {
    let (thread, text) = match posted {
        Posted::Held { thread } => (thread, messages::HELD),
        Posted::Published { thread } => (thread, messages::PUBLISHED),
        Posted::Draft(_) => return Focus::Stay,
    };
    let place = threads::put(widget, thread);
    place.tell(widget, Told::Notice(Notice { text: text.to_owned(), undo: None }));
    Focus::Id(place.anchor())
}

/// Tells in `form` why it was not taken.
///
/// Whoever is signed in is not asked for an address; so if the server misses one, the session is over.
pub(super) fn refuse(widget: &Widget, slot: &Slot, problem: &Problem, form: &HtmlFormElement) -> Next {
    let loads = problem.field("email").is_some() && widget.with_untracked(|page| page.viewer.is_some());
    if loads {
        widget.update(|page| page.viewer = None);
    }
    slot.update(widget, &mut |sending| {
        sending.busy = false;
        sending.problem = Some(problem.clone());
    });
    Next { loads, focus: Focus::problem(form.unchecked_ref()) }
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
