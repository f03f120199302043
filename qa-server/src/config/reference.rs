//! What the file may say, for people and for editors: both are made of the types that read it.

use std::fmt::Write as _;

use clap::CommandFactory;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use super::command_line::Cli;
use super::settings::Settings;

/// The JSON Schema of the file (draft 2020-12), for editors.
pub fn schema() -> String {
    serde_json::to_string_pretty(&root()).expect("a schema is JSON") + "\n"
}

/// The tables of all keys in the manual, as Markdown.
pub fn tables() -> String {
    let root = root();
    let mut tables = Tables { root: &root, command: Cli::command(), text: String::new() };
    tables.write_section("", &root);
    tables.text
}

fn root() -> Value {
    let schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Settings>();
    schema.to_value()
}

struct Tables<'a> {
    root: &'a Value,
    command: clap::Command,
    text: String,
}

impl<'a> Tables<'a> {
    /// Writes a table of the plain keys of `section`, then one for each section within.
    fn write_section(&mut self, path: &str, section: &'a Value) {
        let Some(properties) = section["properties"].as_object() else { return };
        // By name: which order a map of JSON has depends on what else is compiled.
        let mut properties: Vec<_> = properties.iter().collect();
        properties.sort_by_key(|(key, _)| *key);
        let (sections, keys): (Vec<_>, Vec<_>) =
            properties.into_iter().partition(|(_, property)| self.section_in(property).is_some());
        let keys: Vec<_> = keys.into_iter().filter(|(_, property)| !is_empty(self.resolve(property))).collect();
        if !keys.is_empty() {
            self.text += "| key | takes | is | also | when it is left out |\n|:----|:------|:---|:-----|:--------------------|\n";
        }
        for (key, property) in keys {
            self.write_key(path, key, property, required(section, key));
        }
        for (key, property) in sections {
            let (inner, is_list) = self.section_in(property).expect("partitioned by just this");
            let path = format!("{path}{key}{}.", if is_list { "[]" } else { "" });
            if inner["properties"].as_object().is_none_or(Map::is_empty) {
                continue;
            }
            let told = text(property, "description").or(text(inner, "description")).unwrap_or_default();
            // Writing into a string cannot fail.
            let _ = write!(self.text, "\n### `{}`\n\n{told}\n\n", path.trim_end_matches('.'));
            self.write_section(&path, inner);
        }
    }

    fn write_key(&mut self, path: &str, key: &str, property: &'a Value, required: bool) {
        let option = text(property, "x-option");
        let also = option.map_or(String::new(), |option| match self.variable(option) {
            Some(variable) => format!("`--{option}`, `{variable}`"),
            None => format!("`--{option}`"),
        });
        let told = text(property, "description").unwrap_or_default().replace('\n', " ").replace('|', "\\|");
        let missing = match property.get("x-default").or(property.get("default")) {
            Some(Value::String(default)) if matches!(default.as_str(), "never" | "needed" | "nowhere") => {
                default.clone()
            }
            Some(Value::String(default)) if !default.is_empty() => format!("`{default}`"),
            Some(default @ (Value::Number(_) | Value::Bool(_))) => format!("`{default}`"),
            Some(Value::Array(default)) if !default.is_empty() => {
                format!("`{}`", serde_json::to_string(default).expect("JSON"))
            }
            _ if required => "needed".to_owned(),
            _ => "–".to_owned(),
        };
        let kind = self.kind(property);
        let _ = writeln!(self.text, "| `{path}{key}` | {kind} | {told} | {also} | {missing} |");
    }

