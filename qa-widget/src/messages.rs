//! Every string that a person reads in the widget, in one place, so that another language is one more of these.
//!
//! Used by the components only.
//! Sentences of problems come from `qa_api::problem` and `qa_api::limits`, since the API sends them too.

#[cfg(feature = "ssr")]
pub(crate) mod follows;
pub(crate) mod moderation;
#[cfg(feature = "ssr")]
pub(crate) mod report;

use qa_api::follow::Often;
use qa_api::limits::CODE_DIGITS;
use qa_api::people::LeftPosts;
use qa_api::request::VersionState;
use qa_api::thread::{Act, QuestionState, ReplyState, Role};

use crate::form::Purpose;

pub(crate) const THREAD_HEADING: &str = "The question and its replies";
pub(crate) const QUESTIONS_HEADING: &str = "Questions about this page";
pub(crate) const NO_QUESTIONS: &str =
    "Nobody has asked anything here yet. If something is unclear, ask: you help the next reader too.";
pub(crate) const REPLY: &str = "Reply";
pub(crate) const RESOLVED: &str = "Resolved";
pub(crate) const SEE_SOLUTION: &str = "See the solution";
pub(crate) const SOLUTION: &str = "Solution";
pub(crate) const SECTION_CHANGED: &str = "The section has changed since this answer.";
pub(crate) const ASKER: &str = "Asked this";
pub(crate) const REASON_LEAD: &str = "Reason: ";

pub(crate) const ASK_HEADING: &str = "Ask a question";
pub(crate) const ASK_BUTTON: &str = "Send the question";
pub(crate) const TITLE_LABEL: &str = "Your question";
pub(crate) const TITLE_HINT: &str = "In one line, as you would ask a colleague.";
pub(crate) const DETAILS_LABEL: &str = "Details (optional)";
pub(crate) const DETAILS_HINT: &str =
    "What you tried and what you expected. Markdown works; a blank line starts a paragraph.";
pub(crate) const REPLY_BUTTON: &str = "Send the reply";
pub(crate) const REPLY_LABEL: &str = "Your reply";
pub(crate) const REPLY_HINT: &str = "Markdown works; a blank line starts a paragraph.";
pub(crate) const NAME_LABEL: &str = "Name";
pub(crate) const NAME_HINT: &str = "Shown beside what you write. Any name will do.";
pub(crate) const EMAIL_LABEL: &str = "E-mail address";
pub(crate) const EMAIL_HINT: &str =
    "For a code that proves it is yours, and for the answers. Never shown to anyone on the site.";
pub(crate) const HONEYPOT_LABEL: &str = "Leave this field empty";

pub(crate) const PREVIEW: &str = "Preview";
pub(crate) const PREVIEW_LABEL: &str = "What the text will look like";
pub(crate) const LINK: &str = "Link";
pub(crate) const COPIED: &str = "Link copied.";
pub(crate) const QUOTE: &str = "Quote";
pub(crate) const ANSWERS_IT: &str = "This answers it";
pub(crate) const ANSWERED: &str = "Good. Nothing was sent; what you wrote stays here.";

/// The accessible name of the link to a post.
pub(crate) fn link_to(author: &str) -> String {
    format!("{LINK} to the post by {author}")
}

/// The accessible name of the button that quotes a post.
pub(crate) fn quote_of(author: &str) -> String {
    format!("{QUOTE} the post by {author}")
}

/// How many suggestions there are, for those who do not see them come.
pub(crate) fn suggestions(count: usize) -> String {
    let noun = if count == 1 { "suggestion" } else { "suggestions" };
    format!("{count} {noun} below your question.")
}

/// The accessible name of the button that says that a suggestion answers the question.
pub(crate) fn answers_it(title: &str) -> String {
    format!("{ANSWERS_IT}: {title}")
}

