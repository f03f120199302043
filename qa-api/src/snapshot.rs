//! The Q&A snapshot: every published thread, as data and as the HTML that the widget's components rendered.
//!
//! `GET /_qa/api/v1/snapshot`, with an ETag; `site-gen build --qa` bakes it into the pages.
//! With `?since=CURSOR` it holds only what changed after that cursor, and `gone` names pages whose last thread went.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::contract::{self, ContractError};
use crate::html::json_for_script;
use crate::thread::PageView;

/// The version that this build writes and reads.
pub const VERSION: u32 = 1;
/// Stands for the page's id in [`Snapshot::empty`].
pub const EMPTY_PAGE: &str = "qa-page-without-threads";
/// A snapshot older than this many days makes a build warn.
pub const STALE_AFTER_DAYS: u64 = 7;

/// The Q&A snapshot, or one part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Snapshot {
    /// [`VERSION`].
    pub version: u32,
    /// The build of the widget that rendered the fragments; see [`crate::placeholder`].
    pub build: String,
    /// When it was taken: RFC 3339, UTC.
    pub taken_at: String,
    /// For pages without threads; [`EMPTY_PAGE`] stands for the page's id in it.
    pub empty: Fragment,
    /// Page id → its published threads.
    pub pages: BTreeMap<String, Fragment>,
    /// Ids of pages that had threads before `since` and have none now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<String>,
    /// The cursor to ask for what comes after this part.
    pub cursor: String,
    /// Whether there is more after `cursor` already.
    pub more: bool,
}

/// The threads of one page: rendered, and what they were rendered from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fragment {
    /// What the widget's components rendered.
    pub html: String,
    /// The very value that `html` was rendered from.
    pub view: PageView,
    /// The cursor of the page's last change in it, as the page's events tell it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_at: Option<i64>,
}

impl Snapshot {
    /// Reads a snapshot.
    ///
    /// # Errors
    /// When `text` is not a snapshot, or one of another version.
    pub fn parse(text: &str) -> Result<Self, ContractError> {
        contract::read("Q&A snapshot", VERSION, text)
    }

    /// The HTML and script data for `page`, from its threads or from [`Snapshot::empty`].
    pub fn page(&self, page: &str) -> (String, String) {
        match self.pages.get(page) {
            Some(fragment) => (fragment.html.clone(), json_for_script(&fragment.view)),
            None => {
                (self.empty.html.replace(EMPTY_PAGE, page), json_for_script(&self.empty.view).replace(EMPTY_PAGE, page))
            }
        }
    }

    /// Takes in the part that follows this one.
    pub fn extend(&mut self, next: Self) {
        for page in &next.gone {
            self.pages.remove(page);
        }
        self.pages.extend(next.pages);
        self.build = next.build;
        self.taken_at = next.taken_at;
        self.empty = next.empty;
        self.cursor = next.cursor;
        self.more = next.more;
    }
}
