//! The data files that are for the server alone: `_data/{moderation,replies,rotations}.yaml`.
//!
//! Components never see them. [`crate::server_data`] puts them together with the teams.

pub mod moderation;
pub mod replies;
pub mod rotations;

use std::collections::BTreeMap;

use moderation::Moderation;
use replies::Reply;
use rotations::Rotation;
use serde::de::DeserializeOwned;

use super::yaml;
use crate::check::{Code, Diagnostic};

/// The names of the files that components do not see, without their ending.
pub const NAMES: [&str; 3] = ["moderation", "replies", "rotations"];

/// The files, each with its text for later stages that find something wrong in it.
#[derive(Debug, Default)]
pub struct ServerFiles {
    /// Rules of moderation.
    pub moderation: (Moderation, String),
    /// Replies that moderators send often, by id.
    pub replies: (BTreeMap<String, Reply>, String),
    /// Who is on duty when, by team.
    pub rotations: (BTreeMap<String, Rotation>, String),
}

impl ServerFiles {
    /// Reads the files whose texts `text_of` gives.
    pub(super) fn read(mut text_of: impl FnMut(&str) -> Option<String>, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut text = |path| text_of(path).unwrap_or_default();
        let texts = [text(moderation::FILE), text(replies::FILE), text(rotations::FILE)];
        let [moderation_text, replies_text, rotations_text] = texts;
        Self {
            moderation: (one(moderation::FILE, &moderation_text, diagnostics), moderation_text),
            replies: (one(replies::FILE, &replies_text, diagnostics), replies_text),
            rotations: (one(rotations::FILE, &rotations_text, diagnostics), rotations_text),
        }
    }
}

fn one<T: DeserializeOwned + Default>(file: &str, text: &str, diagnostics: &mut Vec<Diagnostic>) -> T {
    let codes = yaml::Codes { syntax: Code::DataSyntax, key: Code::DataSchema, value: Code::DataSchema };
    let (value, problems) = yaml::read(text, 0..text.len(), codes);
    diagnostics.extend(problems.into_iter().map(|problem| Diagnostic::at(file, text, problem)));
    value
}
