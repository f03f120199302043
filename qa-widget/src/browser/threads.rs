//! Puts threads from the server into the page, each at the place it has.

use leptos::prelude::*;
use qa_api::paths;
use qa_api::thread::{PageView, Thread};

use crate::form;
use crate::state::{Entry, Outcome, Told, Widget};

/// A post on the page: a question, or one of its replies.
pub(super) struct Place {
    pub(super) entry: Entry,
    pub(super) reply: Option<String>,
}

impl Place {
    /// The id of the element that stands for it.
    pub(super) fn anchor(&self) -> String {
        match &self.reply {
            Some(reply) => paths::reply_anchor(reply),
            None => paths::question_anchor(&self.entry.id),
        }
    }

    /// Tells at the post what came of it; screen readers hear a notice, since a problem is an alert by itself.
    pub(super) fn tell(&self, widget: &Widget, told: Told) {
        if let Told::Notice(form::Notice { text, .. }) = &told {
            say(widget, text.clone());
        }
        let outcome = Outcome { reply: self.reply.clone(), told };
        self.entry.question.update(|question| question.outcome = Some(outcome));
    }
}

/// Tells screen readers.
pub(super) fn say(widget: &Widget, text: String) {
    widget.update(|page| page.said = text);
}

/// Shows the whole page as `view` has it; questions that were there keep what is being typed below them.
/// What was done stays told only while whoever did it is signed in.
pub(super) fn show(widget: &Widget, view: PageView) {
    let PageView { viewer, threads, .. } = view;
    widget.update(|page| {
        let before = std::mem::take(&mut page.entries);
        for thread in threads {
            let entry = match before.iter().find(|entry| entry.id == thread.id) {
                Some(entry) => {
                    entry.question.update(|question| {
                        question.thread = thread;
                        question.viewer = viewer.clone();
                        if viewer.is_none() {
                            question.outcome = None;
                        }
                    });
                    entry.clone()
                }
                None => Entry::new(thread, viewer.clone()),
            };
            page.entries.push(entry);
        }
        page.viewer = viewer;
    });
}

/// Shows one thread as it is now, first on the page if it is new, and says which post of it is new.
pub(super) fn put(widget: &Widget, thread: Thread) -> Place {
    let Some(entry) = question(widget, &thread.id) else {
        let entry = Entry::new(thread, widget.with_untracked(|page| page.viewer.clone()));
        widget.update(|page| page.entries.insert(0, entry.clone()));
        return Place { entry, reply: None };
    };
    let mut reply = None;
    entry.question.update(|question| {
        let is_new = |id: &str| question.thread.replies.iter().all(|reply| reply.id != id);
        reply = thread.replies.iter().rev().map(|reply| &reply.id).find(|id| is_new(id)).cloned();
        question.thread = thread;
    });
    Place { entry, reply }
}

/// The question with this id.
pub(super) fn question(widget: &Widget, id: &str) -> Option<Entry> {
    widget.with_untracked(|page| page.entries.iter().find(|entry| entry.id == id).cloned())
}

/// The place of a question or, with `is_reply`, of a reply.
pub(super) fn place(widget: &Widget, id: &str, is_reply: bool) -> Option<Place> {
    if !is_reply {
        return Some(Place { entry: question(widget, id)?, reply: None });
    }
    let entries = widget.with_untracked(|page| page.entries.clone());
    let entry = entries.into_iter().find(|entry| {
        entry.question.with_untracked(|question| question.thread.replies.iter().any(|reply| reply.id == id))
    })?;
    Some(Place { entry, reply: Some(id.to_owned()) })
}
