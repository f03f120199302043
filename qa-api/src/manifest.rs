//! The site manifest: what site-gen tells qa-server about the site, as `public/postil/manifest.json`.
//!
//! It is public like the pages it describes, so nothing that is only for the server stands in it.
//! site-gen writes it last; the server reads it again when it changes.

use std::io;

use serde::{Deserialize, Serialize};

use crate::contract::{self, ContractError};

/// The version that this build writes and reads.
pub const VERSION: u32 = 1;

/// The site manifest.
///
/// `Pages` is something else for a program that writes one page at a time and never holds them all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest<Pages = Vec<Page>> {
    /// [`VERSION`].
    pub version: u32,
    /// About the site as a whole.
    pub site: Site,
    /// Every page, ordered by path.
    pub pages: Pages,
    /// Where pages and sections went, ordered by `from`.
    pub moves: Vec<Move>,
    /// Every topic that a page names, ordered by id.
    pub topics: Vec<Topic>,
}

/// About the site as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// The site's title.
    pub title: String,
    /// Where the site is published, without a slash at its end; empty when not configured.
    pub base_url: String,
    /// BCP 47 language tag.
    pub language: String,
}

/// A page that can be read, and perhaps asked about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Stable over moves: `[a-z0-9-]+`.
    pub id: String,
    /// URL path with a slash at both ends, such as `/handbook/feedback/`.
    pub path: String,
    /// The title from front matter.
    pub title: String,
    /// The Markdown file, relative to the content folder, with `/`.
    pub source: String,
    /// First 16 hexadecimal digits of the source's SHA-256.
    pub revision: String,
    /// The topic's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Whether questions are taken.
    pub qa: bool,
    /// Headings with what follows them, in the order of the page.
    pub sections: Vec<Section>,
}

/// A heading and the text up to the next one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The heading's id on the page.
    pub anchor: String,
    /// The heading's text.
    pub title: String,
    /// First 16 hexadecimal digits of the SHA-256 of the section's source text.
    pub hash: String,
}

/// A path, or path and anchor, that leads somewhere else now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// The old path, perhaps with `#anchor`.
    pub from: String,
    /// The new one.
    pub to: String,
}

/// A subject that pages share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// `[a-z0-9-]+`.
    pub id: String,
    /// For people.
    pub title: String,
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// When `text` is not a manifest, or one of another version.
    pub fn parse(text: &str) -> Result<Self, ContractError> {
        contract::read("site manifest", VERSION, text)
    }

    /// The manifest as the file's text.
    ///
    /// # Panics
    /// Never: every key is a string.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("contract types serialise to JSON") + "\n"
    }

    /// The page of this id.
    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id == id)
    }
}

impl<Pages: Serialize> Manifest<Pages> {
    /// Writes what [`Manifest::to_json`] returns.
    ///
    /// # Errors
    /// When `writer` takes no more.
    pub fn write(&self, mut writer: impl io::Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut writer, self)?;
        writer.write_all(b"\n")
    }
}
