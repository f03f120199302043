//! What each form shows: what was typed so far, what is wrong with it, and who is looking.
//!
//! qa-server fills these in from a request and hands them to [`crate::render`].
//! Nothing typed is ever dropped on the way back: a form with a problem holds the text that caused it.

use qa_api::inbox::{InboxKind, Priority};
use qa_api::problem::Problem;
use qa_api::reader::SimilarSection;
use qa_api::request::{AskRequest, EditRequest, ReplyRequest, SignInRequest, Version};
use qa_api::server_data::CannedReply;
use qa_api::thread::{Thread, Viewer};

/// Asking a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskForm {
    /// What was typed, and the page it is about.
    pub request: AskRequest,
    /// Why it was not taken.
    pub problem: Option<Problem>,
    /// Who asks; a visitor is asked for name and address.
    pub viewer: Option<Viewer>,
    /// The page's title, for the heading.
    pub page_title: Option<String>,
}

/// Replying to a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReplyForm {
    /// The question's id.
    pub question: String,
    /// The question's title, for the heading.
    pub question_title: String,
    /// What was typed.
    pub request: ReplyRequest,
    /// Why it was not taken.
    pub problem: Option<Problem>,
    /// Who replies; a visitor is asked for name and address.
    pub viewer: Option<Viewer>,
}

/// What an e-mailed code is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// It sends a draft on.
    Draft,
    /// It signs in, and nothing else.
    SignIn,
}

/// Entering an e-mailed code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeForm {
    /// Names the challenge.
    pub challenge: String,
    /// What the code is for.
    pub purpose: Purpose,
    /// Where the mail went, if the reader may be told.
    pub email: Option<String>,
    /// Why the last code was not taken.
    pub problem: Option<Problem>,
    /// Whether another code was just sent.
    pub resent: bool,
}

/// Asking for a sign-in code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignInForm {
    /// What was typed.
    pub request: SignInRequest,
    /// Why it was not taken.
    pub problem: Option<Problem>,
    /// Other ways to sign in.
    pub ways: Vec<WayIn>,
}

/// A provider that people can sign in by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayIn {
    /// How people call it.
    pub name: String,
    /// Where it begins.
    pub path: String,
}

/// The button behind an e-mailed sign-in link: opening the link changes nothing, pressing the button uses it up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkForm {
    /// The token of the link.
    pub token: String,
    /// Why it was not taken.
    pub problem: Option<Problem>,
}

/// The button behind an e-mail's unsubscribe link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnsubscribeForm {
    /// The token of the link.
    pub token: String,
    /// The title of the one thing that the link is about; it is about all mail when there is none.
    pub about: Option<String>,
    /// Whether it was pressed.
    pub done: bool,
}

/// What a mail asks the day after a reply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SolvedForm {
    /// The token of the link.
    pub token: String,
    /// The question's title.
    pub title: String,
    /// Where the reply is.
    pub link: String,
    /// Whether the question is resolved by now.
    pub resolved: bool,
    /// Whether the answer is that it is not solved yet.
    pub not_yet: bool,
}

/// What has just been done, with the way back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    /// One or two plain sentences.
    pub text: String,
    /// The audit entry to undo, when the act can be undone.
    pub undo: Option<String>,
}

/// What a notice says of an act.
#[cfg(feature = "ssr")]
pub fn done(act: qa_api::thread::Act) -> &'static str {
    crate::messages::done(act)
}

/// The moderators' inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inbox {
    /// The moderator.
    pub viewer: Viewer,
    /// What waits, most urgent first, and who is on duty.
    pub inbox: qa_api::inbox::Inbox,
    /// The kind that is shown alone.
    pub kind: Option<InboxKind>,
    /// The topic that is shown alone.
    pub topic: Option<String>,
    /// The topics there are: id and title.
    pub topics: Vec<(String, String)>,
    /// What was done just before.
    pub notice: Option<Notice>,
}

