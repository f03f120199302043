//! `site-gen components`: every component that writers may use, with its parameters, defaults and an example.

use std::fmt::Write as _;

use serde::Serialize;

use crate::check::Diagnostic;
use crate::markdown::include;
use crate::source::COMPONENTS;
use crate::source::data::{QUOTES, TAG, WORDS};
use crate::theme::Theme;
use crate::theme::component::{Kind, Parameter, Signature, Value};
use crate::{BuildError, Options, site};

/// A component.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// Its name, as in its tag.
    pub name: String,
    /// Its file: below the content folder, or of the theme.
    pub from: String,
    /// What it is for.
    pub description: String,
    /// What writers may give.
    pub parameters: Vec<ParameterEntry>,
    /// The data files that it shows.
    pub data: Vec<String>,
    /// How it is used.
    pub example: String,
}

/// A parameter of a component.
#[derive(Debug, Serialize)]
pub struct ParameterEntry {
    /// Its name.
    pub name: String,
    /// What it may be.
    pub kind: &'static str,
    /// What it is when it is left out; absent when it has to be given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
}

/// Every component of the site at `options.content` and of its theme, by name.
///
/// # Errors
/// When the content folder cannot be read.
pub fn list(options: &Options) -> Result<Result<Vec<Entry>, Vec<Diagnostic>>, BuildError> {
    let (site, diagnostics) = site::assemble(options)?;
    Ok(site.map(|site| entries(&site.theme)).ok_or(diagnostics))
}

fn entries(theme: &Theme) -> Vec<Entry> {
    let of_theme = theme.component_names().filter_map(|name| Some(entry(name, theme.component(name)?)));
    let mut entries: Vec<_> = of_theme.filter(|entry| entry.name != include::NAME).chain([built_in()]).collect();
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    entries
}

/// The one component that is of no theme.
fn built_in() -> Entry {
    let parameters = include::PARAMETERS.map(|(name, kind)| ParameterEntry {
        name: name.to_owned(),
        kind,
        default: match name {
            "file" => None,
            "numbers" => Some("{false}".to_owned()),
            _ => Some("\"\"".to_owned()),
        },
    });
    Entry {
        name: include::NAME.to_owned(),
        from: "built in".to_owned(),
        description: "A file, or a part of one: Markdown as a part of the page, anything else as code".to_owned(),
        parameters: parameters.into(),
        data: Vec::new(),
        example: "<Include file=\"code/hello.rs\" lines=\"3-10\" />".to_owned(),
    }
}

fn entry(name: &str, signature: &Signature) -> Entry {
    let own = signature.template.starts_with(COMPONENTS);
    let data = signature.data.iter().filter_map(|data| match data.as_str() {
        QUOTES => Some("testimonials"),
        WORDS | TAG => None,
        name => Some(name),
    });
    Entry {
        name: name.to_owned(),
        from: if own { signature.template.clone() } else { "theme".to_owned() },
        description: signature.description.clone(),
        parameters: signature.parameters.iter().map(parameter).collect(),
        data: data.map(str::to_owned).collect(),
        example: signature.example.clone().unwrap_or_else(|| example(name, signature)),
    }
}

fn parameter(parameter: &Parameter) -> ParameterEntry {
    ParameterEntry {
        name: parameter.name.clone(),
        kind: parameter.kind.name(),
        default: parameter.default.as_ref().filter(|_| !parameter.required).map(literal),
    }
}

/// A value as it is written in a tag.
fn literal(value: &Value) -> String {
    value.as_str().map_or_else(|| format!("{{{value}}}"), |text| format!("\"{text}\""))
}

/// A tag with every parameter that has to be given.
fn example(name: &str, signature: &Signature) -> String {
    let mut tag = format!("<{name}");
    for parameter in signature.parameters.iter().filter(|parameter| parameter.required) {
        let value = match parameter.kind {
            Kind::Any | Kind::Text => "\"…\"",
            Kind::Integer => "{10}",
            Kind::Number => "{1.5}",
            Kind::Flag => "{true}",
        };
        let _ = write!(tag, " {}={value}", parameter.name);
    }
    if signature.takes_body { format!("{tag}>\n\n…\n\n</{name}>") } else { format!("{tag} />") }
}

/// The list for people.
pub fn human(entries: &[Entry]) -> String {
    let mut text = String::new();
    for entry in entries {
        let _ = writeln!(text, "{}  ({})", entry.name, entry.from);
        if !entry.description.is_empty() {
            let _ = writeln!(text, "  {}", entry.description);
        }
        let width = entry.parameters.iter().map(|parameter| parameter.name.chars().count()).max().unwrap_or(0);
        for parameter in &entry.parameters {
            let default = parameter.default.as_ref().map_or_else(|| "needed".to_owned(), |value| format!("= {value}"));
            let _ = writeln!(text, "  {:width$}  {:13}  {default}", parameter.name, parameter.kind);
        }
        if !entry.data.is_empty() {
            let _ = writeln!(text, "  shows _data/{}", entry.data.join(", _data/"));
        }
        for line in entry.example.lines() {
            let _ = writeln!(text, "{}", format!("      {line}").trim_end());
        }
        text.push('\n');
    }
    text
}
