//! Signing in: asking for a code, and the button behind an e-mailed link.

#[cfg(feature = "ssr")]
use leptos::either::Either;
use leptos::prelude::*;
use qa_api::limits::{EMAIL_MAX_BYTES, NAME_MAX_CHARS};
use qa_api::paths::{FORM_SIGN_IN, SIGN_IN_WAYS};
#[cfg(feature = "ssr")]
use qa_api::paths::{SIGN_IN_LINK, SIGN_IN_PAGE};
#[cfg(feature = "ssr")]
use qa_api::problem::Code;

use super::code_entry::CodeInPlace;
use super::field::Field;
use super::input::LineInput;
use super::problem::FormProblem;
use crate::state::{Page, Stage};
use crate::{form, messages};

const PREFIX: &str = "qa-sign-in";

/// The page on which a sign-in code is asked for.
#[cfg(feature = "ssr")]
#[component]
pub(crate) fn SignInPage(
    /// What was typed and what is wrong with it.
    form: form::SignInForm,
) -> impl IntoView {
    let ways: Vec<_> = form.ways.iter().cloned().map(|way| view! { <Way way /> }).collect();
    view! {
        <h1>{messages::SIGN_IN_HEADING}</h1>
        {(!ways.is_empty()).then(|| view! { <ul class="qa-ways">{ways}</ul> })}
        <SignInForm form stage=Stage::Open />
    }
}

#[cfg(feature = "ssr")]
#[component]
fn Way(way: form::WayIn) -> impl IntoView {
    view! {
        <li>
            <a class="qa-button" href=way.path>
                {messages::sign_in_with(&way.name)}
            </a>
        </li>
    }
}

/// The same on any page, once it is asked for.
#[component]
pub(crate) fn SignInPlace<'page>(
    /// The page.
    page: &'page Page,
) -> impl IntoView + use<> {
    page.sign_in.clone().map(|sending| {
        let stage = sending.stage();
        let form = form::SignInForm { problem: sending.problem, ..form::SignInForm::default() };
        view! {
            <section class="qa-sign-in" aria-labelledby="qa-sign-in-heading">
                <h3 id="qa-sign-in-heading" tabindex="-1">
                    {messages::SIGN_IN_HEADING}
                </h3>
                <SignInForm form stage />
                <p>
                    <a href=SIGN_IN_WAYS>{messages::SIGN_IN_WAYS}</a>
                </p>
                <CodeInPlace prefix=PREFIX.to_owned() code=sending.code />
            </section>
        }
    })
}

#[component]
fn SignInForm(form: form::SignInForm, stage: Stage) -> impl IntoView {
    let form::SignInForm { request, problem, .. } = form;
    let email = Field::new(PREFIX, "email", messages::EMAIL_LABEL)
        .hint(messages::SIGN_IN_EMAIL_HINT)
        .value(request.email)
        .error(problem.as_ref())
        .required();
    let name = Field::new(PREFIX, "name", messages::SIGN_IN_NAME_LABEL)
        .hint(messages::SIGN_IN_NAME_HINT)
        .value(request.name)
        .error(problem.as_ref());
    view! {
        <form
            class="qa-form"
            method="post"
            action=FORM_SIGN_IN
            hidden=stage == Stage::Hidden
            aria-busy=stage.aria_busy()
        >
            <FormProblem prefix=PREFIX.to_owned() problem />
            <p>{messages::SIGN_IN_LEAD}</p>
            <LineInput field=email kind="email" autocomplete="email" inputmode="email" maxlength=EMAIL_MAX_BYTES />
            <LineInput field=name autocomplete="name" maxlength=NAME_MAX_CHARS />
            <button class="qa-button" type="submit">
                {stage.label(messages::SIGN_IN_BUTTON)}
            </button>
        </form>
    }
}

/// The page behind an e-mailed link. A link that can no longer work offers a new mail instead of the button.
#[cfg(feature = "ssr")]
#[component]
pub(crate) fn LinkPage(
    /// The link's token and what is wrong with it.
    form: form::LinkForm,
) -> impl IntoView {
    let form::LinkForm { token, problem } = form;
    let is_spent = problem.as_ref().is_some_and(|problem| matches!(problem.code, Code::ExpiredCode | Code::NotFound));
    let next = if is_spent {
        Either::Left(view! {
            <p>
                <a href=SIGN_IN_PAGE>{messages::LINK_ANOTHER}</a>
            </p>
        })
    } else {
        Either::Right(view! {
            <p>{messages::LINK_LEAD}</p>
            <form class="qa-form" method="post" action=SIGN_IN_LINK>
                <input type="hidden" name="t" value=token />
                <button class="qa-button" type="submit">
                    {messages::LINK_BUTTON}
                </button>
            </form>
        })
    };
    view! {
        <h1>{messages::SIGN_IN_HEADING}</h1>
        <FormProblem prefix=PREFIX.to_owned() problem />
        {next}
    }
}
