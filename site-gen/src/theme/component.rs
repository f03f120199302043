//! What a component of the theme declares, for checking the writers' tags.

use std::collections::BTreeMap;

/// A parameter's value.
pub use tera::Value;
use tera::{ComponentArgType, ComponentInfo};

use crate::source::COMPONENTS;

/// A component's parameters.
#[derive(Debug)]
pub struct Signature {
    /// What writers may give.
    pub parameters: Vec<Parameter>,
    /// Names of the site's data that the component asks for.
    pub data: Vec<String>,
    /// What it is for, as its file says.
    pub description: String,
    /// How it is used, if its file says so.
    pub example: Option<String>,
    /// The template that defines it.
    pub template: String,
    /// Whether it does something with what stands between its tags.
    pub takes_body: bool,
}

/// A parameter of a component.
#[derive(Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// What it may be.
    pub kind: Kind,
    /// Whether it has no default.
    pub required: bool,
    /// Its value when the writer gives none.
    pub default: Option<Value>,
}

/// The first sentence of the comment that a template begins with.
fn first_comment(text: &str) -> String {
    let comment =
        text.trim_start().strip_prefix("{#").and_then(|rest| rest.split_once("#}")).map_or("", |(text, _)| text);
    let words: Vec<_> = comment.trim_matches('-').split_whitespace().collect();
    let comment = words.join(" ");
    comment.split(". ").next().unwrap_or_default().trim_end_matches('.').to_owned()
}

fn has_word(text: &str, word: &str) -> bool {
    let is_letter =
        |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"_-.\"".contains(byte));
    let bytes = text.as_bytes();
    text.match_indices(word).any(|(at, _)| {
        !is_letter(at.checked_sub(1).and_then(|before| bytes.get(before))) && !is_letter(bytes.get(at + word.len()))
    })
}

impl Kind {
    /// What writers call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Text => "text",
            Self::Integer => "whole number",
            Self::Number => "number",
            Self::Flag => "true or false",
        }
    }
}

/// What a parameter may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing is declared.
    Any,
    /// A text.
    Text,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// True or false.
    Flag,
}

impl Signature {
    pub(super) fn of(info: &ComponentInfo) -> Self {
        let said = |key: &str| info.metadata().get(key).and_then(Value::as_str).map(str::to_owned);
        let (data, parameters): (Vec<_>, Vec<_>) = info.args().iter().partition(|argument| argument.is_implicit());
        let parameters = parameters.into_iter().map(|argument| Parameter {
            name: argument.name().to_owned(),
            kind: match argument.arg_type() {
                Some(ComponentArgType::String) => Kind::Text,
                Some(ComponentArgType::Integer) => Kind::Integer,
                Some(ComponentArgType::Float | ComponentArgType::Number) => Kind::Number,
                Some(ComponentArgType::Bool) => Kind::Flag,
                _ => Kind::Any,
            },
            required: argument.is_required(),
            default: argument.default().cloned(),
        });
        Self {
            parameters: parameters.collect(),
            data: data.into_iter().map(|argument| argument.name().to_owned()).collect(),
            description: said("doc").unwrap_or_default(),
            example: said("example"),
            template: String::new(),
            takes_body: false,
        }
    }

    /// Adds what stands in the component's template: where it is, and whether it uses its body.
    pub(super) fn describe(&mut self, name: &str, sources: &BTreeMap<String, String>) {
        let opening = format!("component {name}(");
        let closing = format!("endcomponent {name}");
        // The site's own components come first, as they win over the theme's.
        let own_first = sources.iter().filter(|(template, _)| template.starts_with(COMPONENTS));
        for (template, text) in own_first.chain(sources) {
            let Some(start) = text.find(&opening) else { continue };
            let end = text[start..].find(&closing).map_or(text.len(), |at| start + at);
            self.template.clone_from(template);
            self.takes_body = has_word(&text[start..end], "body");
            if self.description.is_empty() {
                self.description = first_comment(text);
            }
            return;
        }
    }
}
