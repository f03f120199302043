//! Suggests what may answer a question while its title is being written.

use std::cell::Cell;

use js_sys::{Object, encode_uri_component};
use qa_api::paths;
use qa_api::reader::Similar;
use web_sys::Element;

use super::api::Reply;
use super::deed::Focus;
use super::events::Fields;
use super::widget::Widget;
use super::{api, dom, focus, server};
use crate::{messages, read};

/// Where suggestions are shown.
const PLACE: &str = ".qa-suggestions";
/// Marks the button that says that a suggestion answers the question; holds where the suggestion is.
const CHOSEN: &str = "data-qa-chosen";
/// How long nothing is typed before suggestions are asked for.
const PAUSE_MS: u64 = 350;
/// Fewer characters say too little.
const FEWEST_CHARS: usize = 4;

thread_local! {
    /// How often the title was changed, so that a late reply does not replace a later one.
    static ROUND: Cell<u32> = const { Cell::new(0) };
}

/// Asks for suggestions a moment after `title` was changed.
pub(super) fn follow(widget: &Widget, title: &Element) {
    ROUND.set(ROUND.get() + 1);
    let round = ROUND.get();
    let (widget, title) = (widget.clone(), dom::input(title).clone());
    dom::after(PAUSE_MS, move || {
        if ROUND.get() != round {
            return;
        }
        let text = title.value();
        if text.trim().chars().nth(FEWEST_CHARS - 1).is_none() {
            return show(&widget, Similar::default());
        }
        let (page, text) = (widget.read(|page| page.id.clone()), String::from(encode_uri_component(&text)));
        let then = move |reply: Reply| {
            if ROUND.get() == round {
                show(&widget, reply.ok().and_then(|value| read::similar(&value)).unwrap_or_default());
            }
        };
        api::get(&format!("{}?page={page}&q={text}", paths::SIMILAR), Box::new(then));
    });
}

/// Lists what was found below the title; it is no part of what the components draw.
fn show(widget: &Widget, found: Similar) {
    let Some(place) = dom::first(widget.section(), PLACE) else { return };
    let count = found.sections.len() + found.questions.len();
    let sections = found.sections.into_iter().map(|section| {
        let page = if section.title == section.page_title { String::new() } else { section.page_title };
        (section.title, section.url, page)
    });
    let questions = found.questions.into_iter().map(|question| {
        let state = if question.resolved { messages::RESOLVED.to_owned() } else { messages::replies(question.replies) };
        (question.title, question.url, state)
    });
    fill(&place, if count > 0 { messages::SIMILAR_HEADING } else { "" });
    let list = dom::add(&place, "ul", "", &[]);
    for (title, url, more) in sections.chain(questions) {
        let item = dom::add(&list, "li", "", &[("dir", "auto")]);
        dom::add(&item, "a", &title, &[("href", &url)]);
        dom::add(&item, "span", &more, &[("class", "qa-meta")]);
        let label = messages::answers_it(&title);
        let button = [("class", "qa-tool"), ("type", "button"), ("aria-label", &label), (CHOSEN, &url)];
        dom::add(&item, "button", messages::ANSWERS_IT, &button);
    }
    server::lead(&list);
    if count > 0 {
        dom::say(&messages::suggestions(count));
    }
}

/// Shows nothing in `place` but a sentence, and not even the place when there is none.
fn fill(place: &Element, sentence: &str) {
    place.set_text_content(None);
    // A valid name for an attribute.
    let _ = place.toggle_attribute_with_force("hidden", sentence.is_empty());
    dom::add(place, "p", sentence, &[("class", "qa-hint")]);
}

/// Counts that a suggestion was chosen, by its link or, which ends suggesting, by `element` being the button for it.
pub(super) fn choose(element: &Element) {
    let Some(place) = dom::around(element, PLACE) else { return };
    let answers = element.get_attribute(CHOSEN);
    let ends = answers.is_some();
    let request = Fields::from(Object::new());
    request.set("url", &answers.or_else(|| server::path(element, "href")).into());
    // It is only counted: what comes of it is not the reader's concern.
    api::post(paths::SIMILAR_CHOSEN, request.request(), Box::new(drop));
    if ends {
        ROUND.set(ROUND.get() + 1);
        fill(&place, messages::ANSWERED);
        dom::say(messages::ANSWERED);
        focus::go(Focus::Id("qa-ask-title".to_owned()));
    }
}
