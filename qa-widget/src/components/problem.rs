//! What went wrong: above a form whose text is kept, or as a page of its own.

use leptos::either::Either;
use leptos::prelude::*;
use qa_api::problem::{FieldProblem, Problem};

use super::field::field_id;

/// Fields that a form shows; a problem with any other one is told without a link.
const VISIBLE_FIELDS: [&str; 8] = ["title", "body", "name", "email", "code", "bio", "link", "reason"];

/// The id of the problem box in the form whose ids begin with `prefix`.
pub(crate) fn problem_id(prefix: &str) -> String {
    format!("{prefix}-problem")
}

/// What is wrong with a form, with links to the fields to correct; nothing when nothing is.
#[component]
pub(crate) fn FormProblem(
    /// The form's part of the ids.
    prefix: String,
    /// What is wrong.
    problem: Option<Problem>,
) -> impl IntoView {
    problem.map(|problem| {
        let id = problem_id(&prefix);
        view! {
            <div class="qa-problem" role="alert" id=id tabindex="-1">
                <p>
                    <strong>{problem.title}</strong>
                </p>
                <p dir="auto">{problem.detail}</p>
                <Fields prefix fields=problem.fields />
            </div>
        }
    })
}

/// A problem that has no form to go back to.
#[cfg(feature = "ssr")]
#[component]
pub(crate) fn ProblemPage(
    /// What is wrong.
    problem: Problem,
) -> impl IntoView {
    let fields: Vec<_> = problem.fields.into_iter().map(|field| view! { <li>{field.message}</li> }).collect();
    view! {
        <h1>{problem.title}</h1>
        <div class="qa-problem" role="alert">
            <p dir="auto">{problem.detail}</p>
            {(!fields.is_empty()).then(|| view! { <ul>{fields}</ul> })}
        </div>
    }
}

#[component]
fn Fields(prefix: String, fields: Vec<FieldProblem>) -> impl IntoView {
    let items: Vec<_> = fields
        .into_iter()
        .map(|field| {
            let message = if VISIBLE_FIELDS.contains(&field.field.as_str()) {
                let href = format!("#{}", field_id(&prefix, &field.field));
                Either::Left(view! { <a href=href>{field.message}</a> })
            } else {
                Either::Right(field.message)
            };
            view! { <li>{message}</li> }
        })
        .collect();
    (!items.is_empty()).then(|| view! { <ul>{items}</ul> })
}