pub(crate) const CODE_HEADING: &str = "Enter the code";
pub(crate) const CODE_LABEL: &str = "Code from the e-mail";
pub(crate) const CODE_HINT: &str = "Valid for ten minutes. If no mail is there, look into the spam folder.";
pub(crate) const CODE_RESENT: &str = "Another code is on its way.";
pub(crate) const RESEND_BUTTON: &str = "Send another code";
pub(crate) const CODE_RESTS: &str = "Another code can be sent in half a minute.";
pub(crate) const SENDING: &str = "Sending…";

pub(crate) const SIGN_IN_HEADING: &str = "Sign in";
pub(crate) const SIGN_IN_BUTTON: &str = "Send me a code";
pub(crate) const SIGN_IN_LEAD: &str = "There is no password: a code by e-mail is enough.";
pub(crate) const SIGN_IN_EMAIL_HINT: &str = "The code goes there. The address is never shown to anyone on the site.";
pub(crate) const SIGN_IN_NAME_LABEL: &str = "Name (optional)";
pub(crate) const SIGN_IN_NAME_HINT: &str = "For a new account only: shown beside what you write.";
pub(crate) const SIGN_IN_WAYS: &str = "All ways to sign in";
pub(crate) const LINK_LEAD: &str = "Press the button to finish signing in. The link works once.";
pub(crate) const LINK_BUTTON: &str = "Sign in";
pub(crate) const LINK_ANOTHER: &str = "Sign in with a new mail";

pub(crate) const UNSUBSCRIBE_HEADING: &str = "Unsubscribe";
pub(crate) const UNSUBSCRIBE_LEAD: &str = "Press the button and these mails stop.";
pub(crate) const UNSUBSCRIBE_BUTTON: &str = "Stop these mails";
pub(crate) const UNSUBSCRIBED: &str = "Done. These mails have stopped; codes that you ask for yourself still arrive.";

pub(crate) const UNSUBSCRIBE_ALL_BUTTON: &str = "Stop all mail";
pub(crate) const UNSUBSCRIBED_ONE: &str =
    "Done. You get no more mail about this. You can change that where you read it, or on your profile.";

pub(crate) const FOLLOW_LABEL: &str = "Mail to you about this question:";
pub(crate) const FOLLOW_BUTTON: &str = "Save";
pub(crate) const FOLLOW_SAVED: &str = "Saved. Mail about it comes as you have chosen.";
pub(crate) const FOLLOW_WIDER: &str = "Follow the page or its topic";

pub(crate) const SIGNED_IN_AS: &str = "Signed in as ";
pub(crate) const SIGN_OUT: &str = "Sign out";
pub(crate) const YOUR_QUESTIONS: &str = "Your questions on this page";
pub(crate) const SIGN_IN: &str = "Sign in";
pub(crate) const QUEUE_LINK: &str = "Moderation inbox";

pub(crate) const REASON_LABEL: &str = "Reason (optional)";
pub(crate) const REASON_HINT: &str = "Its author reads this.";
pub(crate) const UNDO: &str = "Undo";
pub(crate) const QUEUE_HEADING: &str = "Moderation inbox";
pub(crate) const QUEUE_EMPTY: &str = "Nothing waits. Well done.";
pub(crate) const REPORT: &str = "Report";

pub(crate) const NOT_SENT: &str = "That did not reach the server";
pub(crate) const OFFLINE: &str =
    "You are offline. Nothing is lost: what you wrote is kept here. Send it again when you are back.";
pub(crate) const UNREACHABLE: &str =
    "The server cannot be reached. Nothing is lost: what you wrote is kept here. Send it again in a moment.";
pub(crate) const UNREADABLE: &str = "The server answered in a way that this page does not understand. Reload the page.";
pub(crate) const CODE_EXPIRED: &str = "Send another code; what you wrote is stored safely.";
pub(crate) const HELD: &str = "Stored safely. It is waiting for a moderator; you get a mail when it is on the page.";
pub(crate) const PUBLISHED: &str = "It is on the page now.";
pub(crate) const DONE: &str = "Done.";
pub(crate) const TAKEN_BACK: &str = "Taken back.";
pub(crate) const CHANGED: &str = "Somebody has just changed something in these questions.";
pub(crate) const SIGNED_OUT: &str = "You are signed out.";

