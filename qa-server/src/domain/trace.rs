//! What an act did beside a post's status: kept in the audit, so that it can be taken back.

use serde::{Deserialize, Serialize};

use super::post::Section;

/// What an act did beside the status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "snake_case")]
pub enum Trace {
    /// The question went to another page.
    Moved {
        /// Where it was.
        from: Place,
        /// Where it went.
        to: Place,
    },
    /// The replies went over to another question.
    Merged {
        /// That question's id.
        into: String,
        /// The ids of the replies.
        replies: Vec<String>,
        /// Whether the asker came to follow it.
        followed: bool,
        /// Whether the asker came to count among those who have that question.
        voted: bool,
    },
    /// The reply became a question.
    Split {
        /// That question's id.
        question: String,
    },
    /// The text was changed.
    Edited {
        /// The number of the version before.
        from: i64,
        /// The number of the version that it says since.
        to: i64,
    },
    /// A change of the text was turned down.
    Refused {
        /// The id of the version.
        version: String,
    },
}

/// Where a question is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The page's id.
    pub page: String,
    /// The section it is about.
    pub section: Option<Section>,
}
