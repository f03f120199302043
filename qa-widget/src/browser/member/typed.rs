//! Keeps what is being typed while the page is drawn anew: texts, where the cursor is, and what is unfolded.
//!
//! The drafts in the browser's storage would do for the texts alone, if everybody had such a storage.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::super::dom;

/// One field.
struct Field {
    id: String,
    text: String,
    is_open: bool,
    cursor: Option<u32>,
}

/// What somebody has typed.
pub(super) struct Typed(Vec<Field>);

/// What is being typed in `root`.
pub(super) fn take(root: &Element) -> Typed {
    let active = document().active_element();
    let fields = dom::all(root, ".qa-form:not([hidden]) :is(input:not([type=hidden]), textarea)");
    let fields = fields.iter().map(|field| {
        let input = dom::input(field);
        Field {
            id: field.id(),
            text: input.value(),
            is_open: dom::around(field, "details[open]").is_some(),
            // A field without places in its text has no cursor.
            cursor: (active.as_ref() == Some(field)).then(|| input.selection_end().ok().flatten().unwrap_or_default()),
        }
    });
    Typed(fields.collect())
}

/// Puts it back into the same fields.
pub(super) fn put_back(typed: &Typed) {
    for Field { id, text, is_open, cursor } in &typed.0 {
        let Some(element) = document().get_element_by_id(id) else { continue };
        let input = dom::input(&element);
        if input.value().is_empty() {
            input.set_value(text);
        }
        if let Some(details) = dom::around(&element, "details").filter(|_| *is_open) {
            let _ = details.set_attribute("open", "");
        }
        if let Some(cursor) = cursor {
            let _ = element.unchecked_ref::<HtmlElement>().focus();
            // A field for addresses has no places in its text.
            let _ = input.set_selection_range(*cursor, *cursor);
        }
    }
}
