//! What moderators and askers do with a post, in place, and undoing it.

use leptos::prelude::Update;
use qa_api::paths;
use qa_api::problem::{Code, Problem};
use qa_api::thread::Thread;
use web_sys::HtmlFormElement;

use super::deed::{Deed, Focus, Next, Reply};
use super::events::Fields;
use super::threads::Place;
use super::{api, threads};
use crate::form::Notice;
use crate::state::{Told, Widget};
use crate::{messages, read};

/// Says that a form of these is on its way, so that pressing twice acts once.
const BUSY: &str = "aria-busy";

/// Begins to do `act`, whose reason may be in `form`.
pub(super) fn act(widget: &Widget, form: &HtmlFormElement, fields: &Fields, act: &str) -> Option<Deed> {
    let (kind, id) = (fields.take("kind"), fields.take("id"));
    let is_reply = kind == "reply";
    let place = threads::place(widget, &id, is_reply)?;
    let path = if is_reply { paths::reply_acts(&id) } else { paths::question_acts(&id) };
    fields.set("act", act);
    begin(form)?;
    let (widget, form) = (widget.clone(), form.clone());
    let finish = Box::new(move |reply: Reply| {
        let reply = end(&form, reply);
        match reply.and_then(|value| read::acted(&value).ok_or_else(api::unreadable)) {
            Ok(acted) => {
                // The next act of the same kind begins anew.
                if let Ok(Some(details)) = form.closest("details") {
                    form.reset();
                    let _ = details.remove_attribute("open");
                }
                tell(&widget, &place, acted.thread, messages::done(acted.act), Some(acted.id))
            }
            Err(problem) => fail(&widget, &place, problem),
        }
    });
    Some(Deed { path, finish })
}

/// Begins to take back the act that a notice tells of.
pub(super) fn undo(widget: &Widget, form: &HtmlFormElement, fields: &Fields) -> Option<Deed> {
    let path = paths::undo(&fields.take("id"));
    begin(form)?;
    let (widget, form) = (widget.clone(), form.clone());
    let finish = Box::new(move |reply: Reply| {
        let result = end(&form, reply).and_then(|value| read::thread(&value).ok_or_else(api::unreadable));
        match (place_of(&widget, &form), result) {
            (Some(place), Ok(thread)) => tell(&widget, &place, thread, messages::TAKEN_BACK, None),
            (Some(place), Err(problem)) => fail(&widget, &place, problem),
            (None, result) => {
                // A notice from a page without scripts stands outside of the threads.
                if let Ok(Some(notice)) = form.closest(".qa-notice") {
                    notice.remove();
                }
                let text = result.map_or_else(|problem| problem.detail, |_| messages::TAKEN_BACK.to_owned());
                threads::say(&widget, text);
                Next { loads: true, focus: Focus::Stay }
            }
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

/// Says that `form` is on its way, unless it was already.
fn begin(form: &HtmlFormElement) -> Option<()> {
    // A valid name for an attribute.
    (!form.has_attribute(BUSY)).then(|| form.set_attribute(BUSY, "true").unwrap_or_default())
}

/// `form` is not on its way any more.
fn end(form: &HtmlFormElement, reply: Reply) -> Reply {
    let _ = form.remove_attribute(BUSY);
    reply
}

/// Shows what the thread is now and tells what was done.
fn tell(widget: &Widget, place: &Place, thread: Thread, text: &str, undo: Option<String>) -> Next {
    threads::put(widget, thread);
    place.tell(widget, Told::Notice(Notice { text: text.to_owned(), undo }));
    Focus::Id(place.anchor()).into()
}

/// Tells why it was not done; what the page shows was old if somebody else was faster, so it is loaded again.
fn fail(widget: &Widget, place: &Place, problem: Problem) -> Next {
    let loads = matches!(problem.code, Code::Conflict | Code::NotFound | Code::SignedOut | Code::Forbidden);
    if problem.code == Code::SignedOut {
        widget.update(|page| page.viewer = None);
    }
    place.tell(widget, Told::Problem(problem));
    Next { loads, focus: Focus::Id(place.anchor()) }
}
