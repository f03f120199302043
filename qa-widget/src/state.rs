//! What the widget of one page knows: the components draw it, `browser` changes it.
//!
//! Two kinds of signal and no more, one of the page and one of each question, since every kind of signal costs the
//! browser code of its own. What a signal holds is drawn as a whole and compared with what stands in the page.
//! Natively it is made from the props, drawn once and dropped; so the first render depends on the props alone.
//! **Invariant:** a question keeps its [`Entry`] for as long as it is on the page, and with it what is being typed below.

use leptos::prelude::*;
use qa_api::problem::Problem;
use qa_api::request::{AskRequest, ReplyRequest};
use qa_api::thread::{PageView, QuestionState, Thread, Viewer};

use crate::form;

/// The widget of one page.
pub(crate) type Widget = ArcRwSignal<Page>;

/// What is shown around the questions.
pub(crate) struct Page {
    /// The page's id.
    pub(crate) id: String,
    /// Who looks.
    pub(crate) viewer: Option<Viewer>,
    /// The questions, in the order of the page.
    pub(crate) entries: Vec<Entry>,
    /// The form to ask.
    pub(crate) ask: Sending,
    /// The form to sign in, once it is asked for.
    pub(crate) sign_in: Option<Sending>,
    /// What screen readers are told.
    pub(crate) said: String,
}

impl Page {
    /// The page that shows `view`.
    pub(crate) fn new(view: PageView) -> Self {
        let PageView { page, viewer, threads } = view;
        let entries = threads.into_iter().map(|thread| Entry::new(thread, viewer.clone())).collect();
        Self { id: page, viewer, entries, ask: Sending::default(), sign_in: None, said: String::new() }
    }

    /// The form to ask as it is now; what is being typed is in the page alone.
    pub(crate) fn ask_form(&self) -> form::AskForm {
        form::AskForm {
            request: AskRequest { page: self.id.clone(), ..AskRequest::default() },
            problem: self.ask.problem.clone(),
            viewer: self.viewer.clone(),
            page_title: None,
        }
    }
}

/// One question on the page.
#[derive(Clone)]
pub(crate) struct Entry {
    /// The question's id.
    pub(crate) id: String,
    /// The question itself.
    pub(crate) question: ArcRwSignal<Question>,
}

impl Entry {
    /// A question that nobody has done anything with yet.
    pub(crate) fn new(thread: Thread, viewer: Option<Viewer>) -> Self {
        let id = thread.id.clone();
        let question = Question { thread, viewer, reply: Sending::default(), outcome: None };
        Self { id, question: ArcRwSignal::new(question) }
    }
}

/// A question and what is being done with it.
pub(crate) struct Question {
    /// The question as the viewer sees it now.
    pub(crate) thread: Thread,
    /// Who looks.
    pub(crate) viewer: Option<Viewer>,
    /// The form to reply.
    pub(crate) reply: Sending,
    /// What was done last.
    pub(crate) outcome: Option<Outcome>,
}

impl Question {
    /// The form to reply as it is now, if the question takes replies.
    pub(crate) fn reply_form(&self) -> Option<form::ReplyForm> {
        (self.thread.state == QuestionState::Published).then(|| form::ReplyForm {
            question: self.thread.id.clone(),
            question_title: self.thread.title.clone(),
            request: ReplyRequest::default(),
            problem: self.reply.problem.clone(),
            viewer: self.viewer.clone(),
        })
    }
}

/// What came of the last thing that was done with a question or one of its replies.
#[derive(Clone)]
pub(crate) struct Outcome {
    /// The reply it was done with, if it was one.
    pub(crate) reply: Option<String>,
    /// What to say.
    pub(crate) told: Told,
}

/// What there is to say.
#[derive(Clone)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only in the browser is anything done"))]
pub(crate) enum Told {
    /// It is done, and perhaps can be undone.
    Notice(form::Notice),
    /// It could not be done.
    Problem(Problem),
}

/// Where a form is between being filled in and being done with.
#[derive(Clone, Default)]
pub(crate) struct Sending {
    /// Whether it is on its way.
    pub(crate) busy: bool,
    /// Why it was not taken.
    pub(crate) problem: Option<Problem>,
    /// The code that is waited for; the form is hidden meanwhile, with what was typed in it.
    pub(crate) code: Option<CodeWait>,
}

impl Sending {
    /// How the form stands.
    pub(crate) fn stage(&self) -> Stage {
        match self {
            Self { code: Some(_), .. } => Stage::Hidden,
            Self { busy: true, .. } => Stage::Busy,
            _ => Stage::Open,
        }
    }
}

/// A mailed code that is waited for.
#[derive(Clone)]
pub(crate) struct CodeWait {
    /// The form for the code.
    pub(crate) form: form::CodeForm,
    /// Whether the code is on its way.
    pub(crate) busy: bool,
    /// Whether a code was sent so lately that no other one can be.
    pub(crate) rests: bool,
    /// How many codes were sent before this one.
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only the browser waits"))]
    pub(crate) round: u32,
}

/// How a form stands; the forms of pages without scripts are always open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Stage {
    /// It can be filled in and sent.
    #[default]
    Open,
    /// It is on its way.
    Busy,
    /// It waits for a code, out of sight.
    Hidden,
}

impl Stage {
    /// What the form's `aria-busy` says.
    pub(crate) fn aria_busy(self) -> Option<&'static str> {
        (self == Self::Busy).then_some("true")
    }

    /// The button's label, or that it is on its way.
    pub(crate) fn label(self, label: &'static str) -> &'static str {
        if self == Self::Busy { crate::messages::SENDING } else { label }
    }
}
