//! Deeds: what is done with a post, in place, and undoing it.
//!
//! A form that names an address of the API in [`PATH`] is sent there as JSON of its fields, whatever it does; so a
//! new deed is a form in a component and nothing here. The components say what such a form has to have.
//! **Invariant:** a form that is on its way is not sent again.

use js_sys::Reflect;
use leptos::prelude::Update;
use qa_api::problem::{Code, Problem};
use qa_api::request::Changed;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlFormElement};

use super::deed::{Deed, Focus, Next, Reply};
use super::events::Fields;
use super::threads::Place;
use super::{api, marks, threads};
use crate::form::Notice;
use crate::state::{Told, Widget};
use crate::{messages, read};

/// Names the address of the API that a form is sent to.
const PATH: &str = "data-qa-deed";
/// Has the sentence that tells that it is done; a button's counts before its form's.
const SENTENCE: &str = "data-qa-told";
/// Marks a checkbox that is sent as `true` or `false`.
const FLAG: &str = "data-qa-flag";
/// Fields that name the post for the plain form; the address says it already.
const OF_PLAIN_FORM: [&str; 2] = ["kind", "id"];
/// Says that a form is on its way.
const BUSY: &str = "aria-busy";

/// Where `form` is sent, if it is one of these.
pub(super) fn path(form: &HtmlFormElement) -> Option<String> {
    form.get_attribute(PATH)
}

/// Begins to send `form`, whose button `pressed` counts as a field.
pub(super) fn begin(
    widget: &Widget,
    form: &HtmlFormElement,
    path: String,
    fields: &Fields,
    pressed: Option<Element>,
) -> Option<Deed> {
    if form.has_attribute(BUSY) {
        return None;
    }
    // A valid name for an attribute.
    let _ = form.set_attribute(BUSY, "true");
    marks::clear(form);
    for name in OF_PLAIN_FORM {
        fields.take(name);
    }
    for flag in marks::all(form, &format!("[{FLAG}]")) {
        let is_checked = Reflect::get(&flag, &"checked".into()).unwrap_or_default();
        fields.set(&flag.get_attribute("name").unwrap_or_default(), &is_checked);
    }
    let attribute = |name| pressed.as_ref().and_then(|button| button.get_attribute(name));
    if let (Some(name), Some(value)) = (attribute("name"), attribute("value")) {
        fields.set(&name, &value.into());
    }
    let sentence = attribute(SENTENCE).or_else(|| form.get_attribute(SENTENCE));
    let sentence = sentence.unwrap_or_else(|| messages::DONE.to_owned());
    let (widget, form) = (widget.clone(), form.clone());
    let finish = Box::new(move |reply: Reply| {
        let _ = form.remove_attribute(BUSY);
        let place = place_of(&widget, &form);
        match reply.and_then(|value| read::changed(&value).ok_or_else(api::unreadable)) {
            Ok(changed) => done(&widget, &form, place, changed, sentence),
            Err(problem) => fail(&widget, &form, place, problem),
        }
    });
    Some(Deed { path, finish })
}

/// The post that `form` is part of.
fn place_of(widget: &Widget, form: &HtmlFormElement) -> Option<Place> {
    let post = form.closest("[data-qa-reply], [data-qa-question]").ok()??;
    match post.get_attribute("data-qa-reply") {
        Some(reply) => threads::place(widget, &reply, true),
        None => threads::place(widget, &post.get_attribute("data-qa-question")?, false),
    }
}

/// Shows what the thread is now and tells what was done.
fn done(widget: &Widget, form: &HtmlFormElement, place: Option<Place>, changed: Changed, sentence: String) -> Next {
    let Changed { thread, undo } = changed;
    // The next deed of the same kind begins anew.
    form.reset();
    if let Ok(Some(details)) = form.closest("details") {
        let _ = details.remove_attribute("open");
    }
    let Some(place) = place else {
        // A notice from a page without scripts stands outside of the threads.
        if let Ok(Some(notice)) = form.closest(".qa-notice") {
            notice.remove();
        }
        threads::say(widget, sentence);
        return Next { loads: true, focus: Focus::Stay };
    };
    // What moves posts between threads changes more than the one that came back.
    let loads = place.entry.id != thread.id;
    let stays = place.reply.as_ref().is_some_and(|id| thread.replies.iter().any(|reply| reply.id == *id));
    let entry = threads::put(widget, thread).entry;
    let place = Place { entry, reply: place.reply.filter(|_| stays) };
    place.tell(widget, Told::Notice(Notice { text: sentence, undo }));
    Next { loads, focus: Focus::Id(place.anchor()) }
}

/// Tells why it was not done, at the fields to correct or else at the post.
///
/// What the page shows was old if somebody else was faster, so it is loaded again.
fn fail(widget: &Widget, form: &HtmlFormElement, place: Option<Place>, problem: Problem) -> Next {
    let loads = matches!(problem.code, Code::Conflict | Code::NotFound | Code::SignedOut | Code::Forbidden);
    if problem.code == Code::SignedOut {
        widget.update(|page| page.viewer = None);
    }
    if marks::set(form, &problem) {
        return Focus::problem(form.unchecked_ref()).into();
    }
    let Some(place) = place else {
        threads::say(widget, problem.detail);
        return Next { loads, focus: Focus::Stay };
    };
    place.tell(widget, Told::Problem(problem));
    Next { loads, focus: Focus::Id(place.anchor()) }
}
