//! Entering the code that was mailed, and asking for another one.

use leptos::prelude::*;
use qa_api::limits::CODE_DIGITS;
use qa_api::paths::{FORM_CODE, FORM_RESEND};

use super::field::Field;
use super::input::LineInput;
use super::notice::Status;
use super::problem::{FormProblem, problem_id};
use crate::{form, messages};

const PREFIX: &str = "qa-code";
/// Room for a space between any two digits, which some mail programs add and the server ignores.
const MAX_CHARS: usize = 2 * CODE_DIGITS;

/// The page on which a code is entered.
#[component]
pub(crate) fn CodePage(
    /// What the code is for and what is wrong with the last one.
    form: form::CodeForm,
) -> impl IntoView {
    let form::CodeForm { challenge, purpose, email, problem, resent } = form;
    let code = Field::new(PREFIX, "code", messages::CODE_LABEL)
        .hint(messages::CODE_HINT)
        .error(problem.as_ref())
        .invalid_because(problem.as_ref().map(|_| problem_id(PREFIX)))
        .required();
    view! {
        <h1>{messages::CODE_HEADING}</h1>
        <p>{messages::code_lead(purpose, email.as_deref())}</p>
        {resent.then(|| view! { <Status text=messages::CODE_RESENT /> })}
        <form class="qa-form" method="post" action=FORM_CODE>
            <FormProblem prefix=PREFIX.to_owned() problem />
            <input type="hidden" name="challenge" value=challenge.clone() />
            <LineInput
                field=code
                class="qa-input qa-code-input"
                autocomplete="one-time-code"
                inputmode="numeric"
                pattern="[0-9 ]*"
                maxlength=MAX_CHARS
            />
            <button class="qa-button" type="submit">
                {messages::code_button(purpose)}
            </button>
        </form>
        <form method="post" action=FORM_RESEND>
            <input type="hidden" name="challenge" value=challenge />
            <button class="qa-button qa-button--quiet" type="submit">
                {messages::RESEND_BUTTON}
            </button>
        </form>
    }
}
