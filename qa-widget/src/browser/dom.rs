//! The few things that are done with the document itself.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlInputElement, Storage};

/// Every element below `element` that `selector` matches.
pub(super) fn all(element: &Element, selector: &str) -> Vec<Element> {
    let Ok(list) = element.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.item(index)).map(JsCast::unchecked_into).collect()
}

/// The first of them.
pub(super) fn first(element: &Element, selector: &str) -> Option<Element> {
    element.query_selector(selector).ok().flatten()
}

/// A new element at the end of `parent`, which any element can have.
pub(super) fn add(parent: &Element, tag: &str, text: &str, attributes: &[(&str, &str)]) -> Element {
    let element = document().create_element(tag).expect("the name of an element");
    for (name, value) in attributes {
        // All are valid names.
        let _ = element.set_attribute(name, value);
    }
    element.set_text_content(Some(text));
    let _ = parent.append_child(&element);
    element
}

/// The innermost element around `element`, or itself, that `selector` matches.
pub(super) fn around(element: &Element, selector: &str) -> Option<Element> {
    element.closest(selector).ok().flatten()
}

/// `field` as something with a value, which every kind of field is.
pub(super) fn input(field: &Element) -> &HtmlInputElement {
    field.unchecked_ref()
}

/// Folds away what `element` is in; it stays open if it could not be.
pub(super) fn fold(element: &Element) {
    if let Some(details) = around(element, "details") {
        let _ = details.remove_attribute("open");
    }
}

/// Tells screen readers.
pub(super) fn say(text: &str) {
    if let Ok(Some(region)) = document().query_selector(".qa-said") {
        region.set_text_content(Some(text));
    }
}

/// What the browser keeps for this site, unless the reader forbids it.
pub(super) fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}

/// Does something once after a while.
pub(super) fn after(milliseconds: u64, act: impl FnOnce() + 'static) {
    let act = Closure::once_into_js(act);
    // A code is valid for minutes, so that the number is small; the one way to fail is not to be a function.
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(
        act.unchecked_ref(),
        i32::try_from(milliseconds).unwrap_or(i32::MAX),
    );
}
