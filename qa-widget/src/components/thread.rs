//! One question with its replies, its state, and what the viewer may do with it.

use leptos::prelude::*;
use qa_api::paths;
use qa_api::request::ReplyRequest;
use qa_api::thread::{Author, QuestionState, SectionRef, Thread, Viewer};

use super::moderator_bar::{ModeratorBar, Post};
use super::reply::ReplyItem;
use super::reply_form::ReplyForm;
use crate::{form, messages};

/// A question: title with permalink, who asked when, state, text, replies, and the form to reply.
#[component]
pub(crate) fn ThreadItem(
    /// The question as the viewer sees it.
    thread: Thread,
    /// Who looks.
    viewer: Option<Viewer>,
) -> impl IntoView {
    let class = modifiers(&thread);
    let anchor = paths::question_anchor(&thread.id);
    let heading = anchor.clone();
    let permalink = format!("#{anchor}");
    let reply_label = messages::reply_to(&thread.title);
    let bar_label = messages::question_bar(&thread.title);
    let solution = thread.solution.filter(|solution| thread.replies.iter().any(|reply| reply.id == *solution));
    let reply_form = (thread.state == QuestionState::Published).then(|| form::ReplyForm {
        question: thread.id.clone(),
        question_title: thread.title.clone(),
        request: ReplyRequest::default(),
        problem: None,
        viewer,
    });
    let replies: Vec<_> = thread
        .replies
        .into_iter()
        .map(|reply| {
            let is_solution = solution.as_ref() == Some(&reply.id);
            view! { <ReplyItem reply is_solution /> }
        })
        .collect();
    view! {
        <article class=class aria-labelledby=heading>
            <h3 class="qa-thread__title" id=anchor dir="auto">
                <a href=permalink>{thread.title}</a>
            </h3>
            <Meta author=thread.author time=thread.asked_at section=thread.section />
            <State state=thread.state resolved=thread.resolved solution=solution.clone() />
            <Body html=thread.body_html />
            <Note note=thread.note />
            <ModeratorBar post=Post::Question id=thread.id acts=thread.acts label=bar_label />
            {(!replies.is_empty()).then(|| view! { <div class="qa-replies">{replies}</div> })}
            {reply_form
                .map(|form| {
                    view! {
                        <details class="qa-details">
                            <summary aria-label=reply_label>{messages::REPLY}</summary>
                            <ReplyForm form />
                        </details>
                    }
                })}
        </article>
    }
}

/// Who wrote a post, when, and about which section.
#[component]
pub(crate) fn Meta(
    /// Who wrote it.
    author: Author,
    /// When: RFC 3339, UTC.
    time: String,
    /// Where on the page, for a question that names a section.
    #[prop(optional_no_strip)]
    section: Option<SectionRef>,
    /// Whether to say that the author is the asker of the question; on the question itself it goes without saying.
    #[prop(optional)]
    names_asker: bool,
) -> impl IntoView {
    let badge = author.badge.and_then(messages::badge);
    let asker = (names_asker && author.asker).then_some(messages::ASKER);
    let day = messages::day(&time);
    view! {
        <p class="qa-meta">
            <bdi>{author.name}</bdi>
            {badge.map(|badge| view! { " "<span class="qa-badge">{badge}</span> })}
            {asker.map(|asker| view! { " "<span class="qa-badge">{asker}</span> })}
            " · "
            <time datetime=time>{day}</time>
            {section
                .map(|section| {
                    view! {
                        " · "
                        <a href=format!("#{}", section.anchor) dir="auto">
                            {messages::about_section(&section.title)}
                        </a>
                    }
                })}
        </p>
    }
}

/// The sanitised HTML of a post, or nothing when there is none.
#[component]
pub(crate) fn Body(
    /// Sanitised and balanced before it comes here.
    html: String,
) -> impl IntoView {
    (!html.is_empty()).then(|| view! { <div class="qa-body" dir="auto" inner_html=html></div> })
}

/// Why a post waits or was turned down.
#[component]
pub(crate) fn Note(
    /// One plain sentence.
    note: Option<String>,
) -> impl IntoView {
    note.map(|note| {
        view! {
            <p class="qa-note">
                {messages::REASON_LEAD} <bdi>{note}</bdi>
            </p>
        }
    })
}

#[component]
fn State(state: QuestionState, resolved: bool, solution: Option<String>) -> impl IntoView {
    let published = state == QuestionState::Published;
    let label = messages::question_state(state).or((published && resolved).then_some(messages::RESOLVED));
    let solution = solution.filter(|_| published && resolved);
    label.map(|label| {
        view! {
            <p class="qa-state">
                {label}
                {solution
                    .map(|reply| {
                        view! {
                            " · "
                            <a href=format!("#{}", paths::reply_anchor(&reply))>{messages::SEE_SOLUTION}</a>
                        }
                    })}
            </p>
        }
    })
}

fn modifiers(thread: &Thread) -> &'static str {
    match thread.state {
        QuestionState::Held => "qa-thread qa-thread--held",
        QuestionState::Rejected => "qa-thread qa-thread--rejected",
        QuestionState::Archived => "qa-thread qa-thread--archived",
        QuestionState::Published if thread.resolved => "qa-thread qa-thread--resolved",
        QuestionState::Published => "qa-thread",
    }
}
