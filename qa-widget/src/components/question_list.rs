//! A list of questions, with the way to the other lists and to the next part.

use leptos::either::Either;
use leptos::prelude::*;
use qa_api::paths;

use super::similar::SectionList;
use crate::{form, messages};

/// Heading, the lists there are, the questions, the way on.
#[component]
pub(crate) fn QuestionListPage(
    /// The list and where it is.
    list: form::QuestionList,
) -> impl IntoView {
    let form::QuestionList { heading, lists, path, query, sections, items, next } = list;
    let searched = !query.is_empty();
    let empty = match (searched, sections.is_empty()) {
        (false, _) => messages::LIST_EMPTY,
        (true, false) => messages::NO_QUESTION_FOUND,
        (true, true) => messages::NOTHING_FOUND,
    };
    let sections = (!sections.is_empty()).then(|| {
        view! {
            <h2>{messages::FOUND_SECTIONS}</h2>
            <SectionList sections />
        }
    });
    let questions_heading = (searched && sections.is_some()).then(|| view! { <h2>{messages::FOUND_QUESTIONS}</h2> });
    let links: Vec<_> = lists
        .into_iter()
        .map(|(name, target)| {
            let current = (target == path).then_some("page");
            view! {
                <li>
                    <a href=target aria-current=current>
                        {name}
                    </a>
                </li>
            }
        })
        .collect();
    let questions = if items.is_empty() {
        Either::Left(view! { <p>{empty}</p> })
    } else {
        let items: Vec<_> = items.into_iter().map(|item| view! { <Item item /> }).collect();
        Either::Right(view! { <ul class="qa-queue">{items}</ul> })
    };
    view! {
        <h1>{heading}</h1>
        <nav class="qa-lists" aria-label=messages::LISTS>
            <ul>{links}</ul>
        </nav>
        <form class="qa-form" role="search" action=paths::QUESTIONS_LIST>
            <div class="qa-field">
                <label class="qa-label" for="qa-search">
                    {messages::SEARCH}
                </label>
                <input class="qa-input" id="qa-search" type="search" name="q" value=query dir="auto" />
            </div>
            <button class="qa-button">{messages::SEARCH_BUTTON}</button>
        </form>
        {sections}
        {questions_heading}
        {questions}
        <p>
            {next.map(|next| view! { <a href=next rel="next">{messages::OLDER}</a> " · " })}
            <a href=paths::feed(&path)>{messages::FEED}</a>
        </p>
    }
}

#[component]
fn Item(item: form::ListedQuestion) -> impl IntoView {
    let day = messages::day(&item.asked_at);
    view! {
        <li>
            <p dir="auto">
                <a href=item.path>{item.title}</a>
            </p>
            <p class="qa-meta">
                <bdi>{item.author}</bdi>
                " · "
                <time datetime=item.asked_at>{day}</time>
                " · "
                <bdi>{item.page_title}</bdi>
                " · "
                {messages::replies(item.replies)}
                {item.resolved.then(|| view! { " · " {messages::RESOLVED} })}
            </p>
        </li>
    }
}
