//! The moderators' inbox: what waits, with filters, and one form to decide over several posts at once.
//!
//! Works without scripts; the keys come from a module that the server adds to the page.

use leptos::either::Either;
use leptos::prelude::*;
use qa_api::inbox::{BulkAct, InboxItem, InboxKind, OnDuty, PostRef};
use qa_api::limits::REASON_MAX_CHARS;
use qa_api::paths::{self, FORM_DECISION_UNDO, FORM_MODERATE, FORM_OFFER, MODERATE, MODERATE_TIMES};

use super::field::Field;
use super::input::LineInput;
use super::signed::Signed;
use crate::messages::moderation as words;
use crate::{form, messages};

/// Heading, who is on duty, filters, what waits.
#[component]
pub(crate) fn InboxPage(
    /// The moderator and what waits.
    inbox: form::Inbox,
) -> impl IntoView {
    let form::Inbox { viewer, inbox, kind, topic, topics, notice } = inbox;
    let is_filtered = kind.is_some() || topic.is_some();
    let list = if inbox.items.is_empty() {
        let nothing = if is_filtered { words::NOTHING_OF_KIND } else { messages::QUEUE_EMPTY };
        Either::Left(view! { <p>{nothing}</p> })
    } else {
        Either::Right(view! { <Items items=inbox.items /> })
    };
    view! {
        <h1>{messages::QUEUE_HEADING}</h1>
        {notice.map(|notice| view! { <Decided notice /> })}
        <Filters kind topic topics />
        <OnDutyNow on_duty=inbox.on_duty />
        {list}
        <Keys />
        <p>
            <a href=MODERATE_TIMES>{words::TIMES_LINK}</a>
        </p>
        <Signed viewer=Some(viewer) page=None in_queue=true />
    }
}

/// What was done just before, with one undo for all of it.
#[component]
pub(crate) fn Decided(
    /// What, and the decision to undo.
    notice: form::Notice,
) -> impl IntoView {
    view! {
        <div class="qa-notice" role="status">
            <p>{notice.text}</p>
            {notice
                .undo
                .map(|decision| {
                    view! {
                        <form method="post" action=FORM_DECISION_UNDO data-qa-undo>
                            <input type="hidden" name="id" value=decision />
                            <button class="qa-button qa-button--quiet" type="submit">
                                {messages::UNDO}
                            </button>
                        </form>
                    }
                })}
        </div>
    }
}

#[component]
fn Filters(kind: Option<InboxKind>, topic: Option<String>, topics: Vec<(String, String)>) -> impl IntoView {
    let query = |kind: Option<InboxKind>, topic: Option<&str>| {
        let parts = [kind.map(|kind| format!("kind={}", kind.name())), topic.map(|topic| format!("topic={topic}"))];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        if parts.is_empty() { MODERATE.to_owned() } else { format!("{MODERATE}?{}", parts.join("&")) }
    };
    let line = |name: String, target: String, is_current: bool| {
        view! {
            <li>
                <a href=target aria-current=is_current.then_some("page")>
                    {name}
                </a>
            </li>
        }
    };
    let kinds: Vec<_> = std::iter::once(None)
        .chain(InboxKind::ALL.map(Some))
        .map(|each| {
            let name = each.map_or(words::EVERYTHING, words::kind_filter);
            line(name.to_owned(), query(each, topic.as_deref()), each == kind)
        })
        .collect();
    let by_topic = (!topics.is_empty()).then(|| {
        let all = line(words::EVERY_TOPIC.to_owned(), query(kind, None), topic.is_none());
        let each: Vec<_> = topics
            .into_iter()
            .map(|(id, title)| line(title, query(kind, Some(&id)), topic.as_ref() == Some(&id)))
            .collect();
        view! {
            <nav class="qa-lists" aria-label=words::FILTER_TOPICS>
                <ul>{all} {each}</ul>
            </nav>
        }
    });
    view! {
        <nav class="qa-lists" aria-label=words::FILTER_KINDS>
            <ul>{kinds}</ul>
        </nav>
        {by_topic}
    }
}

#[component]
fn OnDutyNow(on_duty: Vec<OnDuty>) -> impl IntoView {
    (!on_duty.is_empty()).then(|| {
        let lines: Vec<_> = on_duty
            .into_iter()
            .map(|line| {
                let day = messages::day(&line.until);
                view! {
                    <li>
                        <bdi>{line.team}</bdi>
                        ": "
                        <bdi>{line.person}</bdi>
                        ", until "
                        <time datetime=line.until>{day}</time>
                    </li>
                }
            })
            .collect();
        view! {
            <div class="qa-meta">
                <p>{words::ON_DUTY}</p>
                <ul>{lines}</ul>
            </div>
        }
    })
}

