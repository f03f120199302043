//! What a component of the theme declares, for checking the writers' tags.

use tera::{ComponentArgType, ComponentInfo, Value};

/// A component's parameters.
#[derive(Debug)]
pub struct Signature {
    /// What writers may give.
    pub parameters: Vec<Parameter>,
    /// Names of the site's data that the component asks for.
    pub data: Vec<String>,
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
        }
    }
}