/// What was done, by the act.
pub(crate) fn done(act: Act) -> &'static str {
    match act {
        Act::Publish => PUBLISHED,
        Act::Reject => "Turned down. The author is told in a minute.",
        Act::Archive | Act::Hide => "Taken off the page. The author is told in a minute.",
        Act::Restore => "Brought back.",
        Act::Resolve => "Marked as resolved.",
        Act::Reopen => "Open again.",
        Act::Pin => "It stands first now.",
        Act::Unpin => "It is back in its place.",
        Act::Lock => "It takes no more replies.",
        Act::Unlock => "It takes replies again.",
        Act::Claim => "It is yours to answer for half an hour.",
        Act::Release => "Somebody else can take it now.",
        Act::Wait => "The asker is told in a minute that more is needed.",
        Act::Unwait => "Nobody waits for the asker any more.",
        Act::Move => "Moved. The author is told in a minute.",
        Act::Merge => "Merged. The author is told in a minute.",
        Act::Split => "It is a question of its own now. The author is told in a minute.",
        Act::Delete => "Deleted. For thirty days it can be brought back.",
        Act::Undelete => "Brought back. It is waiting for a moderator.",
        Act::AcceptEdit => "The new text is on the page.",
        Act::RefuseEdit => "The text stays as it was. The author is told in a minute.",
        Act::Confirm => "Noted: the answer is still right.",
    }
}

/// That signing in worked.
pub(crate) fn signed_in_as(name: &str) -> String {
    format!("{SIGNED_IN_AS}{name}.")
}

/// How often somebody gets mail, as a choice.
pub(crate) fn often(often: Often) -> &'static str {
    match often {
        Often::AtOnce => "At once",
        Often::Daily => "Every morning",
        Often::Weekly => "Every Monday",
        Often::Never => "Never",
    }
}

/// How a badge names a role; a member's is no badge.
pub(crate) fn badge(role: Role) -> Option<&'static str> {
    match role {
        Role::Member => None,
        Role::Moderator => Some("Moderator"),
        Role::Staff => Some("Staff"),
    }
}

/// How a question's state reads; a published question needs no label.
pub(crate) fn question_state(state: QuestionState) -> Option<&'static str> {
    match state {
        QuestionState::Held => Some("Waiting for a moderator"),
        QuestionState::Published => None,
        QuestionState::Rejected => Some("Turned down"),
        QuestionState::Archived => Some("Taken off the page"),
        QuestionState::Deleted | QuestionState::Purged => Some("Deleted"),
        QuestionState::Merged => Some("Merged into another question"),
    }
}

/// How a reply's state reads; a published reply needs no label.
pub(crate) fn reply_state(state: ReplyState) -> Option<&'static str> {
    match state {
        ReplyState::Held => Some("Waiting for a moderator"),
        ReplyState::Published => None,
        ReplyState::Hidden => Some("Hidden"),
        ReplyState::Deleted | ReplyState::Purged => Some("Deleted"),
        ReplyState::Split => Some("Became a question of its own"),
    }
}

/// The label of the button that acts on a question.
pub(crate) fn question_act(act: Act) -> &'static str {
    match act {
        Act::Publish => "Publish",
        Act::Reject => "Turn down",
        Act::Archive => "Take off the page",
        Act::Hide => "Hide",
        Act::Restore => "Restore",
        Act::Resolve => "Mark as resolved",
        Act::Reopen => "Reopen",
        Act::Pin => "Pin",
        Act::Unpin => "Unpin",
        Act::Lock => "Lock",
        Act::Unlock => "Unlock",
        Act::Claim => "I am answering this",
        Act::Release => "Release it",
        Act::Wait => "Wait for the asker",
        Act::Unwait => "Wait no longer",
        Act::Move => "Move",
        Act::Merge => "Merge",
        Act::Split => "Make it a question",
        Act::Delete => "Delete",
        Act::Undelete => "Bring back",
        Act::AcceptEdit => "Accept the change",
        Act::RefuseEdit => "Refuse the change",
        Act::Confirm => "Still right",
    }
}

