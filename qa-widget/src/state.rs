//! What the widget of one page knows: the components draw it, `browser` changes it.
//!
//! Plain data. Whoever changes it draws it again, and what is drawn is compared with what stands in the page; signals
//! would tell more exactly what has changed, for a third more bytes in the browser.
//! Natively it is made from the props, drawn once and dropped; so the first render depends on the props alone.
//! A visitor's module knows of no threads: it leaves them as they were rendered, and draws the forms between them.

use qa_api::problem::Problem;
use qa_api::thread::Viewer;
#[cfg(feature = "member")]
use qa_api::thread::{PageView, Thread};

use crate::form;

/// What is shown of the questions of a page and around them.
#[derive(Default)]
pub(crate) struct Page {
    /// The page's id.
    pub(crate) id: String,
    /// Who looks.
    pub(crate) viewer: Option<Viewer>,
    /// The questions, in the order of the page.
    #[cfg(feature = "member")]
    pub(crate) questions: Vec<Question>,
    /// When the page came alive, signed by the server, which looks at how long a form takes to be filled in.
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only the browser knows it"))]
    pub(crate) stamp: Option<String>,
    /// The form to ask.
    pub(crate) ask: Sending,
    /// The form to sign in, once it is asked for.
    pub(crate) sign_in: Option<Sending>,
    /// The forms to reply in which something was done, by the question's id.
    pub(crate) replies: Vec<(String, Sending)>,
}

impl Page {
    /// The page that shows `view`.
    #[cfg(feature = "member")]
    pub(crate) fn new(view: PageView) -> Self {
        let PageView { page, viewer, threads } = view;
        let questions = threads.into_iter().map(Question::new).collect();
        Self { id: page, viewer, questions, ..Self::default() }
    }

    /// The question with this id.
    #[cfg(feature = "member")]
    pub(crate) fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.thread.id == id)
    }

    /// How a form stands.
    pub(crate) fn sending(&self, slot: &Slot) -> Sending {
        let sending = match slot {
            Slot::Ask => Some(&self.ask),
            Slot::SignIn => self.sign_in.as_ref(),
            Slot::Reply(id) => self.replies.iter().find(|(question, _)| question == id).map(|(_, sending)| sending),
        };
        sending.cloned().unwrap_or_default()
    }

    /// A form, to change how it stands; none if it is gone.
    #[cfg(feature = "hydrate")]
    pub(crate) fn sending_mut(&mut self, slot: &Slot) -> Option<&mut Sending> {
        match slot {
            Slot::Ask => Some(&mut self.ask),
            Slot::SignIn => self.sign_in.as_mut(),
            Slot::Reply(id) => {
                let index = self.replies.iter().position(|(question, _)| question == id).unwrap_or_else(|| {
                    self.replies.push((id.clone(), Sending::default()));
                    self.replies.len() - 1
                });
                Some(&mut self.replies[index].1)
            }
        }
    }

    /// The form that waits for the code of `challenge`.
    #[cfg(feature = "hydrate")]
    pub(crate) fn waiting_for(&self, challenge: &str) -> Option<Slot> {
        let replies = self.replies.iter().map(|(question, _)| Slot::Reply(question.clone()));
        [Slot::Ask, Slot::SignIn].into_iter().chain(replies).find(|slot| {
            let code = self.sending(slot).code;
            code.is_some_and(|code| code.form.challenge == challenge)
        })
    }
}

/// One of the forms of a page that may wait for a code.
#[derive(Clone)]
pub(crate) enum Slot {
    /// The form to ask.
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only the browser sends it"))]
    Ask,
    /// The form to sign in.
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only the browser sends it"))]
    SignIn,
    /// The form to reply to the question with this id.
    Reply(String),
}

/// A question and what was done with it last.
#[cfg(feature = "member")]
pub(crate) struct Question {
    /// The question as the viewer sees it now.
    pub(crate) thread: Thread,
    /// What was done last.
    pub(crate) outcome: Option<Outcome>,
}

#[cfg(feature = "member")]
impl Question {
    /// A question that nobody has done anything with yet.
    pub(crate) fn new(thread: Thread) -> Self {
        Self { thread, outcome: None }
    }
}

/// What came of the last thing that was done with a question or one of its replies.
#[cfg(feature = "member")]
#[derive(Clone)]
pub(crate) struct Outcome {
    /// The reply it was done with, if it was one.
    pub(crate) reply: Option<String>,
    /// What to say.
    pub(crate) told: Told,
}

/// What there is to say.
#[cfg(feature = "member")]
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
