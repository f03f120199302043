//! Entering the code that was mailed, and asking for another one.

use leptos::prelude::*;
use qa_api::limits::CODE_DIGITS;
use qa_api::paths::{FORM_CODE, FORM_RESEND};

use super::field::Field;
use super::input::LineInput;
#[cfg(feature = "ssr")]
use super::notice::Status;
use super::problem::{FormProblem, problem_id};
use crate::state::{CodeWait, Stage};
use crate::{form, messages};

/// Room for a space between any two digits, which some mail programs add and the server ignores.
const MAX_CHARS: usize = 2 * CODE_DIGITS;

/// The page on which a code is entered.
#[cfg(feature = "ssr")]
#[component]
pub(crate) fn CodePage(
    /// What the code is for and what is wrong with the last one.
    form: form::CodeForm,
) -> impl IntoView {
    let lead = messages::code_lead(form.purpose, form.email.as_deref());
    let resent = form.resent;
    let challenge = form.challenge.clone();
    view! {
        <h1>{messages::CODE_HEADING}</h1>
        <p>{lead}</p>
        {resent.then(|| view! { <Status text=messages::CODE_RESENT /> })}
        <CodeEntry prefix="qa-code".to_owned() form stage=Stage::Open />
        <Resend challenge />
    }
}

/// The code of a form that was sent from the page, in the form's place; nothing while none is waited for.
#[component]
pub(crate) fn CodeInPlace(
    /// What the ids of the form begin with.
    prefix: String,
    /// The code.
    code: Option<CodeWait>,
) -> impl IntoView {
    code.map(|CodeWait { form, busy, rests, .. }| {
        let prefix = format!("{prefix}-code");
        let stage = if busy { Stage::Busy } else { Stage::Open };
        let lead = messages::code_lead(form.purpose, form.email.as_deref());
        let (challenge, purpose) = (form.challenge.clone(), form.purpose);
        view! {
            <div class="qa-code">
                <p>{lead}</p>
                <CodeEntry prefix form stage />
                <div class="qa-bar">
                    <Resend challenge rests />
                    <button class="qa-button qa-button--quiet" type="button" data-qa-back="">
                        {messages::code_back(purpose)}
                    </button>
                </div>
                {rests.then(|| view! { <p class="qa-hint">{messages::CODE_RESTS}</p> })}
            </div>
        }
    })
}

#[component]
fn CodeEntry(prefix: String, form: form::CodeForm, stage: Stage) -> impl IntoView {
    let form::CodeForm { challenge, purpose, problem, .. } = form;
    let code = Field::new(&prefix, "code", messages::CODE_LABEL)
        .hint(messages::CODE_HINT)
        .error(problem.as_ref())
        .invalid_because(problem.as_ref().map(|_| problem_id(&prefix)))
        .required();
    view! {
        <form class="qa-form" method="post" action=FORM_CODE aria-busy=stage.aria_busy()>
            <FormProblem prefix problem />
            <input type="hidden" name="challenge" value=challenge />
            <LineInput
                field=code
                class="qa-input qa-code-input"
                autocomplete="one-time-code"
                inputmode="numeric"
                pattern="[0-9 ]*"
                maxlength=MAX_CHARS
            />
            <button class="qa-button" type="submit">
                {stage.label(messages::code_button(purpose))}
            </button>
        </form>
    }
}

/// The button for another code, which rests for a while after each.
#[component]
fn Resend(challenge: String, #[prop(optional)] rests: bool) -> impl IntoView {
    view! {
        <form method="post" action=FORM_RESEND>
            <input type="hidden" name="challenge" value=challenge />
            <button class="qa-button qa-button--quiet" type="submit" disabled=rests>
                {messages::RESEND_BUTTON}
            </button>
        </form>
    }
}
