//! Data against the JSON Schema beside it.

use std::ops::Range;

use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;

use super::Data;
use crate::check::suggestion::did_you_mean;
use crate::check::{Code, Diagnostic, Problem};
use crate::source::yaml;

/// More mistakes than this in one file are not told.
const MOST_PROBLEMS: usize = 50;

/// A schema that can be used.
pub(super) struct Schema {
    validator: Validator,
    text: Value,
}

/// Reads the schema `text` at `path`.
pub(super) fn parse(path: &str, text: &str) -> Result<Schema, Diagnostic> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let at = yaml::offset_of(text, error.line(), error.column());
        let problem = Problem::new(Code::DataSyntax, at..at + 1, format!("this is no JSON: {error}"));
        Diagnostic::at(path, text, problem)
    })?;
    let validator = jsonschema::validator_for(&value).map_err(|error| {
        let message = format!("this is no JSON Schema: {error}");
        Diagnostic::about(path, Code::DataSchema, message, None)
    })?;
    Ok(Schema { validator, text: value })
}

impl Schema {
    /// What in `data` is not as the schema says.
    pub(super) fn check(&self, data: &Data) -> Vec<Problem> {
        let mut problems = Vec::new();
        for error in self.validator.iter_errors(&data.value).take(MOST_PROBLEMS) {
            let pointer = error.instance_path().as_str();
            let span = data.places.get(pointer).map_or(0..0, |place| place.value.clone());
            match error.kind() {
                ValidationErrorKind::AdditionalProperties { unexpected } => {
                    let known = self.properties(error.schema_path().as_str());
                    for key in unexpected {
                        let span = key_place(data, pointer, key).unwrap_or_else(|| span.clone());
                        let all = (!known.is_empty()).then(|| format!("the keys are {}", known.join(", ")));
                        problems.push(
                            Problem::new(Code::DataSchema, span, format!("there is no key `{key}`"))
                                .maybe_hint(all)
                                .maybe_hint(did_you_mean(key, known.iter().map(String::as_str))),
                        );
                    }
                }
                ValidationErrorKind::Required { property } => {
                    let name = property.as_str().unwrap_or_default();
                    problems.push(
                        Problem::new(Code::DataSchema, span, format!("`{name}` is missing"))
                            .hint(format!("add `{name}: …`")),
                    );
                }
                _ => problems.push(Problem::new(Code::DataSchema, span, error.to_string().replace('"', "`"))),
            }
        }
        problems
    }

    /// The keys beside the `additionalProperties` at `pointer`.
    fn properties(&self, pointer: &str) -> Vec<String> {
        let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
        let properties = self.text.pointer(&format!("{parent}/properties")).and_then(Value::as_object);
        properties.map(|properties| properties.keys().cloned().collect()).unwrap_or_default()
    }
}

fn key_place(data: &Data, pointer: &str, key: &str) -> Option<Range<usize>> {
    let key = key.replace('~', "~0").replace('/', "~1");
    data.places.get(&format!("{pointer}/{key}")).and_then(|place| place.key.clone())
}
