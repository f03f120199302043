//! Components as writers used them, against what the theme declares.

use super::suggestion::did_you_mean;
use super::{Code, Problem};

use crate::markdown::component::{Argument, Attribute, Component};
use crate::markdown::include;
use crate::markdown::packed::Packed;
use crate::source::data::{FOLDER, GIVEN};
use crate::theme::Theme;
use crate::theme::component::{Kind, Signature};

/// Every mistake in the component tags of a page.
pub fn check(content: &Packed, theme: &Theme) -> Vec<Problem> {
    let mut problems = Vec::new();
    content.components(&mut |component| problems.extend(check_one(component, theme)));
    problems
}

/// Every mistake in one component's tags.
pub fn check_one(component: &Component, theme: &Theme) -> Vec<Problem> {
    let mut problems = Vec::new();
    let Some(signature) = theme.component(&component.name) else {
        let name = &component.name;
        let hint = did_you_mean(name, theme.component_names().chain([include::NAME]))
            .unwrap_or_else(|| format!("if this is code, put it between backticks: `<{name}>`"));
        problems.push(
            Problem::new(
                Code::UnknownComponent,
                component.name_span.clone(),
                format!("there is no component `{name}`"),
            )
            .hint(hint),
        );
        return problems;
    };
    if component.unclosed {
        let name = &component.name;
        let problem =
            Problem::new(Code::ComponentUnclosed, component.tag_span.clone(), format!("`<{name}>` is not closed"))
                .hint(format!("close it with `</{name}>` in the same part of the page, or write `<{name} />`"));
        problems.push(problem);
    }
    for name in signature.data.iter().filter(|name| !GIVEN.contains(&name.as_str()) && theme.data(name).is_none()) {
        let message = format!("`<{}>` needs the data `{name}`", component.name);
        let hint = did_you_mean(name, theme.data_names())
            .unwrap_or_else(|| format!("put it into `{FOLDER}/{name}.yaml`, `.json` or `.csv`"));
        problems.push(Problem::new(Code::UnknownData, component.name_span.clone(), message).hint(hint));
    }
    for (position, attribute) in component.attributes.iter().enumerate() {
        let earlier = component.attributes[..position].iter().any(|other| other.name == attribute.name);
        problems.extend(check_attribute(component, attribute, earlier, signature));
    }
    for parameter in signature.parameters.iter().filter(|parameter| parameter.required) {
        if !component.attributes.iter().any(|attribute| attribute.name == parameter.name) {
            let message = format!("`<{}>` needs `{}`", component.name, parameter.name);
            let hint = format!("add {}", example(&parameter.name, parameter.kind));
            problems.push(Problem::new(Code::ComponentParameter, component.name_span.clone(), message).hint(hint));
        }
    }
    problems
}

fn check_attribute(
    component: &Component,
    attribute: &Attribute,
    earlier: bool,
    signature: &Signature,
) -> Option<Problem> {
    let Attribute { name, value, span } = attribute;
    let problem = |message: String| Problem::new(Code::ComponentParameter, span.clone(), message);
    if earlier {
        return Some(problem(format!("`{name}` is given twice")));
    }
    let Some(parameter) = signature.parameters.iter().find(|parameter| parameter.name == *name) else {
        let names: Vec<_> = signature.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        let all = if names.is_empty() {
            format!("`<{}>` takes no parameters", component.name)
        } else {
            format!("its parameters are {}", names.join(", "))
        };
        return Some(
            problem(format!("`<{}>` has no parameter `{name}`", component.name))
                .hint(did_you_mean(name, names.iter().copied()).unwrap_or(all)),
        );
    };
    let fits = match (parameter.kind, value) {
        (Kind::Any, _)
        | (_, Argument::Unreadable)
        | (Kind::Text, Argument::Text(_) | Argument::Link(_))
        | (Kind::Integer, Argument::Integer(_))
        | (Kind::Number, Argument::Integer(_) | Argument::Float(_))
        | (Kind::Flag, Argument::Flag(_)) => true,
        (Kind::Text | Kind::Integer | Kind::Number | Kind::Flag, _) => false,
    };
    (!fits).then(|| {
        let wanted = match parameter.kind {
            Kind::Any | Kind::Text => "a text",
            Kind::Integer => "a whole number",
            Kind::Number => "a number",
            Kind::Flag => "true or false",
        };
        problem(format!("`{name}` is {wanted}")).hint(format!("write {}", example(name, parameter.kind)))
    })
}

fn example(name: &str, kind: Kind) -> String {
    match kind {
        Kind::Any | Kind::Text => format!("`{name}=\"…\"`"),
        Kind::Integer => format!("`{name}={{10}}`"),
        Kind::Number => format!("`{name}={{1.5}}`"),
        Kind::Flag => format!("`{name}` or `{name}={{false}}`"),
    }
}
