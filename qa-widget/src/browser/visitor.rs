//! What a visitor's module does: takes over the forms, and leaves as soon as somebody is signed in.
//!
//! The threads stay as they were rendered. What goes beyond reading and asking is in the `member` module, another
//! build of this crate, which the loader fetches when this one says so.

use qa_api::paths;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{CustomEvent, CustomEventInit, Element, HtmlElement, HtmlFormElement};

use leptos::prelude::*;

use super::deed::{Begun, Next, Reply};
use super::events::Fields;
use super::place::Place;
use super::widget::Widget;
use super::{api, dom, hint};
use crate::components::ask_form::AskPlace;
use crate::components::reply_form::ReplyPlace;
use crate::components::sign_in::SignInPlace;
use crate::read;
use crate::state::{Page, Slot};

/// Takes over the forms in `section` as they stand.
///
/// # Errors
/// When it is of another build or what somebody who is signed in sees, so that it cannot be taken over.
/// Traps when something has changed it.
#[wasm_bindgen]
pub fn hydrate(section: HtmlElement) -> Result<(), JsValue> {
    let root = super::rendered(&section)?;
    let id = section.get_attribute("data-qa-page").unwrap_or_default();
    let widget = Widget::new(section, Page { id, ..Page::default() });
    let hydrate = || {
        take_over(&widget, &root, ".qa-ask", |page| Some(view! { <AskPlace page /> }))?;
        take_over(&widget, &root, ".qa-way-in", |page| Some(view! { <SignInPlace page /> }))?;
        dom::first(&root, "[name=email]")
    };
    hydrate().ok_or(JsValue::NULL)?;
    for host in dom::all(&root, ".qa-answer") {
        let question = dom::around(&host, "[data-qa-question]").and_then(|post| post.get_attribute("data-qa-question"));
        let question = question.unwrap_or_default();
        let view = move |page: &Page| {
            let sending = page.sending(&Slot::Reply(question.clone()));
            Some(view! { <ReplyPlace question=question.clone() viewer=None sending /> })
        };
        widget.read(|page| Place::hydrate(host, page, view)).into_iter().for_each(|place| widget.add(place));
    }
    super::begin(&widget, &root, "hydrated");
    Ok(())
}

fn take_over<V>(widget: &Widget, root: &Element, host: &str, view: impl Fn(&Page) -> Option<V> + 'static) -> Option<()>
where
    V: RenderHtml,
    V::State: 'static,
{
    let host = dom::first(root, host)?;
    widget.add(widget.read(|page| Place::hydrate(host, page, view))?);
    Some(())
}

/// Leaves if somebody is signed in after all.
pub(super) fn begin(widget: &Widget) {
    let widget = widget.clone();
    let then = move |reply: Reply| {
        let Ok(me) = reply else { return };
        if read::is_signed_in(&me) {
            return leave(&widget, &JsValue::NULL);
        }
        widget.update(&mut |page| page.stamp = read::stamp(&me));
    };
    api::get(paths::ME, Box::new(then));
}

/// Every form of a visitor is handled by the modules beside this one.
pub(super) fn submit(_: &Widget, _: &HtmlFormElement, _: &Fields, _: Option<Element>) -> Begun {
    Begun::Elsewhere
}

/// Leaves, since only somebody who is signed in gets this reply.
pub(super) fn arrive(widget: &Widget, reply: &JsValue) -> Next {
    leave(widget, reply);
    Next::default()
}

/// Has a member's module show what has changed, unless a form is on its way or waits for its code.
pub(super) fn changed(widget: &Widget) -> bool {
    let is_free = dom::first(widget.section(), ".qa-code, [aria-busy]").is_none();
    if is_free {
        hand_over(widget, &JsValue::TRUE);
    }
    is_free
}

/// Leaves, with what became of the text that waited for the code.
pub(super) fn signed_in(widget: &Widget, reply: &JsValue) -> Next {
    leave(widget, reply);
    Next::default()
}

/// A visitor's page has nothing that could be old.
pub(super) fn load(_: &Widget, then: Box<dyn FnOnce()>) {
    then();
}

/// Leaves, since somebody is signed in.
fn leave(widget: &Widget, reply: &JsValue) {
    hint::set(true);
    hand_over(widget, reply);
}

/// Has the loader put a member's module in the place of this one, which is told `reply`.
fn hand_over(widget: &Widget, reply: &JsValue) {
    let init = CustomEventInit::new();
    init.set_detail(reply);
    // A constant is a valid name, and nobody stops this event.
    let _ = CustomEvent::new_with_event_init_dict("qa-member", &init)
        .and_then(|event| widget.section().dispatch_event(&event));
}
