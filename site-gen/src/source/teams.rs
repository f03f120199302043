//! `_data/teams.yaml`: which team hears about which topic.
//!
//! What else a team has, such as its channel, is the server's business; here only the topics count.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::yaml;
use crate::check::{Code, Diagnostic};

/// The file's path below the content folder.
pub const FILE: &str = "_data/teams.yaml";

/// The teams of a site.
#[derive(Debug, Default)]
pub struct Teams {
    teams: BTreeMap<String, Team>,
    /// The file's text, for later stages that find something wrong in it.
    pub text: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Team {
    topics: Vec<String>,
}

impl Teams {
    /// Every topic that a team hears about.
    pub fn topics(&self) -> impl Iterator<Item = &str> {
        self.teams.values().flat_map(|team| team.topics.iter().map(String::as_str))
    }
}

/// Reads `_data/teams.yaml`.
pub(super) fn read(text: String, diagnostics: &mut Vec<Diagnostic>) -> Teams {
    let codes = yaml::Codes { syntax: Code::DataSyntax, key: Code::DataSchema, value: Code::DataSchema };
    let (teams, problems) = yaml::read(&text, 0..text.len(), codes);
    diagnostics.extend(problems.into_iter().map(|problem| Diagnostic::at(FILE, &text, problem)));
    Teams { teams, text }
}
