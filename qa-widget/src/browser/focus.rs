//! Where the work goes on: at the new post, at the first field to correct, at the code to enter.

use leptos::prelude::document;
use leptos::task::tick;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Waits until the page shows what the signals say.
pub(super) async fn drawn() {
    // Effects run as tasks of their own, some of them made by others.
    tick().await;
    tick().await;
}

/// Goes to the first of the `selectors` that `element` has, once it is drawn.
pub(super) async fn within(element: Option<Element>, selectors: &[&str]) {
    drawn().await;
    let find = |selector: &&str| element.as_ref()?.query_selector(selector).ok()?;
    if let Some(found) = selectors.iter().find_map(find) {
        go(found);
    }
}

/// Goes to the element with this id, once it is drawn.
pub(super) async fn on_id(id: &str) {
    drawn().await;
    if let Some(element) = document().get_element_by_id(id) {
        go(element);
    }
}

/// Goes to the first field of `form` to correct, or to what is wrong with all of it.
pub(super) async fn on_problem(form: &Element) {
    within(Some(form.clone()), &["[aria-invalid=true]", ".qa-problem"]).await;
}

fn go(element: Element) {
    // What cannot be focused is still in the page, and the reader where they were.
    let _ = element.unchecked_into::<HtmlElement>().focus();
}
