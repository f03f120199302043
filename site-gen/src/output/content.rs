//! Fills a page's holes: URLs, and what the theme makes of its components.

use tera::{Context, Value};

use crate::check::suggestion::did_you_mean;
use crate::check::{Code, Problem, components, leaks};
use crate::markdown::component::{Argument, Component};
use crate::markdown::{Fragment, Hole, push_url};
use crate::source::testimonials::SourceKind;
use crate::theme::Theme;
use crate::theme::component::Signature;
use crate::theme::context::QuoteContext;

/// What a page's content is rendered with.
pub(super) struct ContentRenderer<'a> {
    pub theme: &'a Theme,
    /// Approved quotes only.
    pub quotes: &'a [QuoteContext],
}

impl ContentRenderer<'_> {
    /// The HTML of `fragment`; `urls` belong to the page's links.
    pub(super) fn render(&self, fragment: &Fragment, urls: &[String], problems: &mut Vec<Problem>) -> String {
        let mut html = String::with_capacity(fragment.html.len() + fragment.holes.len() * 32);
        let mut written = 0;
        for (at, hole) in &fragment.holes {
            html.push_str(&fragment.html[written..*at]);
            written = *at;
            match hole {
                Hole::Url(index) => push_url(&mut html, &urls[*index]),
                Hole::Component(component) => html.push_str(&self.component(component, urls, problems)),
            }
        }
        html.push_str(&fragment.html[written..]);
        html
    }

    fn component(&self, component: &Component, urls: &[String], problems: &mut Vec<Problem>) -> String {
        let body = component.body.as_ref().map(|body| self.render(body, urls, problems)).unwrap_or_default();
        let Some(signature) = self.theme.component(&component.name) else { return String::new() };
        let mut arguments = Context::new();
        for attribute in &component.attributes {
            let value = match &attribute.value {
                Argument::Text(text) => Value::from(text.as_str()),
                Argument::Integer(number) => Value::from(*number),
                Argument::Float(number) => Value::from(*number),
                Argument::Flag(flag) => Value::from(*flag),
                Argument::Unreadable => continue,
            };
            arguments.insert_value(attribute.name.clone(), value);
        }
        let mut data = Context::new();
        for name in &signature.data {
            if let Some(value) = self.theme.data(name) {
                data.insert_value(name.clone(), value.clone());
            }
        }
        if signature.data.iter().any(|name| name == "quotes") {
            match self.quotes_for(component, signature, &arguments) {
                Ok(quotes) => data.insert("quotes", &quotes),
                Err(problem) => {
                    problems.push(problem);
                    return String::new();
                }
            }
        }
        match self.theme.render_component(&component.name, &arguments, &data, body.trim()) {
            Ok(html) => {
                if let Some(mark) = leaks::find_in_html(&html.replacen(body.trim(), "", 1)) {
                    problems.push(Problem::new(
                        Code::PlaceholderLeak,
                        component.tag_span.clone(),
                        format!("what `<{}>` makes shows `{mark}` as it stands", component.name),
                    ));
                }
                html
            }
            // What the check has reported already is not said again in the theme's words.
            Err(_) if self.is_wrong(component) => String::new(),
            Err(message) => {
                problems.push(Problem::new(
                    Code::ComponentParameter,
                    component.tag_span.clone(),
                    format!("`<{}>`: {message}", component.name),
                ));
                String::new()
            }
        }
    }

    fn is_wrong(&self, component: &Component) -> bool {
        component.attributes.iter().any(|attribute| attribute.value == Argument::Unreadable)
            || !components::check_one(component, self.theme).is_empty()
    }

    /// The quotes that a component asks for with its `source` and `limit`.
    fn quotes_for(
        &self,
        component: &Component,
        signature: &Signature,
        arguments: &Context,
    ) -> Result<Vec<&QuoteContext>, Problem> {
        let value = |name: &str| {
            let default = || signature.parameters.iter().find(|parameter| parameter.name == name)?.default.as_ref();
            arguments.get(name).or_else(default)
        };
        let source = value("source").and_then(Value::as_str).unwrap_or_default();
        if !source.is_empty() && !SourceKind::ALL.iter().any(|kind| kind.name() == source) {
            let names = SourceKind::ALL.map(SourceKind::name);
            let attribute = component.attributes.iter().find(|attribute| attribute.name == "source");
            let span = attribute.map_or(&component.tag_span, |attribute| &attribute.span).clone();
            return Err(Problem::new(Code::ComponentParameter, span, format!("there is no source `{source}`"))
                .hint(format!("one of {}", names.join(", ")))
                .maybe_hint(did_you_mean(source, names)));
        }
        let limit = value("limit").and_then(Value::as_i64).and_then(|limit| usize::try_from(limit).ok());
        let limit = limit.filter(|limit| *limit > 0).unwrap_or(usize::MAX);
        Ok(self.quotes.iter().filter(|quote| source.is_empty() || quote.source == source).take(limit).collect())
    }
}
