//! What readers get and give beside threads: what may answer a question before it is asked, and whether a page helped;
//! and what writers are told of all that.

use serde::{Deserialize, Serialize};

/// `GET /_qa/api/v1/similar?page=&q=`: what may answer a question already, best first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Similar {
    /// Sections of the handbook.
    pub sections: Vec<SimilarSection>,
    /// Published questions.
    pub questions: Vec<SimilarQuestion>,
}

impl Similar {
    /// Whether there is nothing like it.
    pub fn is_empty(&self) -> bool {
        self.sections.is_empty() && self.questions.is_empty()
    }
}

/// A section that may answer a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SimilarSection {
    /// The heading's text; the page's title for what stands before the first heading.
    pub title: String,
    /// The page's title.
    pub page_title: String,
    /// Path and anchor.
    pub url: String,
}

/// A question that may have been answered already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SimilarQuestion {
    /// One line of plain text.
    pub title: String,
    /// Its permalink.
    pub url: String,
    /// How many published replies it has.
    pub replies: u32,
    /// Whether it was resolved.
    pub resolved: bool,
}

/// `POST /_qa/api/v1/similar/chosen`: somebody found what they were about to ask. Counted, and nothing else kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// The `url` that was offered.
    pub url: String,
}

/// `POST /_qa/api/v1/votes`: whether a page, or one of its sections, was useful. Sent again, it replaces what was said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct VoteRequest {
    /// The page's id.
    pub page: String,
    /// The anchor of the section; empty for the page as a whole.
    pub section: String,
    /// `yes` or `no`.
    pub useful: String,
    /// The name of a [`VoteReason`], or empty.
    pub reason: String,
    /// A sentence for the writers, or empty; see [`crate::limits::vote_note`].
    pub note: String,
}

/// Why a page was not useful.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum VoteReason {
    /// It is hard to follow.
    Unclear,
    /// It is wrong or out of date.
    Wrong,
    /// What was looked for is not there.
    Missing,
    /// Anything else.
    Other,
}

impl VoteReason {
    /// Every reason, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Unclear, Self::Wrong, Self::Missing, Self::Other];

    /// The reason's name in requests and forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unclear => "unclear",
            Self::Wrong => "wrong",
            Self::Missing => "missing",
            Self::Other => "other",
        }
    }

    /// The reason of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// How many readers found something useful and how many did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Votes {
    /// Useful.
    pub yes: u32,
    /// Not useful.
    pub no: u32,
}

/// `GET /_qa/api/v1/reports`: where readers are hurt most, for moderators and staff.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reports {
    /// Pages about which there is something to tell, most hurt first.
    pub pages: Vec<PageSummary>,
    /// Pages that are gone while questions are still on them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost_pages: Vec<LostPage>,
    /// What was searched for and not found, most frequent first.
    pub empty_searches: Vec<EmptySearch>,
}

/// A page that is gone, and whose questions wait for a new place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LostPage {
    /// The page's id.
    pub page: String,
    /// The title that it had, or its id.
    pub title: String,
    /// How many questions wait.
    pub questions: u32,
}

/// One page in [`Reports`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PageSummary {
    /// The page's id.
    pub page: String,
    /// The page's title.
    pub title: String,
    /// About how many readers are hurt; the manual says how that is reckoned.
    pub score: u32,
    /// Votes on the page and its sections as they are now.
    pub votes: Votes,
    /// Questions without a reply.
    pub unanswered: u32,
    /// Questions with a reply that are not resolved.
    pub unresolved: u32,
    /// Answers about sections that have changed since.
    pub look_again: u32,
}

/// Words that were searched for and not found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EmptySearch {
    /// In lower case, without accents.
    pub words: String,
    /// How often.
    pub hits: u32,
    /// When last: RFC 3339, UTC.
    pub last_at: String,
}

/// `GET /_qa/api/v1/pages/{page}/report`: everything that readers let its writers know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PageReport {
    /// The page in short.
    pub summary: PageSummary,
    /// Where the page is.
    pub path: String,
    /// Votes on what the page and its sections said before they changed.
    pub earlier: Votes,
    /// The page as a whole (with an empty anchor), and sections about which there is something to tell.
    pub sections: Vec<SectionReport>,
    /// Why readers found it not useful, most frequent first.
    pub reasons: Vec<ReasonCount>,
    /// What they wrote about it, newest first.
    pub notes: Vec<VoteNote>,
    /// Published questions that are not resolved, oldest first.
    pub open: Vec<OpenQuestion>,
    /// Answers about sections that have changed since.
    pub look_again: Vec<LookAgain>,
}

/// One section in a [`PageReport`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SectionReport {
    /// The heading's id; empty for the page as a whole.
    pub anchor: String,
    /// The heading's text.
    pub title: String,
    /// Votes on it as it is now.
    pub votes: Votes,
    /// How often it was chosen as the answer to a question before that was asked.
    pub chosen: u32,
}

/// How often a reason was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReasonCount {
    /// The reason.
    pub reason: VoteReason,
    /// How often.
    pub count: u32,
}

/// What a reader wrote about a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VoteNote {
    /// When: RFC 3339, UTC.
    pub given_at: String,
    /// The anchor of the section it is about; empty for the page.
    pub section: String,
    /// Whether it was useful.
    pub useful: bool,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<VoteReason>,
    /// Plain text.
    pub note: String,
    /// Whether the page or section has changed since.
    pub outdated: bool,
}

/// A question that is not resolved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenQuestion {
    /// One line of plain text.
    pub title: String,
    /// Its permalink.
    pub url: String,
    /// When it was asked: RFC 3339, UTC.
    pub asked_at: String,
    /// How many published replies it has.
    pub replies: u32,
}

/// An answer about a section that has changed since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LookAgain {
    /// The question's id.
    pub question: String,
    /// The answer's id.
    pub reply: String,
    /// The question's title.
    pub title: String,
    /// The page's id.
    pub page: String,
    /// The heading's text when the question was asked.
    pub section: String,
    /// When the answer was written: RFC 3339, UTC.
    pub posted_at: String,
}
