//! Fills a page's holes: URLs, and what the theme makes of its components.

use tera::Context;

use super::quotes::{Selection, arguments};
use crate::check::{Code, Problem, components, leaks};
use crate::markdown::component::{Argument, Component};
use crate::markdown::{Fragment, Hole, push_url};
use crate::source::data::QUOTES;
use crate::theme::Theme;
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
        let arguments = arguments(component);
        let mut data = Context::new();
        for name in &signature.data {
            if let Some(value) = self.theme.data(name) {
                data.insert_value(name.clone(), value.clone());
            }
        }
        if signature.data.iter().any(|name| name == QUOTES) {
            match Selection::read(component, signature, &arguments) {
                Ok(selection) => data.insert(QUOTES, &selection.apply(self.quotes)),
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
}
