//! Replying to a question: below it, and as a page of its own when something had to be corrected.

use leptos::prelude::*;
use qa_api::paths::FORM_REPLY;
use qa_api::thread::Viewer;

use super::code_entry::CodeInPlace;
use super::field::Field;
use super::identity::{Honeypot, Identity};
use super::input::TextInput;
use super::problem::FormProblem;
#[cfg(feature = "ssr")]
use super::signed::Signed;
use crate::state::{Sending, Stage};
use crate::{form, messages};

/// The form with a heading of its own.
#[cfg(feature = "ssr")]
#[component]
pub(crate) fn ReplyPage(
    /// What was typed and what is wrong with it.
    form: form::ReplyForm,
) -> impl IntoView {
    let heading = messages::reply_heading(&form.question_title);
    let viewer = form.viewer.clone();
    view! {
        <h1 dir="auto">{heading}</h1>
        <ReplyForm form />
        <Signed viewer page=None />
    }
}

/// The form alone. A page has one for every question, so the question's id is part of every id in it.
#[component]
pub(crate) fn ReplyForm(
    /// What was typed and what is wrong with it.
    form: form::ReplyForm,
    /// How it stands.
    #[prop(optional)]
    stage: Stage,
) -> impl IntoView {
    let form::ReplyForm { question, request, problem, viewer, .. } = form;
    let prefix = prefix(&question);
    let body = Field::new(&prefix, "body", messages::REPLY_LABEL)
        .hint(messages::REPLY_HINT)
        .value(request.body)
        .error(problem.as_ref())
        .required();
    let identity = viewer.is_none().then(|| {
        let problem = problem.clone();
        view! { <Identity prefix=prefix.clone() name=request.name email=request.email problem /> }
    });
    view! {
        <form
            class="qa-form"
            method="post"
            action=FORM_REPLY
            hidden=stage == Stage::Hidden
            aria-busy=stage.aria_busy()
        >
            <FormProblem prefix=prefix.clone() problem />
            <input type="hidden" name="question" value=question />
            <TextInput field=body rows=5 />
            {identity}
            <Honeypot prefix=prefix.clone() />
            <button class="qa-button" type="submit">
                {stage.label(messages::REPLY_BUTTON)}
            </button>
        </form>
    }
}

/// The form below a question, and the code that it waits for.
#[component]
pub(crate) fn ReplyPlace(
    /// The question's id.
    question: String,
    /// Who replies.
    viewer: Option<Viewer>,
    /// How the form stands.
    sending: Sending,
) -> impl IntoView {
    let prefix = prefix(&question);
    let stage = sending.stage();
    let form = form::ReplyForm { question, problem: sending.problem, viewer, ..form::ReplyForm::default() };
    view! {
        <ReplyForm form stage />
        <CodeInPlace prefix code=sending.code />
    }
}

/// What the ids in the form to reply to `question` begin with.
pub(crate) fn prefix(question: &str) -> String {
    format!("qa-reply-to-{question}")
}
