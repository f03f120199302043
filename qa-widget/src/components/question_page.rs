//! One question as a page of its own: what a permalink shows.

use leptos::prelude::*;

use super::thread::QuestionItem;
use crate::state::{Question, Sending};
use crate::{form, messages};

/// The question with its replies, and the way to the page that it was asked on.
#[component]
pub(crate) fn QuestionPage(
    /// The question and where it was asked.
    page: form::QuestionPage,
) -> impl IntoView {
    let form::QuestionPage { thread, page_title, page_path } = page;
    let on_page = format!("{page_path}#{}", qa_api::paths::question_anchor(&thread.id));
    let title = match thread.title.as_str() {
        "" => messages::DELETED_QUESTION.to_owned(),
        title => title.to_owned(),
    };
    let question = Question::new(thread);
    view! {
        <h1 dir="auto">{title}</h1>
        <p class="qa-meta">
            {messages::ASKED_ON} " " <a href=on_page dir="auto">{page_title}</a> " · "
            <a href=qa_api::paths::QUESTIONS_LIST>{messages::ALL_QUESTIONS}</a>
        </p>
        // The thread's own heading is the third level, as below a page's questions.
        <h2 class="qa-said">{messages::THREAD_HEADING}</h2>
        <QuestionItem question=&question viewer=None sending=Sending::default() />
    }
}
