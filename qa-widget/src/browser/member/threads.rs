//! Puts threads from the server into the page, each at the place it has.

use leptos::prelude::document;
use qa_api::paths;
use qa_api::thread::{PageView, Thread};
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

use super::super::place::Place;
use super::super::widget::Widget;
use super::super::{dom, server};
use crate::components::page_view;
use crate::form;
use crate::state::{Outcome, Page, Question, Told};

/// Names the question whose place an element is.
const ITEM: &str = "data-qa-item";

/// A post on the page: a question, or one of its replies.
pub(super) struct Post {
    pub(super) question: String,
    pub(super) reply: Option<String>,
}

impl Post {
    /// The id of the element that stands for it.
    pub(super) fn anchor(&self) -> String {
        match &self.reply {
            Some(reply) => paths::reply_anchor(reply),
            None => paths::question_anchor(&self.question),
        }
    }

    /// Tells at the post what came of it; screen readers hear a notice, since a problem is an alert by itself.
    pub(super) fn tell(&self, widget: &Widget, told: Told) {
        if let Told::Notice(form::Notice { text, .. }) = &told {
            dom::say(text);
        }
        let outcome = Outcome { reply: self.reply.clone(), told };
        widget.update(&mut |page| {
            if let Some(question) = page.questions.iter_mut().find(|question| question.thread.id == self.question) {
                question.outcome = Some(outcome.clone());
            }
        });
    }
}

/// Shows the whole page as `view` has it; questions that were there keep what is being typed below them.
/// What was done stays told only while whoever did it is signed in.
pub(super) fn show(widget: &Widget, view: PageView) {
    let PageView { viewer, threads, .. } = view;
    let mut questions: Vec<Question> = threads.into_iter().map(Question::new).collect();
    widget.update(&mut |page| {
        if viewer.is_some() {
            for question in &mut questions {
                question.outcome = page.question(&question.thread.id).and_then(|before| before.outcome.clone());
            }
        }
        page.questions = std::mem::take(&mut questions);
        page.viewer.clone_from(&viewer);
    });
    arrange(widget);
}

/// Shows one thread as it is now, first on the page if it is new, and says which post of it is new.
pub(super) fn put(widget: &Widget, thread: Thread) -> Post {
    let mut post = Post { question: thread.id.clone(), reply: None };
    let mut thread = Some(thread);
    widget.update(&mut |page| {
        let Some(thread) = thread.take() else { return };
        match page.questions.iter_mut().find(|question| question.thread.id == thread.id) {
            Some(question) => {
                let is_new = |id: &str| question.thread.replies.iter().all(|reply| reply.id != id);
                post.reply = thread.replies.iter().rev().map(|reply| &reply.id).find(|id| is_new(id)).cloned();
                question.thread = thread;
            }
            None => page.questions.insert(0, Question::new(thread)),
        }
    });
    arrange(widget);
    post
}

/// The post with this id, if it is on the page.
pub(super) fn post(widget: &Widget, id: &str) -> Option<Post> {
    widget.read(|page| {
        if page.question(id).is_some() {
            return Some(Post { question: id.to_owned(), reply: None });
        }
        let has_reply = |question: &&Question| question.thread.replies.iter().any(|reply| reply.id == id);
        let question = page.questions.iter().find(has_reply)?.thread.id.clone();
        Some(Post { question, reply: Some(id.to_owned()) })
    })
}

/// Draws the question in `host` from now on, which holds it already or, with `fills`, is empty.
pub(super) fn draw(widget: &Widget, host: Element, fills: bool) {
    let id = host.get_attribute(ITEM).unwrap_or_default();
    let view = move |page: &Page| page_view::question_item(page, &id);
    let place = widget.read(|page| match fills {
        true => Place::fill(host, page, view),
        false => Place::hydrate(host, page, view),
    });
    place.into_iter().for_each(|place| widget.add(place));
}

/// Makes the page have a place for each question, in their order, and none besides.
///
/// What stands where it should is not touched, so that nobody who types there notices.
pub(super) fn arrange(widget: &Widget) {
    let Some(list) = dom::first(widget.section(), ".qa-list") else { return };
    let order = widget.read(|page| page.questions.iter().map(|one| one.thread.id.clone()).collect::<Vec<_>>());
    let places = dom::all(&list, &format!(":scope > [{ITEM}]"));
    let (kept, gone): (Vec<_>, Vec<_>) =
        places.into_iter().partition(|place| place.get_attribute(ITEM).is_some_and(|id| order.contains(&id)));
    gone.iter().for_each(Element::remove);
    widget.retain(&mut |place| !gone.contains(&place.host));
    let mut next: Option<Node> = list.first_element_child().map(Into::into);
    for id in order {
        let here = kept.iter().find(|place| place.get_attribute(ITEM).as_deref() == Some(&id));
        if let Some(here) = here {
            let here: &Node = here;
            if next.as_ref() == Some(here) {
                next = here.unchecked_ref::<Element>().next_element_sibling().map(Into::into);
            } else {
                // Both are children of the list.
                let _ = list.insert_before(here, next.as_ref());
            }
            continue;
        }
        let Ok(host) = document().create_element("div") else { continue };
        // A valid name, and a child of the list or nothing to stand before.
        let _ = host.set_attribute(ITEM, &id);
        let _ = list.insert_before(&host, next.as_ref());
        draw(widget, host, true);
    }
    server::lead(widget.section());
}
