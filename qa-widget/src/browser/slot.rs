//! The forms of a page that may wait for a code, each wherever its state is.

use leptos::prelude::*;

use crate::state::{Entry, Sending, Widget};

/// One of them.
#[derive(Clone)]
pub(super) enum Slot {
    /// The form to ask.
    Ask,
    /// The form to sign in.
    SignIn,
    /// The form to reply to this question.
    Reply(Entry),
}

impl Slot {
    /// How it stands.
    pub(super) fn get(&self, widget: &Widget) -> Sending {
        match self {
            Self::Ask => widget.with_untracked(|page| page.ask.clone()),
            Self::SignIn => widget.with_untracked(|page| page.sign_in.clone()).unwrap_or_default(),
            Self::Reply(entry) => entry.question.with_untracked(|question| question.reply.clone()),
        }
    }

    /// Changes how it stands; nothing happens to a form that is gone.
    pub(super) fn update(&self, widget: &Widget, change: &mut dyn FnMut(&mut Sending)) {
        match self {
            Self::Ask => widget.update(|page| change(&mut page.ask)),
            Self::SignIn => widget.update(|page| {
                if let Some(sending) = &mut page.sign_in {
                    change(sending);
                }
            }),
            Self::Reply(entry) => entry.question.update(|question| change(&mut question.reply)),
        }
    }

    /// Says that it is on its way; false if it was already.
    pub(super) fn begin(&self, widget: &Widget) -> bool {
        let begins = !self.get(widget).busy;
        self.update(widget, &mut |sending| sending.busy = true);
        begins
    }

    /// The form that waits for the code of `challenge`.
    pub(super) fn waiting_for(widget: &Widget, challenge: &str) -> Option<Self> {
        let replies = widget.with_untracked(|page| page.entries.clone()).into_iter().map(Self::Reply);
        [Self::Ask, Self::SignIn].into_iter().chain(replies).find(|slot| {
            let code = slot.get(widget).code;
            code.is_some_and(|code| code.form.challenge == challenge)
        })
    }
}