/// The label of the button that acts on a reply.
pub(crate) fn reply_act(act: Act) -> &'static str {
    match act {
        Act::Resolve => "Mark as solution",
        other => question_act(other),
    }
}

pub(crate) const DELETED_QUESTION: &str = "A question that its author deleted";
pub(crate) const EDITED: &str = "edited";
pub(crate) const PINNED: &str = "Pinned";
pub(crate) const LOCKED: &str = "Locked: it takes no more replies";
pub(crate) const WAITING: &str = "Waits for its asker to say more";
pub(crate) const ME_TOO: &str = "I have this question too";
pub(crate) const HELPFUL: &str = "This helped";
pub(crate) const VOTED: &str = "Thank you.";
pub(crate) const UNVOTED: &str = "Your vote is taken back.";
pub(crate) const MORE_ACTS: &str = "More";
pub(crate) const EDIT: &str = "Edit";
pub(crate) const EDIT_HEADING: &str = "Edit what you wrote";
pub(crate) const EDIT_BUTTON: &str = "Save the change";
pub(crate) const EDIT_BACK: &str = "Back without a change";
pub(crate) const EDIT_LEAD: &str =
    "What is on the page already may have to wait for a moderator again; until then everybody sees it as it is now.";
pub(crate) const EDIT_BODY_LABEL: &str = "Text";
pub(crate) const EDIT_HELD: &str = "Your change waits for a moderator. Until then everybody sees the text before it.";
pub(crate) const EDIT_DONE: &str = "Changed.";
pub(crate) const PENDING_EDIT: &str = "A change that waits for a moderator";
pub(crate) const VERSIONS: &str = "Versions";
pub(crate) const VERSIONS_LEAD: &str =
    "Every text that this had, the newest first. Only its author and moderators see this page.";
pub(crate) const VERSIONS_BACK: &str = "Back to the question";
pub(crate) const MERGED_LINK: &str = "Go to the other question";
pub(crate) const MOVE_LABEL: &str = "To which page or topic?";
pub(crate) const MOVE_HINT: &str = "A page's address or id; where no page fits, the address of a topic's questions.";
pub(crate) const MERGE_LABEL: &str = "Into which question?";
pub(crate) const MERGE_HINT: &str = "The address of the question that stays; it gets the replies of this one.";
pub(crate) const SPLIT_LABEL: &str = "The new question";
pub(crate) const SPLIT_HINT: &str = "In one line. What the reply says becomes its text.";

/// How many others have a question.
pub(crate) fn me_too_count(count: u32) -> String {
    match count {
        1 => "1 other person has this question".to_owned(),
        _ => format!("{count} others have this question"),
    }
}

/// How many a reply has helped.
pub(crate) fn helpful_count(count: u32) -> String {
    match count {
        1 => "helped 1 person".to_owned(),
        _ => format!("helped {count} people"),
    }
}

/// Who is answering a question.
pub(crate) fn claimed_by(name: &str, own: bool) -> String {
    if own { "You are answering this".to_owned() } else { format!("{name} is answering this") }
}

/// What a version of a text is.
pub(crate) fn version_state(state: VersionState) -> &'static str {
    match state {
        VersionState::Present => "What it says now",
        VersionState::Past => "What it said before",
        VersionState::Held => "Waits for a moderator",
        VersionState::Dropped => "Not shown",
    }
}

/// The heading of the page with the versions of a text.
pub(crate) fn versions_heading(title: &str) -> String {
    format!("{VERSIONS} of what was written in “{title}”")
}

/// The label of what opens the reason for an act; the dots say that pressing it does not act yet.
pub(crate) fn with_reason(act: &str) -> String {
    format!("{act}…")
}

/// The accessible name of what opens the form to reply, since a page has one for every question.
pub(crate) fn reply_to(title: &str) -> String {
    format!("{REPLY} to: {title}")
}

