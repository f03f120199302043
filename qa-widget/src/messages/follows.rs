//! What the pages about following say.

use qa_api::follow::{Scope, Stopped};

pub(crate) const HEADING: &str = "What you follow";
pub(crate) const AROUND_HEADING: &str = "Follow";
pub(crate) const LEAD: &str =
    "The narrowest choice counts: a question's own before its page's, and a page's before its topic's.";
pub(crate) const NOTHING: &str = "Nothing yet. You follow what you ask and reply to by yourself; everything else can be followed below each question.";
pub(crate) const RESUME: &str = "Let mail come again";
pub(crate) const TO_PROFILE: &str = "Everything that you follow";

/// What a thing is, before its title.
pub(crate) fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Question => "Question",
        Scope::Page => "Page",
        Scope::Topic => "Topic",
    }
}

/// Why no mail comes.
pub(crate) fn stopped(stopped: Stopped) -> &'static str {
    match stopped {
        Stopped::Asked => "You have stopped all mail, so nothing below is sent to you.",
        Stopped::Bounced => {
            "Your mail server did not take our mail, so nothing below is sent to you. If that is mended, let it come again."
        }
    }
}

/// What a choice is about.
pub(crate) fn mail_about(title: &str) -> String {
    format!("Mail to you about “{title}”:")
}

/// What the button behind a link in a mail does.
pub(crate) fn mail_stops_about(title: &str) -> String {
    format!("Press the button and mail about “{title}” stops.")
}
