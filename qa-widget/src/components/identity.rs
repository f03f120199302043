//! The fields that only a visitor fills in, and the one that nobody does.

use leptos::prelude::*;
use qa_api::limits::{EMAIL_MAX_BYTES, NAME_MAX_CHARS};
use qa_api::problem::Problem;

use super::field::{Field, field_id};
use super::input::LineInput;
use crate::messages;

/// Name and address of a visitor.
#[component]
pub(crate) fn Identity(
    /// The form's part of the ids.
    prefix: String,
    /// The name as typed.
    name: String,
    /// The address as typed.
    email: String,
    /// What is wrong with the form.
    problem: Option<Problem>,
) -> impl IntoView {
    let name = Field::new(&prefix, "name", messages::NAME_LABEL)
        .hint(messages::NAME_HINT)
        .value(name)
        .error(problem.as_ref())
        .required();
    let email = Field::new(&prefix, "email", messages::EMAIL_LABEL)
        .hint(messages::EMAIL_HINT)
        .value(email)
        .error(problem.as_ref())
        .required();
    view! {
        <LineInput field=name autocomplete="name" maxlength=NAME_MAX_CHARS />
        <LineInput field=email kind="email" autocomplete="email" inputmode="email" maxlength=EMAIL_MAX_BYTES />
    }
}

/// A field that people neither see nor reach, and that simple robots fill in.
///
/// It always comes back empty, so that a browser that filled it in does not condemn its owner twice.
#[component]
pub(crate) fn Honeypot(
    /// The form's part of the ids.
    prefix: String,
) -> impl IntoView {
    let id = field_id(&prefix, "website");
    view! {
        <div class="qa-honeypot" aria-hidden="true">
            <label for=id.clone()>{messages::HONEYPOT_LABEL}</label>
            <input type="text" id=id name="website" value="" tabindex="-1" autocomplete="off" />
        </div>
    }
}
