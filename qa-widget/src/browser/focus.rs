//! Where the work goes on: at the new post, at the first field to correct, at the code to enter.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::deed::Focus;
use super::dom;

/// Goes there. What is not there or cannot be focused leaves the reader where they were.
pub(super) fn go(focus: Focus) {
    let element = match focus {
        Focus::Stay => None,
        Focus::Id(id) => document().get_element_by_id(&id),
        Focus::Within(element, selectors) => {
            element.and_then(|element| selectors.iter().find_map(|selector| dom::first(&element, selector)))
        }
    };
    if let Some(element) = element {
        let _ = element.unchecked_into::<HtmlElement>().focus();
    }
}