/// The accessible name of the acts on a question.
pub(crate) fn question_bar(title: &str) -> String {
    format!("Decide on the question: {title}")
}

/// The accessible name of the acts on a reply.
pub(crate) fn reply_bar(author: &str) -> String {
    format!("Decide on the reply by {author}")
}

/// Where on the page a question was asked.
pub(crate) fn about_section(title: &str) -> String {
    format!("about “{title}”")
}

/// The heading of the page on which a question about `page_title` is asked.
pub(crate) fn ask_heading(page_title: Option<&str>) -> String {
    match page_title {
        Some(title) => format!("Ask about “{title}”"),
        None => ASK_HEADING.to_owned(),
    }
}

/// The heading of the page on which a reply is written.
pub(crate) fn reply_heading(question_title: &str) -> String {
    format!("Reply to “{question_title}”")
}

/// What to do on the page on which a code is entered.
pub(crate) fn code_lead(purpose: Purpose, email: Option<&str>) -> String {
    let sent = match email {
        Some(email) => format!("A code of {CODE_DIGITS} digits is on its way to {email}."),
        None => format!("A code of {CODE_DIGITS} digits is on its way to you."),
    };
    match purpose {
        Purpose::Draft => format!("Your text is stored safely. {sent} Enter it to send the text on."),
        Purpose::SignIn => format!("{sent} Enter it to sign in."),
    }
}

/// The button that sends a code.
pub(crate) fn code_button(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Draft => "Send my text on",
        Purpose::SignIn => "Sign in",
    }
}

/// The button that goes back from the code to the form that waits for it.
pub(crate) fn code_back(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Draft => "Back to what I wrote",
        Purpose::SignIn => "Use another address",
    }
}

pub(crate) const ASKED_ON: &str = "Asked on";
pub(crate) const ALL_QUESTIONS: &str = "All questions";
pub(crate) const LISTS: &str = "Lists of questions";
pub(crate) const LIST_EMPTY: &str = "There is no such question yet.";
pub(crate) const NOTHING_FOUND: &str = "Nothing says all of that. Try fewer words, or ask at the foot of a page.";
pub(crate) const NO_QUESTION_FOUND: &str = "No question says all of that. You can ask at the foot of a page.";
pub(crate) const FOUND_SECTIONS: &str = "In the handbook";
pub(crate) const FOUND_QUESTIONS: &str = "Questions";
pub(crate) const SIMILAR_HEADING: &str = "This may answer it already";
pub(crate) const SEARCH: &str = "Search handbook and questions";
pub(crate) const SEARCH_BUTTON: &str = "Search";
pub(crate) const OLDER: &str = "Older questions";
pub(crate) const FEED: &str = "Follow this list (Atom)";

pub(crate) const PERSON_QUESTIONS: &str = "Questions";
pub(crate) const PERSON_REPLIES: &str = "Replies";
pub(crate) const PROFILE_HEADING: &str = "Your profile";
pub(crate) const PROFILE_PUBLIC: &str = "What everybody sees of you";
pub(crate) const PROFILE_NAME_HINT: &str = "A new name stands beside everything you wrote at once.";
pub(crate) const PROFILE_BUTTON: &str = "Save";
pub(crate) const BIO_LABEL: &str = "About you (optional)";
pub(crate) const BIO_HINT: &str = "One or two sentences that everybody may read.";
pub(crate) const LINK_LABEL: &str = "Link (optional)";
pub(crate) const LINK_HINT: &str = "Your own page, such as https://ada.example.org.";
pub(crate) const CONNECTIONS_HEADING: &str = "Other ways to sign in";
pub(crate) const CONNECTIONS_LEAD: &str =
    "You can sign in by these without a mail. When you part from one, a mail still signs you in.";