#[component]
fn Items(items: Vec<InboxItem>) -> impl IntoView {
    let reason = Field::new("qa-inbox", "reason", messages::REASON_LABEL).hint(messages::REASON_HINT);
    let buttons: Vec<_> = BulkAct::ALL
        .into_iter()
        .map(|act| {
            let class = match act {
                BulkAct::Publish => "qa-button",
                BulkAct::TurnDown | BulkAct::Spam => "qa-button qa-button--danger",
                BulkAct::Dismiss => "qa-button qa-button--quiet",
            };
            view! {
                <button class=class type="submit" name="act" value=act.name()>
                    {words::bulk_act(act)}
                </button>
            }
        })
        .collect();
    let offers: Vec<_> = items
        .iter()
        .filter_map(|item| item.offer.as_deref())
        .map(|offer| view! { <form id=offer_form(offer) method="post" action=FORM_OFFER></form> })
        .collect();
    let items: Vec<_> = items.into_iter().map(|item| view! { <Item item /> }).collect();
    view! {
        <form class="qa-inbox" method="post" action=FORM_MODERATE>
            <ul class="qa-queue">{items}</ul>
            <fieldset class="qa-bulk">
                <legend>{words::CHOOSE_ALL_LABEL}</legend>
                <LineInput field=reason maxlength=REASON_MAX_CHARS autocomplete="off" />
                <div class="qa-bulk__acts">{buttons}</div>
            </fieldset>
        </form>
        {offers}
    }
}

#[component]
fn Item(item: InboxItem) -> impl IntoView {
    let post = match &item.reply {
        Some(reply) => PostRef::Reply(reply.clone()),
        None => PostRef::Question(item.question.clone()),
    };
    let anchor = match &post {
        PostRef::Question(id) => paths::question_anchor(id),
        PostRef::Reply(id) => paths::reply_anchor(id),
    };
    let href = format!("{}#{anchor}", paths::personal_page(&item.page));
    let case = paths::case_page(&post.name());
    let label = words::choose(&item.title, item.reply.is_some());
    let day = messages::day(&item.waiting_since);
    let waited = words::duration(item.waited);
    let reasons: Vec<_> = item.reasons.into_iter().map(|reason| view! { <li dir="auto">{reason}</li> }).collect();
    view! {
        <li data-qa-item>
            <p dir="auto">
                <input class="qa-choose" type="checkbox" name="post" value=post.name() aria-label=label />
                " "
                {words::kind(item.kind, item.reply.is_some())}
                ": "
                <a href=href>{item.title}</a>
            </p>
            <p class="qa-meta">
                <span class=words::pace_class(item.pace)>{waited} ", " {words::pace(item.pace)}</span>
                {words::priority_badge(item.priority)
                    .map(|name| view! { " "<span class="qa-badge">{name}</span> })}
                " · "
                <bdi>{item.author}</bdi>
                " · "
                <bdi>{item.page_title}</bdi>
                " · "
                <time datetime=item.waiting_since>{day}</time>
                {item.on_duty.map(|name| view! { " · " {words::ON_DUTY} ": " <bdi>{name}</bdi> })}
            </p>
            {(!item.excerpt.is_empty()).then(|| view! { <p class="qa-excerpt" dir="auto">{item.excerpt}</p> })}
            <ul class="qa-note">{reasons}</ul>
            {item.offer.map(|offer| view! { <OfferButtons offer /> })}
            <p class="qa-meta">
                <a href=case>{words::DETAILS}</a>
            </p>
        </li>
    }
}

/// What can be done with an answer from a ticket. The buttons belong to a form of their own beside the list's, so that
/// the enter key in the list's form presses neither.
#[component]
fn OfferButtons(offer: String) -> impl IntoView {
    let (form, dismissed) = (offer_form(&offer), offer.clone());
    view! {
        <p class="qa-bulk__acts">
            <button class="qa-button" type="submit" form=form.clone() name="publish" value=offer>
                {words::OFFER_PUBLISH}
            </button>
            <button class="qa-button qa-button--quiet" type="submit" form=form name="dismiss" value=dismissed>
                {words::OFFER_DISMISS}
            </button>
        </p>
    }
}

fn offer_form(offer: &str) -> String {
    format!("qa-offer-{offer}")
}

#[component]
fn Keys() -> impl IntoView {
    let keys: Vec<_> = words::KEYS
        .into_iter()
        .map(|(key, what)| {
            view! {
                <dt>
                    <kbd>{key}</kbd>
                </dt>
                <dd>{what}</dd>
            }
        })
        .collect();
    view! {
        <details class="qa-details" data-qa-keys>
            <summary>{words::KEYS_SUMMARY}</summary>
            <dl class="qa-keys">{keys}</dl>
        </details>
    }
}
