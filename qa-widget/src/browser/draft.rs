//! Keeps what is being typed, so that neither a reload nor a failed request loses it.
//!
//! Stored only once somebody types, under the page and the field's id; forgotten once it is sent.

use qa_api::paths::{FORM_ASK, FORM_REPLY};
use web_sys::{Element, HtmlElement, HtmlFormElement};

use super::widget::Widget;
use super::{dom, server};

/// The fields that hold a person's words.
const FIELDS: &str = "[name=title], [name=body]";
/// Where a form keeps the id that makes sending it again harmless.
pub(super) const ID: &str = "data-qa-id";

/// Stores what `field` holds now.
pub(super) fn keep(widget: &Widget, field: &HtmlElement) {
    let Ok(Some(form)) = field.closest("form") else { return };
    // Another text is another post.
    let _ = form.remove_attribute(ID);
    let is_post = matches!(server::path(&form, "action").as_deref(), Some(FORM_ASK | FORM_REPLY));
    if let Some(storage) = dom::storage().filter(|_| is_post && field.matches(FIELDS).unwrap_or(false)) {
        // A full or forbidden storage keeps nothing, and the text is still in the form.
        let _ = storage.set_item(&key(widget, field), &dom::input(field).value());
    }
}

/// Fills empty fields in `section` with what was stored.
pub(super) fn restore(widget: &Widget, section: &Element) {
    let Some(storage) = dom::storage() else { return };
    for field in fields(section) {
        if let Ok(Some(text)) = storage.get_item(&key(widget, &field))
            && dom::input(&field).value().is_empty()
        {
            dom::input(&field).set_value(&text);
        }
    }
}

/// Empties `form` and forgets what was stored of it.
pub(super) fn clear(widget: &Widget, form: &HtmlFormElement) {
    let _ = form.remove_attribute(ID);
    if let Some(storage) = dom::storage() {
        for field in fields(form) {
            let _ = storage.remove_item(&key(widget, &field));
        }
    }
    form.reset();
}

fn key(widget: &Widget, field: &Element) -> String {
    format!("qa-draft/{}/{}", widget.read(|page| page.id.clone()), field.id())
}

fn fields(element: &Element) -> Vec<Element> {
    dom::all(element, FIELDS)
}
