//! The words of the pages that tell writers what readers let them know.

use qa_api::reader::{VoteReason, Votes};

pub(crate) const HEADING: &str = "What readers say";
pub(crate) const LEAD: &str = "Pages that fail the most readers come first: by votes, questions that are open, and answers \
     about sections that have changed.";
pub(crate) const NOTHING: &str = "Nobody has said anything about any page yet.";
pub(crate) const PAGE: &str = "Page";
pub(crate) const HURT: &str = "Readers hurt, about";
pub(crate) const NOT_USEFUL: &str = "Not useful";
pub(crate) const USEFUL: &str = "Useful";
pub(crate) const UNANSWERED: &str = "Unanswered";
pub(crate) const UNRESOLVED: &str = "Unresolved";
pub(crate) const LOOK_AGAIN: &str = "Look again";
pub(crate) const EMPTY_SEARCHES: &str = "Searched for and not found";
pub(crate) const LOST_PAGES: &str = "Pages that are gone";
pub(crate) const LOST_LEAD: &str = "Their questions are still there, and wait for a page that they belong to.";
pub(crate) const WORDS: &str = "Words";
pub(crate) const TIMES: &str = "Times";
pub(crate) const LAST: &str = "Last";
pub(crate) const READ_PAGE: &str = "Read the page";
pub(crate) const ALL_PAGES: &str = "All pages";
pub(crate) const VOTES: &str = "Votes on what stands there now";
pub(crate) const SECTION: &str = "Section";
pub(crate) const WHOLE_PAGE: &str = "The page as a whole";
pub(crate) const CHOSEN: &str = "Chosen while asking";
pub(crate) const REASONS: &str = "Reasons";
pub(crate) const NOTES: &str = "What they wrote";
pub(crate) const OPEN: &str = "Open questions";
pub(crate) const CHANGED_SINCE: &str = "the text has changed since";

/// The heading of a page's report.
pub(crate) fn page_heading(title: &str) -> String {
    format!("What readers say about “{title}”")
}

/// How many questions wait.
pub(crate) fn questions(count: u32) -> String {
    if count == 1 { "1 question".to_owned() } else { format!("{count} questions") }
}

/// How many readers are hurt.
pub(crate) fn hurt(score: u32) -> String {
    match score {
        0 => "no reader hurt, as far as is known".to_owned(),
        1 => "about 1 reader hurt".to_owned(),
        _ => format!("about {score} readers hurt"),
    }
}

/// Votes on what stood there before.
pub(crate) fn earlier(votes: Votes) -> String {
    format!("Before the last changes: {} not useful, {} useful.", votes.no, votes.yes)
}

/// Why a page was not useful.
pub(crate) fn reason(reason: VoteReason) -> &'static str {
    match reason {
        VoteReason::Unclear => "Hard to follow",
        VoteReason::Wrong => "Wrong or out of date",
        VoteReason::Missing => "Something is missing",
        VoteReason::Other => "Something else",
    }
}
