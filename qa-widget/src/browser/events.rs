//! Which form, button or link stands for what.
//!
//! Three listeners see every event of the widget, so that the components need none and forms that come
//! later are heard too.

use js_sys::{Object, Reflect};
use qa_api::paths;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, FormData, HtmlElement, HtmlFormElement, MouseEvent, SubmitEvent};

use super::deed::{self, Begun};
use super::widget::Widget;
use super::{code, dom, draft, posting, preview, quote, server, sign_in, similar, who};
use crate::read::Value;

/// The id of the field in which a question is written in one line.
const ASK_TITLE: &str = "qa-ask-title";

/// Hears what happens in `root` from now on.
pub(super) fn listen(widget: &Widget, root: &Element) {
    for (kind, handler) in [("submit", on_submit as fn(&Widget, &Event)), ("click", on_click), ("input", on_input)] {
        let widget = widget.clone();
        let closure = Closure::<dyn Fn(Event)>::new(move |event: Event| handler(&widget, &event)).into_js_value();
        // The one way to fail is a listener that is not a function.
        let _ = root.add_event_listener_with_callback(kind, closure.unchecked_ref());
    }
}

fn target<T: JsCast>(event: &Event) -> Option<T> {
    event.target().map(JsCast::unchecked_into)
}

fn on_submit(widget: &Widget, event: &Event) {
    let Some(form) = target::<HtmlFormElement>(event) else { return };
    let Some(fields) = Fields::of(&form) else { return };
    let begun = match server::path(&form, "action").as_deref() {
        Some(paths::FORM_ASK | paths::FORM_REPLY) => posting::post(widget, &form, &fields).into(),
        Some(paths::FORM_CODE) => code::answer(widget, &form, &fields).into(),
        Some(paths::FORM_RESEND) => code::resend(widget, &fields).into(),
        Some(paths::FORM_SIGN_IN) => sign_in::begin(widget, &form).into(),
        _ => {
            let pressed = event.unchecked_ref::<SubmitEvent>().submitter().map(JsCast::unchecked_into);
            who::submit(widget, &form, &fields, pressed)
        }
    };
    if !matches!(begun, Begun::Elsewhere) {
        event.prevent_default();
    }
    if let Begun::Deed(deed) = begun {
        deed::run(widget, deed, &fields);
    }
}

fn on_click(widget: &Widget, event: &Event) {
    let Some(element) = target::<Element>(event).and_then(|element| dom::around(&element, "a, button")) else { return };
    let mouse: &MouseEvent = event.unchecked_ref();
    let is_plain = mouse.button() == 0 && !(mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key());
    if is_plain && server::path(&element, "href").as_deref() == Some(paths::SIGN_IN_PAGE) {
        event.prevent_default();
        sign_in::show(widget);
    } else if element.has_attribute("data-qa-back") {
        code::give_up(widget, &element);
    } else if element.has_attribute("data-qa-quote") {
        quote::quote(widget, &element);
    } else if is_plain && element.has_attribute("data-qa-copy") && quote::can_copy() {
        event.prevent_default();
        quote::copy(element);
    } else if !preview::toggle(&element) {
        similar::choose(&element);
    }
}

fn on_input(widget: &Widget, event: &Event) {
    if let Some(field) = target::<HtmlElement>(event) {
        draft::keep(widget, &field);
        preview::follow(&field);
        if field.id() == ASK_TITLE {
            similar::follow(widget, &field);
        }
    }
}

/// What a form posts, by name.
///
/// Forms post the fields of the matching request in `qa_api::request`, so that most of it is sent as it is.
pub(super) struct Fields(Object);

impl From<Object> for Fields {
    fn from(object: Object) -> Self {
        Self(object)
    }
}

impl Fields {
    fn of(form: &HtmlFormElement) -> Option<Self> {
        let entries = FormData::new_with_form(form).ok()?;
        Object::from_entries(entries.as_ref()).ok().map(Self)
    }

    /// Takes out a field that is part of the address and not of the request.
    pub(super) fn take(&self, name: &str) -> String {
        let value = self.0.get(name).and_then(|value| value.text()).unwrap_or_default();
        // A plain object's own field can always be deleted.
        let _ = Reflect::delete_property(&self.0, &JsValue::from_str(name));
        value
    }

    /// Adds a field.
    pub(super) fn set(&self, name: &str, value: &JsValue) {
        // A plain object takes every field.
        let _ = Reflect::set(&self.0, &JsValue::from_str(name), value);
    }

    /// The request.
    pub(super) fn request(&self) -> &JsValue {
        &self.0
    }
}
