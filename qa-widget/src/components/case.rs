//! Everything that moderators know of a post, with what can be done beside deciding over it.

use leptos::prelude::*;
use qa_api::inbox::{BulkAct, Priority};
use qa_api::limits::{BAN_MAX_DAYS, REASON_MAX_CHARS};
use qa_api::paths::{FORM_BAN, FORM_ESCALATE, FORM_MODERATE, FORM_NOTE, FORM_PRIORITY, FORM_REPLY, MODERATE};
use qa_api::problem::Problem;
use qa_api::server_data::CannedReply;

use super::case_tickets::Tickets;
use super::field::Field;
use super::inbox::Decided;
use super::input::{LineInput, TextInput};
use super::problem::FormProblem;
use super::signed::Signed;
use super::thread::Body;
use crate::messages::moderation as words;
use crate::{form, messages};

/// The post, its author, what was said about it, and the forms.
#[component]
pub(crate) fn CasePage(
    /// What is known of it.
    case: form::Case,
) -> impl IntoView {
    let form::Case { viewer, post, question, title, body_html, place, page_title, author, standing, .. } = case;
    let form::Case { answerable, may_ban, priority, flags, notes, tickets, history, .. } = case;
    let form::Case { replies, notice, problem, .. } = case;
    let standing: Vec<_> = standing.into_iter().map(|line| view! { <li>{line}</li> }).collect();
    view! {
        <h1 dir="auto">{title}</h1>
        {notice.map(|notice| view! { <Decided notice /> })}
        <FormProblem prefix="qa-case".to_owned() problem=problem.clone() />
        <p class="qa-meta">
            <bdi>{author.clone()}</bdi>
            " · "
            <bdi>{page_title}</bdi>
        </p>
        <Body html=body_html />
        <p>
            <a href=place>{words::IN_PLACE}</a>
            " · "
            <a href=MODERATE>{words::INBOX_LINK}</a>
        </p>
        <Flags flags />
        <Tickets tickets />
        <h2>{words::AUTHOR_HEADING}</h2>
        <p>
            <bdi>{author}</bdi>
        </p>
        <ul>{standing}</ul>
        <Notes post=post.clone() notes problem=problem.clone() />
        {answerable.then(|| view! { <Replies question=question.clone() replies /> })}
        <PassOn post=post.clone() question priority />
        {may_ban.then(|| view! { <AgainstAuthor post problem /> })}
        <History history />
        <Signed viewer=Some(viewer) page=None in_queue=true />
    }
}

#[component]
fn Flags(flags: Vec<(String, String)>) -> impl IntoView {
    (!flags.is_empty()).then(|| {
        let lines: Vec<_> = flags
            .into_iter()
            .map(|(at, said)| {
                let day = messages::day(&at);
                view! {
                    <li>
                        <time datetime=at>{day}</time>
                        ": "
                        <bdi>{said}</bdi>
                    </li>
                }
            })
            .collect();
        view! {
            <h2>{words::FLAGS_HEADING}</h2>
            <ul>{lines}</ul>
        }
    })
}

#[component]
fn Notes(post: String, notes: Vec<form::CaseNote>, problem: Option<Problem>) -> impl IntoView {
    let lines: Vec<_> = notes
        .into_iter()
        .map(|note| {
            let day = messages::day(&note.at);
            view! {
                <li>
                    <p class="qa-meta">
                        <bdi>{note.name}</bdi>
                        " · "
                        <time datetime=note.at>{day}</time>
                        {note.about_author.then(|| view! { " · " {words::ABOUT_AUTHOR} })}
                    </p>
                    <p class="qa-plain" dir="auto">
                        {note.text}
                    </p>
                </li>
            }
        })
        .collect();
    let text = Field::new("qa-note", "text", words::NOTE_LABEL).error(problem.as_ref()).required();
    view! {
        <h2>{words::NOTES_HEADING}</h2>
        <p>{words::NOTES_LEAD}</p>
        {(!lines.is_empty()).then(|| view! { <ul class="qa-queue">{lines}</ul> })}
        <form class="qa-form" method="post" action=FORM_NOTE>
            <input type="hidden" name="post" value=post />
            <TextInput field=text rows=3 />
            <p>
                <input type="checkbox" id="qa-note-author" name="about_author" value="yes" />
                " "
                <label for="qa-note-author">{words::NOTE_ABOUT_AUTHOR}</label>
            </p>
            <button class="qa-button" type="submit">
                {words::NOTE_BUTTON}
            </button>
        </form>
    }
}

