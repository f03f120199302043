//! `_data/*.yaml|json|csv`: what components show, by the name of its file.
//!
//! A file with `NAME.schema.json` beside it is checked against that schema.
//! What [`super::server`] reads is not here, since it is for the server alone.
//! `testimonials.yaml` is not here: its quotes reach components only after [`super::testimonials`] let them.

mod csv;
mod schema;
mod tree;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use serde_json::Value;

use super::testimonials;
use super::{SourceError, read_text, yaml};
use crate::check::{Code, Diagnostic, Problem};
use tree::Node;

/// The folder, below the content folder.
pub const FOLDER: &str = "_data";
/// What the name of a schema ends with, after the name of its data.
const SCHEMA: &str = ".schema.json";
/// Approved quotes, for components.
pub const QUOTES: &str = "quotes";
/// The theme's words in the page's language, for components.
pub const WORDS: &str = "text";
/// Where a component's tag stands, for components.
pub const TAG: &str = "tag";
/// What the generator itself hands to components.
pub const GIVEN: [&str; 3] = [QUOTES, WORDS, TAG];

/// A data file's value, with the place of everything in it.
#[derive(Debug, Default)]
struct Data {
    value: Value,
    /// JSON pointer → where it stands.
    places: BTreeMap<String, Place>,
}

/// Where a value stands in its file, and its key.
#[derive(Clone, Debug, Default)]
struct Place {
    key: Option<Range<usize>>,
    value: Range<usize>,
}

/// Reads every data file of `content`: name → value.
pub(super) fn read(content: &Path, diagnostics: &mut Vec<Diagnostic>) -> Result<BTreeMap<String, Value>, SourceError> {
    let mut values = BTreeMap::new();
    let mut files = BTreeMap::new();
    for name in super::walk::names(&content.join(FOLDER))? {
        let path = format!("{FOLDER}/{name}");
        let Some((stem, extension)) = name.rsplit_once('.') else { continue };
        if path == testimonials::FILE || name.ends_with(SCHEMA) || !["yaml", "yml", "json", "csv"].contains(&extension)
        {
            continue;
        }
        if super::server::NAMES.contains(&stem) && extension == "yaml" {
            continue;
        }
        if GIVEN.contains(&stem) {
            let hint = match stem {
                QUOTES => "give the file another name; `quotes` are those of testimonials.yaml".to_owned(),
                _ => "give the file another name".to_owned(),
            };
            let message = format!("components have `{stem}` already");
            diagnostics.push(Diagnostic::about(&path, Code::DataSchema, message, Some(hint)));
            continue;
        }
        if let Some(other) = files.insert(stem.to_owned(), path.clone()) {
            let message = format!("`{other}` has the name `{stem}` already");
            let hint = "keep one of the files, or rename one".to_owned();
            diagnostics.push(Diagnostic::about(&path, Code::DataSchema, message, Some(hint)));
            continue;
        }
        let text = match read_text(content, &path) {
            Some(Ok(text)) => text,
            Some(Err(diagnostic)) => {
                diagnostics.push(diagnostic);
                continue;
            }
            None => continue,
        };
        let mut problems = Vec::new();
        let data = match extension {
            "json" => from_json(&text, &mut problems),
            "csv" => csv::read(&text, &mut problems),
            _ => from_yaml(&text, &mut problems),
        };
        if problems.is_empty() {
            let schema_path = format!("{FOLDER}/{stem}{SCHEMA}");
            match read_text(content, &schema_path) {
                Some(Ok(schema_text)) => match schema::parse(&schema_path, &schema_text) {
                    Ok(schema) => problems.extend(schema.check(&data)),
                    Err(diagnostic) => diagnostics.push(diagnostic),
                },
                Some(Err(diagnostic)) => diagnostics.push(diagnostic),
                None => {}
            }
        }
        diagnostics.extend(problems.into_iter().map(|problem| Diagnostic::at(&path, &text, problem)));
        // What is wrong is reported once, and not again by every component that misses it.
        values.insert(stem.to_owned(), data.value);
    }
    Ok(values)
}

fn from_yaml(text: &str, problems: &mut Vec<Problem>) -> Data {
    let codes = yaml::Codes { syntax: Code::DataSyntax, key: Code::DataSchema, value: Code::DataSchema };
    let (node, found) = yaml::read::<Option<Node>>(text, 0..text.len(), codes);
    problems.extend(found);
    node.map(|node| node.into_data(text)).unwrap_or_default()
}

fn from_json(text: &str, problems: &mut Vec<Problem>) -> Data {
    match serde_json::from_str::<Value>(text) {
        Ok(value) => {
            // JSON is YAML in all but a few corners; there, mistakes are told without their place.
            let data = from_yaml(text, &mut Vec::new());
            if data.value == value { data } else { Data { value, places: BTreeMap::new() } }
        }
        Err(error) => {
            let at = yaml::offset_of(text, error.line(), error.column());
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or(&message);
            problems.push(Problem::new(Code::DataSyntax, at..at + 1, format!("this is no JSON: {message}")));
            Data::default()
        }
    }
}
