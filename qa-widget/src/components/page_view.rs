//! The threads of a page and the forms around them: what stands in the placeholder.
//!
//! What changes stands in *places*: elements whose whole content is one view, which the browser takes over and draws
//! again by itself. A question is one, and in it the form to reply; so are the form to ask and whoever is signed in.
//! A visitor's module takes over the forms and leaves the rest as it is; a member's takes over whole questions.

use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::ask_form::AskPlace;
#[cfg(feature = "ssr")]
use super::sign_in::SignInPlace;
use super::signed::Signed;
use super::thread::QuestionItem;
use crate::messages;
use crate::state::{Page, Slot};

/// Heading, threads or the sentence that there are none, the form to ask, and who is signed in.
#[cfg(feature = "ssr")]
#[component]
pub(crate) fn PageThreads<'page>(
    /// The page's threads and forms.
    page: &'page Page,
) -> impl IntoView + use<> {
    let questions: Vec<_> = page
        .questions
        .iter()
        .map(|question| {
            let id = question.thread.id.clone();
            view! { <div data-qa-item=id.clone()>{question_item(page, &id)}</div> }
        })
        .collect();
    view! {
        <Frame
            none=none(page)
            questions
            ask=view! { <AskPlace page /> }
            signed=signed(page)
            sign_in=view! { <SignInPlace page /> }
        />
    }
}

/// What is around the places; in the browser they are filled afterwards.
///
/// The status is there from the beginning, since screen readers tell only what changes in a region that they know.
#[component]
pub(crate) fn Frame<N: IntoView, Q: IntoView, A: IntoView, S: IntoView, I: IntoView>(
    /// That there are no questions.
    none: N,
    /// The places of the questions.
    questions: Q,
    /// The form to ask.
    ask: A,
    /// Who is signed in.
    signed: S,
    /// The form to sign in.
    sign_in: I,
) -> impl IntoView {
    view! {
        <h2>{messages::QUESTIONS_HEADING}</h2>
        <p class="qa-said" role="status"></p>
        <div class="qa-none">{none}</div>
        <div class="qa-list">{questions}</div>
        <h3>{messages::ASK_HEADING}</h3>
        <div class="qa-ask">{ask}</div>
        <div class="qa-who">{signed}</div>
        <div class="qa-way-in">{sign_in}</div>
    }
}

/// The sentence that there are no questions.
pub(crate) fn none(page: &Page) -> impl IntoView + use<> {
    page.questions.is_empty().then(|| view! { <p>{messages::NO_QUESTIONS}</p> })
}

/// The question with this id, if it is on the page.
pub(crate) fn question_item(page: &Page, id: &str) -> Option<impl IntoView + use<>> {
    let question = page.question(id)?;
    let (viewer, sending) = (page.viewer.clone(), page.sending(&Slot::Reply(id.to_owned())));
    Some(view! { <QuestionItem question viewer sending /> })
}

/// Who is signed in, or the ways in.
pub(crate) fn signed(page: &Page) -> impl IntoView + use<> {
    view! { <Signed viewer=page.viewer.clone() page=Some(page.id.clone()) /> }
}