#[component]
fn Replies(question: String, replies: Vec<CannedReply>) -> impl IntoView {
    (!replies.is_empty()).then(|| {
        let forms: Vec<_> = replies
            .into_iter()
            .map(|reply| {
                let prefix = format!("qa-canned-{}", reply.id);
                let body = Field::new(&prefix, "body", messages::REPLY_LABEL).value(reply.text).required();
                view! {
                    <details class="qa-details">
                        <summary dir="auto">{reply.title}</summary>
                        <form class="qa-form" method="post" action=FORM_REPLY>
                            <input type="hidden" name="question" value=question.clone() />
                            <TextInput field=body rows=6 />
                            <button class="qa-button" type="submit">
                                {messages::REPLY_BUTTON}
                            </button>
                        </form>
                    </details>
                }
            })
            .collect();
        view! {
            <h2>{words::REPLIES_HEADING}</h2>
            <p>{words::REPLIES_LEAD}</p>
            {forms}
        }
    })
}

#[component]
fn PassOn(post: String, question: String, priority: Option<Option<Priority>>) -> impl IntoView {
    let reason = Field::new("qa-escalate", "reason", words::ESCALATE_LABEL).required();
    let name = post.clone();
    let priorities = priority.map(|current| {
        let option = |value: &'static str, name: &'static str, is_current: bool| {
            view! {
                <option value=value selected=is_current>
                    {name}
                </option>
            }
        };
        let options: Vec<_> = std::iter::once(option("", words::PRIORITY_OF_TOPIC, current.is_none()))
            .chain(Priority::ALL.map(|each| option(each.name(), words::priority_name(each), current == Some(each))))
            .collect();
        view! {
            <form class="qa-form" method="post" action=FORM_PRIORITY>
                <input type="hidden" name="post" value=post />
                <input type="hidden" name="question" value=question />
                <div class="qa-field">
                    <label class="qa-label" for="qa-priority">
                        {words::PRIORITY_LABEL}
                    </label>
                    <select class="qa-input" id="qa-priority" name="priority">
                        {options}
                    </select>
                </div>
                <button class="qa-button qa-button--quiet" type="submit">
                    {words::PRIORITY_BUTTON}
                </button>
            </form>
        }
    });
    view! {
        <h2>{words::PASS_ON_HEADING}</h2>
        <form class="qa-form" method="post" action=FORM_ESCALATE>
            <input type="hidden" name="post" value=name />
            <LineInput field=reason maxlength=REASON_MAX_CHARS autocomplete="off" />
            <button class="qa-button qa-button--quiet" type="submit">
                {words::ESCALATE_BUTTON}
            </button>
        </form>
        {priorities}
    }
}

#[component]
fn AgainstAuthor(post: String, problem: Option<Problem>) -> impl IntoView {
    let days = Field::new("qa-ban", "days", words::BAN_DAYS).value("7".to_owned()).error(problem.as_ref()).required();
    let reason = Field::new("qa-ban", "reason", words::BAN_REASON)
        .hint(words::BAN_REASON_HINT)
        .error(problem.as_ref())
        .required();
    let digits = BAN_MAX_DAYS.to_string().len();
    view! {
        <h2>{words::SPAM_HEADING}</h2>
        <p>{words::SPAM_LEAD}</p>
        <form class="qa-form" method="post" action=FORM_MODERATE>
            <input type="hidden" name="post" value=post.clone() />
            <button class="qa-button qa-button--danger" type="submit" name="act" value=BulkAct::Spam.name()>
                {words::bulk_act(BulkAct::Spam)}
            </button>
        </form>
        <h2>{words::BAN_HEADING}</h2>
        <form class="qa-form" method="post" action=FORM_BAN>
            <input type="hidden" name="post" value=post />
            <LineInput field=days maxlength=digits inputmode="numeric" autocomplete="off" />
            <LineInput field=reason maxlength=REASON_MAX_CHARS autocomplete="off" />
            <button class="qa-button qa-button--danger" type="submit">
                {words::BAN_BUTTON}
            </button>
        </form>
    }
}

#[component]
fn History(history: Vec<form::CaseEvent>) -> impl IntoView {
    (!history.is_empty()).then(|| {
        let lines: Vec<_> = history
            .into_iter()
            .map(|event| {
                let day = messages::day(&event.at);
                let name = if event.name.is_empty() { words::THE_SERVER.to_owned() } else { event.name };
                view! {
                    <li>
                        <time datetime=event.at>{day}</time>
                        ": "
                        <bdi>{name}</bdi>
                        " "
                        {words::event(&event.act)}
                        {(!event.reason.is_empty()).then(|| view! { " – " <bdi>{event.reason}</bdi> })}
                        {event.undone.then(|| view! { " (" {words::TAKEN_BACK_LATER} ")" })}
                    </li>
                }
            })
            .collect();
        view! {
            <h2>{words::HISTORY_HEADING}</h2>
            <ul>{lines}</ul>
        }
    })
}
