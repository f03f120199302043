//! Asking and replying.

use qa_api::paths;
use qa_api::problem::Problem;
use wasm_bindgen::JsCast;
use web_sys::HtmlFormElement;

use super::deed::{Deed, Focus, Next, Reply};
use super::events::Fields;
use super::widget::Widget;
use super::{code, dom, draft, who};
use crate::form::Purpose;
use crate::read;
use crate::state::Slot;

/// Begins to send the question or, where the form names a question, the reply in `form`.
pub(super) fn post(widget: &Widget, form: &HtmlFormElement, fields: &Fields) -> Option<Deed> {
    let question = fields.take("question");
    let (slot, path) = if question.is_empty() {
        (Slot::Ask, paths::QUESTIONS.to_owned())
    } else {
        (Slot::Reply(question.clone()), paths::replies(&question))
    };
    if !widget.begin(&slot) {
        return None;
    }
    fields.set("id", &repeat_id(form).into());
    if let Some(stamp) = widget.read(|page| page.stamp.clone()) {
        fields.set("stamp", &stamp.into());
    }
    let (widget, form) = (widget.clone(), form.clone());
    let finish = Box::new(move |reply: Reply| match reply {
        Ok(value) => match read::draft(&value) {
            Some(challenge) => code::wait_for(&widget, &slot, challenge, Purpose::Draft, &form),
            None => {
                widget.update_sending(&slot, &mut |sending| *sending = Default::default());
                draft::clear(&widget, &form);
                dom::fold(&form);
                who::arrive(&widget, &value)
            }
        },
        Err(problem) => refuse(&widget, &slot, &problem, &form),
    });
    Some(Deed { path, finish })
}

/// Tells in `form` why it was not taken.
///
/// Whoever is signed in is not asked for an address; so if the server misses one, the session is over.
pub(super) fn refuse(widget: &Widget, slot: &Slot, problem: &Problem, form: &HtmlFormElement) -> Next {
    let loads = problem.field("email").is_some() && widget.read(|page| page.viewer.is_some());
    widget.update(&mut |page| {
        if loads {
            page.viewer = None;
        }
        if let Some(sending) = page.sending_mut(slot) {
            sending.busy = false;
            sending.problem = Some(problem.clone());
        }
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
