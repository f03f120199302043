//! `_data/teams.yaml`: which team hears about which topic, and who is in it.
//!
//! What else a team has, such as its channel, is the server's business and handed on as it is.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::yaml;
use crate::check::{Code, Diagnostic};

/// The file's path below the content folder.
pub const FILE: &str = "_data/teams.yaml";

/// The teams of a site.
#[derive(Debug, Default)]
pub struct Teams {
    /// By id.
    pub teams: BTreeMap<String, Team>,
    /// The file's text, for later stages that find something wrong in it.
    pub text: String,
}

/// One team.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Team {
    /// For people; the id when it is left out.
    pub title: Option<String>,
    /// The ids of the topics it hears about.
    pub topics: Vec<String>,
    /// Its people, by ids that rotations use.
    pub people: BTreeMap<String, Person>,
    /// What else the server is told of it.
    #[serde(flatten)]
    pub more: BTreeMap<String, serde_json::Value>,
}

/// Somebody of a team.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Person {
    /// How others call them; the id when it is left out.
    pub name: String,
    /// The address of their account on the server, where alerts go.
    pub email: Option<String>,
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
