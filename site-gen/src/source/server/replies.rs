//! `_data/replies.yaml`: replies that moderators send often.

use schemars::JsonSchema;
use serde::Deserialize;

/// The file, below the content folder.
pub const FILE: &str = "_data/replies.yaml";

/// A reply that moderators send often.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// What moderators choose it by.
    pub title: String,
    /// Markdown.
    pub text: String,
}
