//! Marks the fields of a form that have to be corrected, for forms whose state is in the page alone.
//!
//! Called by `acting`. The marks are those that [`crate::components`] draw for the other forms: a sentence before the
//! input, tied to it for screen readers.
//! **Invariant:** what is marked here is taken back here, so that drawing the form again finds what it drew before.

use leptos::prelude::document;
use qa_api::problem::Problem;
use web_sys::Element;

use super::super::dom::{all, around};

const INVALID: &str = "aria-invalid";
const DESCRIBED_BY: &str = "aria-describedby";
/// Keeps what `aria-describedby` was before.
const BEFORE: &str = "data-qa-described";
const FIELD_WITH_ERROR: &str = "qa-field--error";

/// Marks each field of `form` that `problem` names, and says whether there was one.
pub(super) fn set(form: &Element, problem: &Problem) -> bool {
    problem.fields.iter().filter(|field| mark(form, &field.field, &field.message).is_some()).count() > 0
}

fn mark(form: &Element, name: &str, message: &str) -> Option<()> {
    let input = all(form, "[name]").into_iter().find(|input| input.get_attribute("name").as_deref() == Some(name))?;
    let place = around(&input, ".qa-field")?;
    let sentence = document().create_element("p").ok()?;
    let id = format!("{}-error", input.id());
    let before = input.get_attribute(DESCRIBED_BY).unwrap_or_default();
    sentence.set_class_name("qa-error");
    sentence.set_id(&id);
    sentence.set_text_content(Some(message));
    place.insert_before(&sentence, Some(&input)).ok()?;
    // All are valid names for attributes.
    let _ = place.class_list().add_1(FIELD_WITH_ERROR);
    let _ = input.set_attribute(INVALID, "true");
    let _ = input.set_attribute(DESCRIBED_BY, &format!("{id} {before}"));
    let _ = input.set_attribute(BEFORE, &before);
    Some(())
}

/// Takes back what is marked in `form`.
pub(super) fn clear(form: &Element) {
    for input in all(form, &format!("[{BEFORE}]")) {
        let before = input.get_attribute(BEFORE).unwrap_or_default();
        for name in [INVALID, BEFORE, DESCRIBED_BY] {
            let _ = input.remove_attribute(name);
        }
        if !before.is_empty() {
            let _ = input.set_attribute(DESCRIBED_BY, &before);
        }
        if let Some(place) = around(&input, ".qa-field") {
            let _ = place.class_list().remove_1(FIELD_WITH_ERROR);
            all(&place, ".qa-error").iter().for_each(Element::remove);
        }
    }
}
