//! What readers get and give beside threads: what may answer a question before it is asked, and whether a page helped.

use serde::{Deserialize, Serialize};

/// `GET /_qa/api/v1/similar?page=&q=`: what may answer a question already, best first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// The `url` that was offered.
    pub url: String,
}
