//! What can be done with any post: quoting it in a reply, and copying where it is.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlAnchorElement, HtmlElement};

use super::widget::Widget;
use super::{dom, draft, preview};
use crate::messages;

/// How long it is told that something was copied.
const TOLD_MS: u64 = 3000;

/// Puts the post around `button`, or what is selected of it, into the form to reply.
pub(super) fn quote(widget: &Widget, button: &Element) -> Option<()> {
    let post = dom::around(button, "[data-qa-reply], [data-qa-question]")?;
    let thread = dom::around(button, "[data-qa-question]")?;
    let field = dom::first(&thread, ".qa-answer textarea")?;
    let text = selected_in(&post).or_else(|| {
        // The post's own: those of replies, and of what a form shows, are further inside.
        dom::first(&post, ":scope > .qa-body").map(|body| body.unchecked_into::<HtmlElement>().inner_text())
    });
    let input = dom::input(&field);
    let mut quoted = input.value();
    if !quoted.is_empty() {
        quoted.push_str("\n\n");
    }
    for line in text.unwrap_or_default().trim().lines() {
        quoted.push_str(if line.is_empty() { ">" } else { "> " });
        quoted.push_str(line);
        quoted.push('\n');
    }
    quoted.push('\n');
    input.set_value(&quoted);
    draft::keep(widget, field.unchecked_ref());
    preview::follow(&field);
    if let Some(details) = dom::around(&field, "details") {
        // A valid name for an attribute.
        let _ = details.set_attribute("open", "");
    }
    field.unchecked_ref::<HtmlElement>().focus().ok()
}

/// What the reader has selected, if all of it is in `post`.
fn selected_in(post: &Element) -> Option<String> {
    let selection = document().get_selection().ok()??;
    let is_inside = |node: Option<web_sys::Node>| node.is_some_and(|node| post.contains(Some(&node)));
    let text = String::from(selection.to_string());
    (is_inside(selection.anchor_node()) && is_inside(selection.focus_node()) && !text.trim().is_empty()).then_some(text)
}

/// Whether anything can be copied: browsers allow it to sites that are reached safely.
pub(super) fn can_copy() -> bool {
    !window().navigator().clipboard().is_undefined()
}

/// Copies where `link` leads; where nothing can be copied it is followed instead.
pub(super) fn copy(link: Element) {
    let address = link.unchecked_ref::<HtmlAnchorElement>().href();
    spawn_local(async move {
        let copied = JsFuture::from(window().navigator().clipboard().write_text(&address)).await;
        if copied.is_err() {
            let _ = window().location().set_href(&address);
            return;
        }
        dom::say(messages::COPIED);
        if let Ok(told) = document().create_element("span") {
            told.set_class_name("qa-copied");
            told.set_text_content(Some(messages::COPIED));
            // What is in the page has a parent to be put into.
            let _ = link.after_with_node_1(&told);
            dom::after(TOLD_MS, move || told.remove());
        }
    });
}
