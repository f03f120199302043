//! The threads of a page and the form below them: what stands in the placeholder.

use leptos::prelude::*;

use super::ask_form::{self, AskForm};
use super::code_entry::CodeInPlace;
use super::sign_in::SignInPlace;
use super::signed::Signed;
use super::thread::ThreadItem;
use crate::messages;
use crate::state::{Page, Widget};

/// Heading, threads or the sentence that there are none, the form to ask, and who is signed in.
#[component]
pub(crate) fn PageThreads(
    /// The page's threads and forms.
    widget: Widget,
) -> impl IntoView {
    let (above, list, below) = (widget.clone(), widget.clone(), widget);
    view! {
        <h2>{messages::QUESTIONS_HEADING}</h2>
        {move || above.with(|page| view! { <Above page /> })}
        <div class="qa-list">
            <For each=move || list.with(|page| page.entries.clone()) key=|entry| entry.id.clone() let:entry>
                <ThreadItem entry />
            </For>
        </div>
        <h3>{messages::ASK_HEADING}</h3>
        {move || below.with(|page| view! { <Below page /> })}
    }
}

/// The status, and the sentence that there are no questions.
///
/// The status is there from the beginning, since screen readers tell only what changes in a region that they know.
#[component]
fn Above<'page>(page: &'page Page) -> impl IntoView + use<> {
    view! {
        <p class="qa-said" role="status">
            {page.said.clone()}
        </p>
        {page.entries.is_empty().then(|| view! { <p>{messages::NO_QUESTIONS}</p> })}
    }
}

#[component]
fn Below<'page>(page: &'page Page) -> impl IntoView + use<> {
    view! {
        <AskForm form=page.ask_form() stage=page.ask.stage() />
        <CodeInPlace prefix=ask_form::PREFIX.to_owned() code=page.ask.code.clone() />
        <Signed viewer=page.viewer.clone() page=Some(page.id.clone()) />
        <SignInPlace sending=page.sign_in.clone() />
    }
}
