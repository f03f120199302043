//! Fills a page's holes: URLs, and what the theme makes of its components.

use std::cell::Cell;
use std::collections::HashMap;

use serde::Serialize;
use tera::{Context, Value};

use super::blocks;
use super::quotes::{Selection, arguments};
use crate::check::{Code, Problem, components, leaks};
use crate::highlight::Highlighter;
use crate::library::urls::Urls;
use crate::markdown::component::{Argument, Component};
use crate::markdown::packed::Packed;
use crate::markdown::{Hole, push_attribute, push_url};
use crate::source::data::{QUOTES, TAG, WORDS};
use crate::source::image::Sizes;
use crate::theme::Theme;
use crate::theme::context::{QuoteContext, ShownQuoteContext};
use crate::theme::strings::{self, Catalogue};

/// What a page's content is rendered with.
pub(super) struct ContentRenderer<'a> {
    pub theme: &'a Theme,
    /// Approved quotes only.
    pub quotes: &'a [QuoteContext],
    pub highlighter: &'a Highlighter,
    pub sizes: &'a Sizes,
    /// What every URL of the site begins with.
    pub base_path: &'a str,
}

/// The theme's words for one page.
pub(super) struct Words {
    pub catalogue: Catalogue,
    /// The same for templates, where they differ from the site's.
    pub value: Option<Value>,
}

/// What belongs to the page whose content is rendered.
pub(super) struct PageParts<'a> {
    /// Of the page's links, in their order.
    pub urls: &'a Urls,
    pub words: &'a Words,
    /// How many components have been met.
    pub components: Cell<usize>,
}

/// Where a component's tag stands, for components that ask for it.
#[derive(Default, Serialize)]
struct TagContext {
    /// Unique on the page.
    id: String,
    /// The id of the component around it, or empty.
    parent: String,
    /// Its place among those of its name in the component around it, from 1.
    position: usize,
}

impl ContentRenderer<'_> {
    /// The HTML of `content`, which is that of `page`.
    pub(super) fn render(&self, content: &Packed, page: &PageParts<'_>, problems: &mut Vec<Problem>) -> String {
        self.fill("", &content.html(), content.holes(), page, problems)
    }

    /// `unfilled` with its `holes` filled, which stands in the component of the id `parent`.
    fn fill(
        &self,
        parent: &str,
        unfilled: &str,
        holes: &[(usize, Hole)],
        page: &PageParts<'_>,
        problems: &mut Vec<Problem>,
    ) -> String {
        let mut positions: HashMap<&str, usize> = HashMap::new();
        let mut html = String::with_capacity(unfilled.len() * 3 / 2 + holes.len() * 32);
        let mut written = 0;
        let mut is_in_text = false;
        for (at, hole) in holes {
            let passed = &unfilled[written..*at];
            is_in_text = blocks::is_in_paragraph(passed).unwrap_or(is_in_text);
            html.push_str(passed);
            written = *at;
            match hole {
                Hole::Url(index) => push_url(&mut html, page.urls.get(*index)),
                Hole::Component(component) => {
                    let position = positions.entry(&component.name).or_default();
                    *position += 1;
                    let number = page.components.get() + 1;
                    page.components.set(number);
                    let tag = TagContext {
                        id: format!("component-{number}"),
                        parent: parent.to_owned(),
                        position: *position,
                    };
                    let made = self.component(component, &tag, page, problems);
                    if is_in_text && let Some(block) = blocks::first_in(&made) {
                        problems.push(block_in_text(component, block));
                    }
                    html.push_str(&made);
                }
                Hole::Code(block) => html.push_str(&super::code::render(block, self.highlighter)),
                Hole::Size(index) => {
                    if let Some((width, height)) = self.size(page.urls.get(*index)) {
                        html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
                    }
                }
                Hole::Text(key) => {
                    push_attribute(&mut html, page.words.catalogue.get(*key).map_or("", String::as_str));
                }
            }
        }
        html.push_str(&unfilled[written..]);
        html
    }

    fn size(&self, url: &str) -> Option<(u32, u32)> {
        let path = url.strip_prefix(self.base_path)?.strip_prefix('/')?;
        self.sizes.get(path.split(['?', '#']).next()?)
    }

    fn component(
        &self,
        component: &Component,
        tag: &TagContext,
        page: &PageParts<'_>,
        problems: &mut Vec<Problem>,
    ) -> String {
        let body = component.body.as_ref().map(|body| self.fill(&tag.id, &body.html, &body.holes, page, problems));
        let body = body.unwrap_or_default();
        let Some(signature) = self.theme.component(&component.name) else { return String::new() };
        let mut arguments = arguments(component);
        for attribute in &component.attributes {
            if let Argument::Link(index) = attribute.value {
                let mut url = String::new();
                push_url(&mut url, page.urls.get(index));
                arguments.insert_value(attribute.name.clone(), Value::safe_string(&url));
            }
        }
        let mut data = Context::new();
        if signature.data.iter().any(|name| name == TAG) {
            data.insert(TAG, tag);
        }
        for name in &signature.data {
            if let Some(value) = self.theme.data(name) {
                data.insert_value(name.clone(), value.clone());
            }
        }
        if let Some(words) = &page.words.value {
            data.insert_value(WORDS, words.clone());
        }
        if signature.data.iter().any(|name| name == QUOTES) {
            match Selection::read(component, signature, &arguments) {
                Ok(selection) => {
                    let shown = selection.apply(self.quotes).into_iter().map(|quote| ShownQuoteContext {
                        quote,
                        written_date: quote.day.map(|day| strings::day(&page.words.catalogue, day)).unwrap_or_default(),
                    });
                    data.insert(QUOTES, &shown.collect::<Vec<_>>());
                }
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

/// `component` makes a `block` where only words may stand.
fn block_in_text(component: &Component, block: &str) -> Problem {
    let name = &component.name;
    let message = format!("`<{name}>` makes a `<{block}>`, which cannot stand among the words of a paragraph");
    Problem::new(Code::BlockInText, component.tag_span.clone(), message)
        .hint(format!("put `<{name}>` on lines of its own, with blank lines around them"))
}
