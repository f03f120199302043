//! Editing a post, as a page of its own.

use leptos::prelude::*;
use qa_api::limits::{TITLE_MAX_CHARS, TITLE_MIN_CHARS};
use qa_api::paths::FORM_EDIT;

use super::field::Field;
use super::input::{LineInput, TextInput};
use super::problem::FormProblem;
use crate::{form, messages};

/// What the ids in the form begin with.
const PREFIX: &str = "qa-edit";

/// The form with the text as it is, or as it was typed and what is wrong with it.
#[component]
pub(crate) fn EditPage(
    /// What was typed and what is wrong with it.
    form: form::EditForm,
) -> impl IntoView {
    let form::EditForm { kind, id, request, problem, back } = form;
    let title = (kind == "question").then(|| {
        let field =
            Field::new(PREFIX, "title", messages::TITLE_LABEL).value(request.title).error(problem.as_ref()).required();
        view! { <LineInput field minlength=TITLE_MIN_CHARS maxlength=TITLE_MAX_CHARS autocomplete="off" /> }
    });
    let body = Field::new(PREFIX, "body", messages::EDIT_BODY_LABEL)
        .hint(messages::REPLY_HINT)
        .value(request.body)
        .error(problem.as_ref());
    view! {
        <h1>{messages::EDIT_HEADING}</h1>
        <p>{messages::EDIT_LEAD}</p>
        <form class="qa-form" method="post" action=FORM_EDIT>
            <FormProblem prefix=PREFIX.to_owned() problem />
            <input type="hidden" name="kind" value=kind />
            <input type="hidden" name="id" value=id />
            {title}
            <TextInput field=body rows=12 />
            <button class="qa-button" type="submit">
                {messages::EDIT_BUTTON}
            </button>
        </form>
        <p>
            <a href=back>{messages::EDIT_BACK}</a>
        </p>
    }
}
