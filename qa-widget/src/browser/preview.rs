//! Shows below a field what its text will look like, while it is being written.
//!
//! The button says by `aria-pressed` whether it does; what it shows is not part of what the components draw.

use std::cell::Cell;

use js_sys::Object;
use qa_api::paths;
use web_sys::Element;

use super::api::Reply;
use super::events::Fields;
use super::{api, dom};
use crate::read;

/// The button; names the element that shows the text.
const BUTTON: &str = "data-qa-preview";
const PRESSED: &str = "aria-pressed";
/// How long nothing is typed before the text is sent.
const PAUSE_MS: u64 = 300;

thread_local! {
    /// How often something was asked for, so that a late reply does not replace a later one.
    static ROUND: Cell<u32> = const { Cell::new(0) };
}

/// Begins or ends showing, if `button` is for that.
pub(super) fn toggle(button: &Element) -> bool {
    let Some(shown) = shown_by(button) else { return false };
    let begins = button.get_attribute(PRESSED).as_deref() != Some("true");
    // Valid names for attributes.
    let _ = button.set_attribute(PRESSED, if begins { "true" } else { "false" });
    let _ = shown.toggle_attribute_with_force("hidden", !begins);
    if begins {
        refresh(button);
    }
    true
}

/// Shows `field` anew a moment after it was changed, if it is shown.
pub(super) fn follow(field: &Element) {
    let button = dom::around(field, ".qa-field").and_then(|place| dom::first(&place, "[aria-pressed=true]"));
    let Some(button) = button else { return };
    let round = next_round();
    dom::after(PAUSE_MS, move || {
        if ROUND.get() == round {
            refresh(&button);
        }
    });
}

fn refresh(button: &Element) {
    let field = dom::around(button, ".qa-field").and_then(|place| dom::first(&place, "textarea"));
    let (Some(field), Some(shown)) = (field, shown_by(button)) else { return };
    let request = Fields::from(Object::new());
    request.set("body", &dom::input(&field).value().into());
    let round = next_round();
    let then = move |reply: Reply| {
        if ROUND.get() != round {
            return;
        }
        match reply {
            Ok(value) => shown.set_inner_html(&read::preview(&value).unwrap_or_default()),
            Err(problem) => {
                let why = problem.fields.into_iter().next().map_or(problem.detail, |field| field.message);
                shown.set_text_content(Some(&why));
            }
        }
    };
    api::post(paths::PREVIEW, request.request(), Box::new(then));
}

fn shown_by(button: &Element) -> Option<Element> {
    let id = button.get_attribute(BUTTON)?;
    leptos::prelude::document().get_element_by_id(&id)
}

fn next_round() -> u32 {
    ROUND.set(ROUND.get() + 1);
    ROUND.get()
}