    /// What kind of value a key takes, in words.
    fn kind(&self, property: &'a Value) -> String {
        let inner = self.resolve(property);
        let known = text(property, "x-kind").or(text(inner, "x-kind"));
        if let Some(kind) = known {
            return if kind == "secret" { "[secret](#secrets)".to_owned() } else { kind.to_owned() };
        }
        let values = inner["enum"].as_array().cloned().or_else(|| {
            let one = inner["oneOf"].as_array()?;
            Some(one.iter().filter_map(|one| one.get("const").cloned()).collect())
        });
        if let Some(values) = values {
            let values: Vec<_> = values.iter().filter_map(Value::as_str).map(|value| format!("`{value}`")).collect();
            return values.join(", ");
        }
        match main_type(inner) {
            Some("integer" | "number") => "number".to_owned(),
            Some("boolean") => "`true` or `false`".to_owned(),
            Some("array") => "list".to_owned(),
            Some("object") => "map".to_owned(),
            _ => "text".to_owned(),
        }
    }

    /// The section that `property` is, or is a list of.
    fn section_in(&self, property: &'a Value) -> Option<(&'a Value, bool)> {
        let inner = self.resolve(property);
        if inner.get("properties").is_some() {
            return Some((inner, false));
        }
        let item = self.resolve(inner.get("items")?);
        item.get("properties").is_some().then_some((item, true))
    }

    /// What a reference or an optional value stands for.
    fn resolve(&self, mut schema: &'a Value) -> &'a Value {
        loop {
            if let Some(reference) = text(schema, "$ref") {
                let name = reference.trim_start_matches("#/$defs/");
                schema = &self.root["$defs"][name];
            } else if let Some(one) = schema["anyOf"].as_array().and_then(|any| present(any)) {
                schema = one;
            } else {
                return schema;
            }
        }
    }

    fn variable(&self, option: &str) -> Option<String> {
        let serve = self.command.find_subcommand("serve").expect("the command line has it");
        let argument = serve.get_arguments().find(|argument| argument.get_long() == Some(option));
        let argument = argument.unwrap_or_else(|| panic!("invariant: `x-option` names an option, not --{option}"));
        Some(argument.get_env()?.to_string_lossy().into_owned())
    }
}

/// The one schema beside `null`, if there is just one.
fn present(any: &[Value]) -> Option<&Value> {
    let mut others = any.iter().filter(|schema| schema["type"] != "null");
    let one = others.next()?;
    (any.len() == 2 && others.next().is_none()).then_some(one)
}

fn main_type(schema: &Value) -> Option<&str> {
    match &schema["type"] {
        Value::String(name) => Some(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).find(|name| *name != "null"),
        _ => None,
    }
}

/// Whether nothing can be said in a section: it has no key yet.
fn is_empty(section: &Value) -> bool {
    main_type(section) == Some("object") && section["additionalProperties"] == false
}

fn required(section: &Value, key: &str) -> bool {
    section["required"].as_array().is_some_and(|required| required.iter().any(|name| name == key))
}

fn text<'a>(schema: &'a Value, key: &str) -> Option<&'a str> {
    schema.get(key).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../content/operating/configuration.md");
    /// Everything below it is made by [`tables`].
    const HEADING: &str = "## All keys\n\n";

    #[test]
    fn the_manual_lists_every_key() {
        let page = fs::read_to_string(PAGE).unwrap();
        let (told, listed) = page.split_once(HEADING).unwrap();
        if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
            fs::write(PAGE, format!("{told}{HEADING}{}", tables())).unwrap();
        } else {
            assert!(listed == tables(), "make it anew with INSTA_UPDATE=always cargo test -p qa-server");
        }
    }

    #[test]
    fn every_option_with_a_variable_is_a_key() {
        let (command, tables) = (Cli::command(), tables());
        let serve = command.find_subcommand("serve").unwrap();
        for argument in serve.get_arguments().filter(|argument| argument.get_env().is_some()) {
            let variable = argument.get_env().unwrap().to_str().unwrap();
            assert!(variable == "QA_CONFIG" || tables.contains(&format!("`{variable}`")), "{variable}");
        }
    }

    #[test]
    fn every_key_says_what_it_is() {
        let is_silent = |line: &&str| line.split(" | ").nth(2).is_some_and(|told| told.trim().is_empty());
        let silent: Vec<String> = tables().lines().filter(is_silent).map(str::to_owned).collect();
        assert_eq!(silent, Vec::<String>::new());
    }
}