pub(crate) const DISCONNECT: &str = "Disconnect";
pub(crate) const SESSIONS_HEADING: &str = "Where you are signed in";
pub(crate) const SESSIONS_END_OTHERS: &str = "Sign out everywhere else";
pub(crate) const SESSION_THIS: &str = "This one";
pub(crate) const SESSION_BEGUN: &str = "since";
pub(crate) const SESSION_SEEN: &str = "last seen";
pub(crate) const ROLE_HEADING: &str = "Helping";
pub(crate) const ROLE_LEAD: &str =
    "Moderators look at new questions and answer them. Ask to become one, and the staff decide; you get a mail.";
pub(crate) const ROLE_REASON_LABEL: &str = "Why you (optional)";
pub(crate) const ROLE_REASON_HINT: &str = "The staff read this.";
pub(crate) const ROLE_BUTTON: &str = "Ask to become a moderator";
pub(crate) const ROLE_WAITS: &str = "You asked to become a moderator on";
pub(crate) const DATA_HEADING: &str = "Your data";
pub(crate) const DATA_LEAD: &str = "Everything that is stored about you and what you wrote, as one file.";
pub(crate) const DATA_LINK: &str = "Download it (JSON)";
pub(crate) const LEAVE_HEADING: &str = "Leaving";
pub(crate) const LEAVE_LEAD: &str =
    "You are signed out at once. For seven days you can come back by signing in; then the account is erased.";
pub(crate) const LEAVE_SUMMARY: &str = "Delete my account…";
pub(crate) const LEAVE_POSTS: &str = "What becomes of your published questions and replies?";
pub(crate) const LEAVE_KEEP: &str = "Delete my account, keep the posts without my name";
pub(crate) const LEAVE_REMOVE: &str = "Delete my account and what I wrote";
pub(crate) const LEAVING: &str = "This account will be deleted on";
pub(crate) const LEFT_HEADING: &str = "You are signed out everywhere";
pub(crate) const LEFT_BACK: &str = "A mail tells you the same. Until that day you can sign in and keep the account on";
pub(crate) const STAY_BUTTON: &str = "Keep my account";
pub(crate) const PEOPLE_HEADING: &str = "People";
pub(crate) const PEOPLE_LINK: &str = "People and their roles";
pub(crate) const SOLVED_HEADING: &str = "Did this solve it?";
pub(crate) const SOLVED_YES: &str = "Yes, it is resolved";
pub(crate) const SOLVED_DONE: &str = "It is resolved. Thank you for saying so: others with the same question see it.";
pub(crate) const SOLVED_NOT_YET: &str =
    "Say below your question what is still missing: whoever replied and everybody who follows it is told.";
pub(crate) const OUTBOX_HEADING: &str = "What did not arrive";
pub(crate) const OUTBOX_LINK: &str = "What did not arrive";
pub(crate) const OUTBOX_EMPTY: &str = "Everything arrived, or is on its way.";
pub(crate) const TARGETS_OFF_HEADING: &str = "Turned off";
pub(crate) const TARGETS_OFF_HINT: &str =
    "Mend it there or in the configuration, then try one of its letters again: that turns it on.";
pub(crate) const LETTERS_HEADING: &str = "Dead letters";
pub(crate) const LETTER_RETRY: &str = "Try again";
pub(crate) const LETTER_DISCARD: &str = "Discard";
pub(crate) const WISHES_HEADING: &str = "Asking to become a moderator";
pub(crate) const WISHES_EMPTY: &str = "Nobody asks at the moment.";
pub(crate) const WISH_GRANT: &str = "Make moderator";
pub(crate) const WISH_REFUSE: &str = "Not now";
pub(crate) const TEAM_HEADING: &str = "Moderators and staff";
pub(crate) const ROLE_END: &str = "Take the role away…";
pub(crate) const ROLE_DECISION_HINT: &str = "Goes into the mail about it.";

/// The accessible name of the button that ends a session, since there are several.
pub(crate) fn session_end(browser: &str, begun: &str) -> String {
    format!("{SIGN_OUT}: {browser}, {SESSION_BEGUN} {begun}")
}