/// Everything that moderators know of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The moderator.
    pub viewer: Viewer,
    /// The post's name, see [`qa_api::inbox::PostRef::name`].
    pub post: String,
    /// The question's id.
    pub question: String,
    /// The question's title.
    pub title: String,
    /// Sanitised HTML of the post.
    pub body_html: String,
    /// Where the post is on its page, as the moderator sees that.
    pub place: String,
    /// The page's title.
    pub page_title: String,
    /// Who wrote the post.
    pub author: String,
    /// Sentences on what the author did before.
    pub standing: Vec<String>,
    /// Whether everybody sees the question, so that it can be answered.
    pub answerable: bool,
    /// Whether the moderator may keep the author from posting.
    pub may_ban: bool,
    /// The question's own priority, if the moderator may change it; empty inside for its topic's.
    pub priority: Option<Option<Priority>>,
    /// What readers and moderators said of it: when, and in a sentence.
    pub flags: Vec<(String, String)>,
    /// What moderators wrote down.
    pub notes: Vec<CaseNote>,
    /// The question's tickets in other systems.
    pub tickets: Vec<CaseTicket>,
    /// What was done, the last thing first.
    pub history: Vec<CaseEvent>,
    /// Replies that are sent often.
    pub replies: Vec<CannedReply>,
    /// What was done just before.
    pub notice: Option<Notice>,
    /// Why the last form was not taken.
    pub problem: Option<Problem>,
}

/// A moderator's note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseNote {
    /// Whether it is about the author.
    pub about_author: bool,
    /// Who wrote it.
    pub name: String,
    /// Plain text.
    pub text: String,
    /// When: RFC 3339, UTC.
    pub at: String,
}

/// A ticket about the question in another system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseTicket {
    /// The system's name.
    pub target: String,
    /// What the system calls it; nothing until it is known to be there.
    pub id: Option<String>,
    /// Where people look at it.
    pub link: Option<String>,
    /// How far it was when it was last looked at.
    pub state: Option<&'static str>,
    /// When that was: RFC 3339, UTC.
    pub compared_at: Option<String>,
    /// What somebody has to see to.
    pub problem: Option<String>,
}

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseEvent {
    /// When: RFC 3339, UTC.
    pub at: String,
    /// Who; empty for the server itself.
    pub name: String,
    /// What, by name.
    pub act: String,
    /// Why.
    pub reason: String,
    /// Whether it was taken back.
    pub undone: bool,
}

/// Reporting a post.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlagForm {
    /// The post's name, see [`qa_api::inbox::PostRef::name`].
    pub post: String,
    /// The question's title.
    pub title: String,
    /// Where the page is.
    pub back: String,
    /// What was written.
    pub note: String,
    /// Why it was not taken.
    pub problem: Option<Problem>,
    /// Whether it was taken.
    pub done: bool,
}

/// One question as a page of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionPage {
    /// The question with its published replies.
    pub thread: Thread,
    /// The title of the page that it was asked on.
    pub page_title: String,
    /// Where that page is.
    pub page_path: String,
}

/// A list of questions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuestionList {
    /// What they have in common.
    pub heading: String,
    /// The other lists: name and path; the path of the present one is `path`.
    pub lists: Vec<(String, String)>,
    /// Where this list is.
    pub path: String,
    /// What was searched for; empty on a list.
    pub query: String,
    /// The sections of the handbook that were found, best first; none on a list.
    pub sections: Vec<SimilarSection>,
    /// The questions of this part, newest first, or what was found, best first.
    pub items: Vec<ListedQuestion>,
    /// Where the next part is.
    pub next: Option<String>,
}

/// One line of a list of questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedQuestion {
    /// The permalink.
    pub path: String,
    /// One line of plain text.
    pub title: String,
    /// The display name of who asked.
    pub author: String,
    /// When it was asked: RFC 3339, UTC.
    pub asked_at: String,
    /// The title of the page that it was asked on.
    pub page_title: String,
    /// How many published replies it has.
    pub replies: u32,
    /// Whether it was resolved.
    pub resolved: bool,
}

/// Editing a post, as a page of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditForm {
    /// `question` or `reply`.
    pub kind: String,
    /// The post's id.
    pub id: String,
    /// What was typed, or the text as it is.
    pub request: EditRequest,
    /// Why it was not taken.
    pub problem: Option<Problem>,
    /// Where the post is.
    pub back: String,
}

/// The versions of a post's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionsPage {
    /// The question's title.
    pub title: String,
    /// Where the post is.
    pub back: String,
    /// The newest first.
    pub versions: Vec<Version>,
}
