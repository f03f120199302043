//! What may answer a question already: sections of the handbook and earlier questions.

use leptos::prelude::*;
use qa_api::reader::{Similar, SimilarQuestion, SimilarSection};

use crate::messages;

/// Everything that was found, below a heading; nothing when nothing was.
#[component]
pub(crate) fn SimilarList(
    /// What was found.
    similar: Similar,
) -> impl IntoView {
    let shown = !similar.is_empty();
    let Similar { sections, questions } = similar;
    shown.then(|| {
        view! {
            <section class="qa-similar">
                <h2>{messages::SIMILAR_HEADING}</h2>
                <SectionList sections />
                {(!questions.is_empty())
                    .then(|| {
                        let questions: Vec<_> = questions.into_iter().map(|question| view! { <Question question /> }).collect();
                        view! { <ul class="qa-queue">{questions}</ul> }
                    })}
            </section>
        }
    })
}

/// Sections of the handbook, each with its page.
#[component]
pub(crate) fn SectionList(
    /// The sections, best first.
    sections: Vec<SimilarSection>,
) -> impl IntoView {
    let items: Vec<_> = sections
        .into_iter()
        .map(|section| {
            let page = (section.title != section.page_title).then_some(section.page_title);
            view! {
                <li>
                    <p dir="auto">
                        <a href=section.url>{section.title}</a>
                    </p>
                    {page.map(|page| view! { <p class="qa-meta"><bdi>{page}</bdi></p> })}
                </li>
            }
        })
        .collect();
    (!items.is_empty()).then(|| view! { <ul class="qa-queue qa-queue--sections">{items}</ul> })
}

#[component]
fn Question(question: SimilarQuestion) -> impl IntoView {
    view! {
        <li>
            <p dir="auto">
                <a href=question.url>{question.title}</a>
            </p>
            <p class="qa-meta">
                {messages::replies(question.replies)} {question.resolved.then(|| view! { " · " {messages::RESOLVED} })}
            </p>
        </li>
    }
}