/// The link that leads to a provider.
pub(crate) fn sign_in_with(name: &str) -> String {
    format!("{SIGN_IN_HEADING} with {name}")
}

/// What somebody with a role may do.
pub(crate) fn role_is(role: Role) -> &'static str {
    match role {
        Role::Member => "You are a member.",
        Role::Moderator => "You are a moderator.",
        Role::Staff => "You are one of the staff.",
    }
}

/// What becomes of the posts of somebody who leaves.
pub(crate) fn leaving_posts(posts: LeftPosts) -> &'static str {
    match posts {
        LeftPosts::Keep => "What you published stays, without your name.",
        LeftPosts::Remove => "What you wrote goes with it.",
    }
}

pub(crate) fn outbox_counts(dead: i64, waiting: i64) -> String {
    format!("{dead} did not arrive, {waiting} on their way")
}

pub(crate) fn letter_retry(kind: &str, target: &str) -> String {
    format!("Try {kind} to {target} again")
}

pub(crate) fn letter_discard(kind: &str, target: &str) -> String {
    format!("Discard {kind} to {target}")
}

pub(crate) fn tries(count: i64) -> String {
    if count == 1 { "tried once".to_owned() } else { format!("tried {count} times") }
}

/// How much somebody wrote.
pub(crate) fn published_posts(count: u32) -> String {
    match count {
        0 => "nothing published yet".to_owned(),
        1 => "1 published post".to_owned(),
        _ => format!("{count} published posts"),
    }
}

/// The accessible name of what opens the form to take a role away, since there are several.
pub(crate) fn role_end(name: &str) -> String {
    format!("{ROLE_END} {name}")
}

/// What is new on a page whose threads were `before` and are `now`.
#[cfg(feature = "member")]
pub(crate) fn news(before: &[qa_api::thread::Thread], now: &[qa_api::thread::Thread]) -> String {
    let known = |id: &str| before.iter().any(|thread| thread.id == id);
    let said = |id: &str| before.iter().any(|thread| thread.replies.iter().any(|reply| reply.id == id));
    let questions = now.iter().filter(|thread| !known(&thread.id)).count();
    let replies = now.iter().filter(|thread| known(&thread.id)).flat_map(|thread| &thread.replies);
    let replies = replies.filter(|reply| !said(&reply.id)).count();
    match (questions, replies) {
        (0, 0) => CHANGED.to_owned(),
        (0, 1) => "Somebody has just replied.".to_owned(),
        (0, replies) => format!("{replies} new replies."),
        (1, 0) => "Somebody has just asked a question.".to_owned(),
        (questions, replies) => format!("{} new posts.", questions + replies),
    }
}

/// The accessible name of what parts from a provider, since there may be several.
pub(crate) fn disconnect(name: &str) -> String {
    format!("{DISCONNECT}: {name}")
}

/// How many replies a question has.
pub(crate) fn replies(count: u32) -> String {
    match count {
        0 => "no reply yet".to_owned(),
        1 => "1 reply".to_owned(),
        _ => format!("{count} replies"),
    }
}

/// The day of an RFC 3339 time, such as "21 November 2026"; a text of another form stays as it is.
///
/// The day is that of UTC, because the first render must not depend on where the reader is.
pub(crate) fn day(time: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let date = time.split('T').next().unwrap_or(time);
    let mut parts = date.splitn(3, '-');
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return time.to_owned();
    };
    let month = month.parse::<usize>().ok().and_then(|number| MONTHS.get(number.checked_sub(1)?));
    match (month, day.parse::<u8>()) {
        (Some(month), Ok(day)) => format!("{day} {month} {year}"),
        _ => time.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_plain_and_odd_times_stay() {
        assert_eq!(day("2026-11-21T17:18:01Z"), "21 November 2026");
        assert_eq!(day("2026-02-03T00:00:00.000Z"), "3 February 2026");
        for odd in ["", "soon", "2026-00-01T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-xxT00:00:00Z"] {
            assert_eq!(day(odd), odd);
        }
    }
}
