//! The threads of a page and the form below them: what stands in the placeholder.

use leptos::either::Either;
use leptos::prelude::*;
use qa_api::request::AskRequest;
use qa_api::thread::PageView;

use super::ask_form::AskForm;
use super::signed::Signed;
use super::thread::ThreadItem;
use crate::{form, messages};

/// Heading, threads or the sentence that there are none, the form to ask, and who is signed in.
#[component]
pub(crate) fn PageThreads(
    /// The threads as one viewer sees them.
    page_view: PageView,
) -> impl IntoView {
    let PageView { page, viewer, threads } = page_view;
    let ask = form::AskForm {
        request: AskRequest { page: page.clone(), ..AskRequest::default() },
        problem: None,
        viewer: viewer.clone(),
        page_title: None,
    };
    let list = if threads.is_empty() {
        Either::Left(view! { <p>{messages::NO_QUESTIONS}</p> })
    } else {
        let items: Vec<_> =
            threads.into_iter().map(|thread| view! { <ThreadItem thread viewer=viewer.clone() /> }).collect();
        Either::Right(view! { <div class="qa-list">{items}</div> })
    };
    view! {
        <h2>{messages::QUESTIONS_HEADING}</h2>
        {list}
        <h3>{messages::ASK_HEADING}</h3>
        <AskForm form=ask />
        <Signed viewer page=Some(page) />
    }
}
