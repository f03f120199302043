//! Reporting a post: a page of its own, so that no page carries a form for what is seldom done.

use leptos::either::Either;
use leptos::prelude::*;
use qa_api::inbox::ReportReason;
use qa_api::limits::REASON_MAX_CHARS;
use qa_api::paths::FORM_FLAG;

use super::field::Field;
use super::input::LineInput;
use super::notice::Status;
use super::problem::FormProblem;
use crate::form;
use crate::messages::moderation as words;

/// The form, or the thanks.
#[component]
pub(crate) fn FlagPage(
    /// What is reported, and how it stands.
    form: form::FlagForm,
) -> impl IntoView {
    let form::FlagForm { post, title, back, note, problem, done } = form;
    let content = if done {
        Either::Left(view! { <Status text=words::REPORT_DONE /> })
    } else {
        let note = Field::new("qa-report", "note", words::REPORT_NOTE).value(note).error(problem.as_ref());
        let reasons: Vec<_> = ReportReason::ALL
            .into_iter()
            .enumerate()
            .map(|(index, reason)| {
                let id = format!("qa-report-{}", reason.name());
                view! {
                    <p>
                        <input type="radio" id=id.clone() name="reason" value=reason.name() checked=index == 0 />
                        " "
                        <label for=id>{words::report_reason(reason)}</label>
                    </p>
                }
            })
            .collect();
        Either::Right(view! {
            <p>{words::REPORT_LEAD}</p>
            <form class="qa-form" method="post" action=FORM_FLAG>
                <FormProblem prefix="qa-report".to_owned() problem />
                <input type="hidden" name="post" value=post />
                <fieldset class="qa-bulk">
                    <legend>{words::REPORT_REASON}</legend>
                    {reasons}
                </fieldset>
                <LineInput field=note maxlength=REASON_MAX_CHARS autocomplete="off" />
                <button class="qa-button" type="submit">
                    {words::REPORT_BUTTON}
                </button>
            </form>
        })
    };
    view! {
        <h1>{words::REPORT_HEADING}</h1>
        <p dir="auto">{title}</p>
        {content}
        <p>
            <a href=back>{words::REPORT_BACK}</a>
        </p>
    }
}
