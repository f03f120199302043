//! Where the work goes on: at the new post, at the first field to correct, at the code to enter.

use leptos::prelude::document;
use leptos::task::tick;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::deed::Focus;

/// Waits until the page shows what the signals say.
pub(super) async fn drawn() {
    // Effects run as tasks of their own, some of them made by others.
    tick().await;
    tick().await;
}

/// Goes there once it is drawn. What is not there or cannot be focused leaves the reader where they were.
pub(super) async fn go(focus: Focus) {
    drawn().await;
    let element = match focus {
        Focus::Stay => None,
        Focus::Id(id) => document().get_element_by_id(&id),
        Focus::Within(element, selectors) => element
            .and_then(|element| selectors.iter().find_map(|selector| element.query_selector(selector).ok().flatten())),
    };
    if let Some(element) = element {
        let _ = element.unchecked_into::<HtmlElement>().focus();
    }
}
