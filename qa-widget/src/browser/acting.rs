//! What moderators and askers do with a post, in place, and undoing it.

use js_sys::Object;
use leptos::prelude::Update;
use qa_api::paths;
use qa_api::problem::{Code, Problem};
use wasm_bindgen::JsValue;
use web_sys::HtmlFormElement;

use super::events::Fields;
use super::threads::Place;
use super::{api, focus, session, threads};
use crate::form::Notice;
use crate::state::{Told, Widget};
use crate::{messages, read};

/// Says that a form of these is on its way, so that pressing twice acts once.
const BUSY: &str = "aria-busy";

/// Does `act`, whose reason may be in `form`.
pub(super) async fn act(widget: &Widget, form: &HtmlFormElement, fields: &Fields, act: &str) {
    let (kind, id) = (fields.take("kind"), fields.take("id"));
    let is_reply = kind == "reply";
    let Some(place) = threads::place(widget, &id, is_reply) else { return };
    let path = if is_reply { paths::reply_acts(&id) } else { paths::question_acts(&id) };
    fields.set("act", act);
    let Some(reply) = send(form, &path, fields.request()).await else { return };
    match reply.and_then(|value| read::acted(&value).ok_or_else(api::unreadable)) {
        Ok(acted) => {
            // The next act of the same kind begins anew.
            if let Ok(Some(details)) = form.closest("details") {
                form.reset();
                let _ = details.remove_attribute("open");
            }
            threads::put(widget, acted.thread);
            let text = messages::done(acted.act).to_owned();
            place.tell(widget, Told::Notice(Notice { text, undo: Some(acted.id) }));
        }
        Err(problem) => fail(widget, &place, problem).await,
    }
    focus::on_id(&place.anchor()).await;
}

/// Takes back the act that a notice tells of.
pub(super) async fn undo(widget: &Widget, form: &HtmlFormElement, fields: &Fields) {
    let Some(reply) = send(form, &paths::undo(&fields.take("id")), &Object::new()).await else { return };
    let result = reply.and_then(|value| read::thread(&value).ok_or_else(api::unreadable));
    let Some(place) = place_of(widget, form) else {
        // A notice from a page without scripts stands outside of the threads.
        if let Ok(Some(notice)) = form.closest(".qa-notice") {
            notice.remove();
        }
        session::load(widget).await;
        let text = result.map_or_else(|problem| problem.detail, |_| messages::TAKEN_BACK.to_owned());
        return threads::say(widget, text);
    };
    match result {
        Ok(thread) => {
            threads::put(widget, thread);
            place.tell(widget, Told::Notice(Notice { text: messages::TAKEN_BACK.to_owned(), undo: None }));
        }
        Err(problem) => fail(widget, &place, problem).await,
    }
    focus::on_id(&place.anchor()).await;
}

/// The post that `form` is part of.
fn place_of(widget: &Widget, form: &HtmlFormElement) -> Option<Place> {
    let post = form.closest("[data-qa-reply], [data-qa-question]").ok()??;
    match post.get_attribute("data-qa-reply") {
        Some(reply) => threads::place(widget, &reply, true),
        None => threads::place(widget, &post.get_attribute("data-qa-question")?, false),
    }
}

/// The reply to `request`, or nothing when the same form is on its way already.
async fn send(form: &HtmlFormElement, path: &str, request: &JsValue) -> Option<Result<JsValue, Problem>> {
    if form.has_attribute(BUSY) {
        return None;
    }
    // A valid name for an attribute.
    let _ = form.set_attribute(BUSY, "true");
    let reply = api::post(path, request).await;
    let _ = form.remove_attribute(BUSY);
    Some(reply)
}

/// Tells why it was not done; what the page shows was old if somebody else was faster, so it is loaded again.
async fn fail(widget: &Widget, place: &Place, problem: Problem) {
    let is_old = matches!(problem.code, Code::Conflict | Code::NotFound | Code::SignedOut | Code::Forbidden);
    if problem.code == Code::SignedOut {
        widget.update(|page| page.viewer = None);
    }
    place.tell(widget, Told::Problem(problem));
    if is_old {
        session::load(widget).await;
    }
}
