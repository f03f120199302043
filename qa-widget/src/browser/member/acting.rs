//! Deeds: what is done with a post, in place, and undoing it.
//!
//! A form that names an address of the API in [`PATH`] is sent there as JSON of its fields, whatever it does; so a
//! new deed is a form in a component and nothing here. The components say what such a form has to have.
//! **Invariant:** a form that is on its way is not sent again.

use js_sys::Reflect;
use qa_api::problem::{Code, Problem};
use qa_api::request::Changed;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlFormElement};

use super::super::deed::{Deed, Focus, Next, Reply};
use super::super::events::Fields;
use super::super::widget::Widget;
use super::super::{api, dom};
use super::threads::Post;
use super::{marks, threads};
use crate::form::Notice;
use crate::state::Told;
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
    for flag in dom::all(form, &format!("[{FLAG}]")) {
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
        let post = post_of(&widget, &form);
        match reply.and_then(|value| read::changed(&value).ok_or_else(api::unreadable)) {
            Ok(changed) => done(&widget, &form, post, changed, sentence),
            Err(problem) => fail(&widget, &form, post, problem),
        }
    });
    Some(Deed { path, finish })
}

/// The post that `form` is part of.
fn post_of(widget: &Widget, form: &HtmlFormElement) -> Option<Post> {
    let element = dom::around(form, "[data-qa-reply], [data-qa-question]")?;
    let id = element.get_attribute("data-qa-reply").or_else(|| element.get_attribute("data-qa-question"))?;
    threads::post(widget, &id)
}

/// Shows what the thread is now and tells what was done.
fn done(widget: &Widget, form: &HtmlFormElement, post: Option<Post>, changed: Changed, sentence: String) -> Next {
    let Changed { thread, undo } = changed;
    // The next deed of the same kind begins anew.
    form.reset();
    dom::fold(form);
    let Some(post) = post else {
        // A notice from a page without scripts stands outside of the threads.
        if let Some(notice) = dom::around(form, ".qa-notice") {
            notice.remove();
        }
        dom::say(&sentence);
        return Next { loads: true, focus: Focus::Stay };
    };
    // What moves posts between threads changes more than the one that came back.
    let loads = post.question != thread.id;
    let reply = post.reply.filter(|id| thread.replies.iter().any(|reply| reply.id == *id));
    let post = Post { reply, ..threads::put(widget, thread) };
    post.tell(widget, Told::Notice(Notice { text: sentence, undo }));
    Next { loads, focus: Focus::Id(post.anchor()) }
}

/// Tells why it was not done, at the fields to correct or else at the post.
///
/// What the page shows was old if somebody else was faster, so it is loaded again.
fn fail(widget: &Widget, form: &HtmlFormElement, post: Option<Post>, problem: Problem) -> Next {
    let loads = matches!(problem.code, Code::Conflict | Code::NotFound | Code::SignedOut | Code::Forbidden);
    if problem.code == Code::SignedOut {
        widget.update(&mut |page| page.viewer = None);
    }
    if marks::set(form, &problem) {
        return Focus::problem(form.unchecked_ref()).into();
    }
    let Some(post) = post else {
        dom::say(&problem.detail);
        return Next { loads, focus: Focus::Stay };
    };
    post.tell(widget, Told::Problem(problem));
    Next { loads, focus: Focus::Id(post.anchor()) }
}
