//! Asking a question: below a page's threads, and as a page of its own when something had to be corrected.

use leptos::prelude::*;
use qa_api::limits::{TITLE_MAX_CHARS, TITLE_MIN_CHARS};
use qa_api::paths::FORM_ASK;
use qa_api::request::AskRequest;

use super::code_entry::CodeInPlace;
use super::field::Field;
use super::identity::{Honeypot, Identity};
use super::input::{LineInput, TextInput};
use super::problem::FormProblem;
#[cfg(feature = "ssr")]
use super::signed::Signed;
use crate::state::{Page, Stage};
use crate::{form, messages};

const PREFIX: &str = "qa-ask";

/// The form with a heading of its own.
#[cfg(feature = "ssr")]
#[component]
pub(crate) fn AskPage(
    /// What was typed and what is wrong with it.
    form: form::AskForm,
) -> impl IntoView {
    let heading = messages::ask_heading(form.page_title.as_deref());
    let viewer = form.viewer.clone();
    let page = form.request.page.clone();
    view! {
        <h1 dir="auto">{heading}</h1>
        <AskForm form />
        <Signed viewer page=Some(page) />
    }
}

/// The form on its page, and the code that it waits for.
#[component]
pub(crate) fn AskPlace<'page>(
    /// The page.
    page: &'page Page,
) -> impl IntoView + use<> {
    let form = form::AskForm {
        request: AskRequest { page: page.id.clone(), ..AskRequest::default() },
        problem: page.ask.problem.clone(),
        viewer: page.viewer.clone(),
        page_title: None,
    };
    view! {
        <AskForm form stage=page.ask.stage() />
        <CodeInPlace prefix=PREFIX.to_owned() code=page.ask.code.clone() />
    }
}

/// The form alone.
#[component]
pub(crate) fn AskForm(
    /// What was typed and what is wrong with it.
    form: form::AskForm,
    /// How it stands.
    #[prop(optional)]
    stage: Stage,
) -> impl IntoView {
    let form::AskForm { request, problem, viewer, .. } = form;
    let title = Field::new(PREFIX, "title", messages::TITLE_LABEL)
        .hint(messages::TITLE_HINT)
        .value(request.title)
        .error(problem.as_ref())
        .required();
    let body = Field::new(PREFIX, "body", messages::DETAILS_LABEL)
        .hint(messages::DETAILS_HINT)
        .value(request.body)
        .error(problem.as_ref());
    let identity = viewer.is_none().then(|| {
        let problem = problem.clone();
        view! { <Identity prefix=PREFIX.to_owned() name=request.name email=request.email problem /> }
    });
    view! {
        <form
            class="qa-form"
            method="post"
            action=FORM_ASK
            hidden=stage == Stage::Hidden
            aria-busy=stage.aria_busy()
        >
            <FormProblem prefix=PREFIX.to_owned() problem />
            <input type="hidden" name="page" value=request.page />
            {request.section.map(|section| view! { <input type="hidden" name="section" value=section /> })}
            <LineInput field=title autocomplete="off" minlength=TITLE_MIN_CHARS maxlength=TITLE_MAX_CHARS />
            <div class="qa-suggestions" hidden></div>
            <TextInput field=body rows=6 />
            {identity}
            <Honeypot prefix=PREFIX.to_owned() />
            <button class="qa-button" type="submit">
                {stage.label(messages::ASK_BUTTON)}
            </button>
        </form>
    }
}
