//! One question with its replies, its state, and what the viewer may do with it.

use leptos::either::Either;
use leptos::prelude::*;
use qa_api::paths;
use qa_api::thread::{Author, Claim, QuestionState, SectionRef, Thread, Viewer};

use super::moderator_bar::{ModeratorBar, Post};
use super::outcome::OutcomeOf;
use super::post_tools::Tools;
use super::reply::ReplyItem;
use super::reply_form::ReplyPlace;
use super::report_link::{ReportLink, question_post};
use super::share::Share;
use crate::messages;
use crate::state::{Question, Sending};

/// A question: title with permalink, who asked when, state, text, replies, and the form to reply.
#[component]
pub(crate) fn QuestionItem<'question>(
    /// The question and what was done with it last.
    question: &'question Question,
    /// Who looks.
    viewer: Option<Viewer>,
    /// How the form to reply stands.
    sending: Sending,
) -> impl IntoView + use<> {
    let class = modifiers(&question.thread);
    let bar_label = messages::question_bar(&question.thread.title);
    let solution = solution(&question.thread).cloned();
    let outcome = question.outcome.clone();
    let flags = flags(&question.thread);
    let reply_permalink = paths::permalink(&question.thread.title, &question.thread.id);
    let Thread {
        id,
        title,
        body_html,
        author,
        asked_at,
        section,
        state,
        edited_at,
        votes,
        resolved,
        replies,
        note,
        acts,
        claim,
        personal,
        ..
    } = question.thread.clone();
    // Of a deleted question that others have replied to, everybody else sees this and the replies.
    let deleted = title.is_empty();
    let is_public = state == QuestionState::Published;
    let takes_replies = is_public && !question.thread.locked;
    let share = (is_public && !deleted).then(|| {
        view! { <Share permalink=reply_permalink.clone() author=author.name.clone() quotes=takes_replies /> }
    });
    let title = if deleted { messages::DELETED_QUESTION.to_owned() } else { title };
    let meta = (!deleted).then(|| view! { <Meta author time=asked_at section edited=edited_at.is_some() /> });
    let anchor = paths::question_anchor(&id);
    let heading = anchor.clone();
    let report = question_post(&id, state == QuestionState::Published);
    let permalink = format!("#{anchor}");
    let hook = id.clone();
    let reply_label = messages::reply_to(&title);
    let replies: Vec<_> = replies
        .into_iter()
        .map(|reply| {
            let is_solution = solution.as_ref() == Some(&reply.id);
            let permalink = format!("{reply_permalink}#{}", paths::reply_anchor(&reply.id));
            view! { <ReplyItem reply permalink is_public quotes=takes_replies is_solution outcome=outcome.clone() /> }
        })
        .collect();
    view! {
        <article class=class aria-labelledby=heading data-qa-question=hook>
            <h3 class="qa-thread__title" id=anchor dir="auto" tabindex="-1">
                <a href=permalink>{title}</a>
            </h3>
            {meta}
            <State state resolved solution=solution.clone() />
            {flags.into_iter().map(|flag| view! { <p class="qa-state">{flag}</p> }).collect::<Vec<_>>()}
            <Claimed claim />
            <Body html=body_html />
            {share}
            <ReportLink post=report />
            <Note note />
            <Tools post=Post::Question id=id.clone() votes personal />
            <ModeratorBar post=Post::Question id=id.clone() acts label=bar_label />
            <OutcomeOf outcome=outcome.clone() reply=None />
            {(!replies.is_empty()).then(|| view! { <div class="qa-replies">{replies}</div> })}
            {takes_replies
                .then(|| {
                    view! {
                        <details class="qa-details">
                            <summary aria-label=reply_label>{messages::REPLY}</summary>
                            <div class="qa-answer">
                                <ReplyPlace question=id viewer sending />
                            </div>
                        </details>
                    }
                })}
        </article>
    }
}

/// The reply that resolved the question, if the viewer sees it.
fn solution(thread: &Thread) -> Option<&String> {
    thread.solution.as_ref().filter(|solution| thread.replies.iter().any(|reply| reply.id == **solution))
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
    /// Where the post can be linked to, for one that has no heading to do it.
    #[prop(optional_no_strip)]
    permalink: Option<String>,
    /// Whether the text was changed.
    #[prop(optional)]
    edited: bool,
    /// Whether to say that the author is the asker of the question; on the question itself it goes without saying.
    #[prop(optional)]
    names_asker: bool,
) -> impl IntoView {
    let badge = author.badge.and_then(messages::badge);
    let asker = (names_asker && author.asker).then_some(messages::ASKER);
    let day = messages::day(&time);
    // Somebody who has left has no page: a link to nowhere is plain text.
    let person = author.person.as_deref().map(paths::person);
    view! {
        <p class="qa-meta">
            <a href=person>
                <bdi>{author.name}</bdi>
            </a>
            {badge.map(|badge| view! { " "<span class="qa-badge">{badge}</span> })}
            {asker.map(|asker| view! { " "<span class="qa-badge">{asker}</span> })}
            " · "
            {match permalink {
                Some(href) => Either::Left(view! { <a href=href><time datetime=time>{day}</time></a> }),
                None => Either::Right(view! { <time datetime=time>{day}</time> }),
            }}
            {edited.then_some(" · ")}
            {edited.then_some(messages::EDITED)}
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

/// What was done with the question beside its state, for everybody to know.
fn flags(thread: &Thread) -> Vec<&'static str> {
    let flags =
        [(thread.pinned, messages::PINNED), (thread.locked, messages::LOCKED), (thread.waiting, messages::WAITING)];
    flags.into_iter().filter(|(is, _)| *is).map(|(_, label)| label).collect()
}

/// Who is answering, so that no two do.
#[component]
fn Claimed(claim: Option<Claim>) -> impl IntoView {
    claim.map(|claim| {
        view! {
            <p class="qa-state" dir="auto">
                {messages::claimed_by(&claim.name, claim.own)}
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
        QuestionState::Archived | QuestionState::Deleted | QuestionState::Merged | QuestionState::Purged => {
            "qa-thread qa-thread--archived"
        }
        QuestionState::Published if thread.resolved => "qa-thread qa-thread--resolved",
        QuestionState::Published => "qa-thread",
    }
}
