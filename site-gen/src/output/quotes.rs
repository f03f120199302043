//! Which of the approved quotes a component shows: those that its parameters ask for.
//!
//! The parameters have the same meaning in every component that asks for `@quotes`;
//! a component declares those that it lets writers use.

use std::cmp::Reverse;

use tera::{Context, Value};

use crate::check::suggestion::did_you_mean;
use crate::check::{Code, Problem};
use crate::markdown::component::{Argument, Component};
use crate::source::testimonials::SourceKind;
use crate::theme::component::Signature;
use crate::theme::context::QuoteContext;

/// What a component asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Selection {
    /// Only of this kind.
    source: String,
    /// Only of this company.
    company: String,
    /// Only about this topic.
    topic: String,
    order: Order,
    /// At most so many.
    limit: Option<usize>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Order {
    /// As in the file.
    #[default]
    File,
    /// Newest first, those without a date last.
    Date,
    Author,
    /// Light first, those without a weight last.
    Weight,
}

/// The names of all orders.
const ORDERS: [(&str, Order); 4] =
    [("file", Order::File), ("date", Order::Date), ("author", Order::Author), ("weight", Order::Weight)];

/// What the writer gave, as the theme takes it.
pub(crate) fn arguments(component: &Component) -> Context {
    let mut arguments = Context::new();
    for attribute in &component.attributes {
        let value = match &attribute.value {
            Argument::Text(text) => Value::from(text.as_str()),
            Argument::Integer(number) => Value::from(*number),
            Argument::Float(number) => Value::from(*number),
            Argument::Flag(flag) => Value::from(*flag),
            Argument::Link(_) | Argument::Unreadable => continue,
        };
        arguments.insert_value(attribute.name.clone(), value);
    }
    arguments
}

impl Selection {
    /// Reads the parameters of `component`.
    ///
    /// # Errors
    /// The first value that nothing is called.
    pub(crate) fn read(component: &Component, signature: &Signature, arguments: &Context) -> Result<Self, Problem> {
        let value = |name: &str| {
            let default = || signature.parameters.iter().find(|parameter| parameter.name == name)?.default.as_ref();
            arguments.get(name).or_else(default)
        };
        let text = |name: &str| value(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let unknown = |name: &str, wrong: &str, known: &[&str]| {
            let attribute = component.attributes.iter().find(|attribute| attribute.name == name);
            let span = attribute.map_or(&component.tag_span, |attribute| &attribute.span).clone();
            Problem::new(Code::ComponentParameter, span, format!("there is no {name} `{wrong}`"))
                .hint(format!("one of {}", known.join(", ")))
                .maybe_hint(did_you_mean(wrong, known.iter().copied()))
        };
        let source = text("source");
        let sources = SourceKind::ALL.map(SourceKind::name);
        if !source.is_empty() && !sources.contains(&source.as_str()) {
            return Err(unknown("source", &source, &sources));
        }
        let order = text("order");
        let order = match ORDERS.iter().find(|(name, _)| *name == order) {
            Some((_, found)) => *found,
            None if order.is_empty() => Order::default(),
            None => return Err(unknown("order", &order, &ORDERS.map(|(name, _)| name))),
        };
        let limit = value("limit").and_then(Value::as_i64).and_then(|limit| usize::try_from(limit).ok());
        let limit = limit.filter(|limit| *limit > 0).or_else(|| (text("layout") == "single").then_some(1));
        Ok(Self { source, company: text("company"), topic: text("topic"), order, limit })
    }

    /// The quotes that are asked for.
    pub(crate) fn apply<'a>(&self, quotes: &'a [QuoteContext]) -> Vec<&'a QuoteContext> {
        let wanted = |wanted: &str, is: &str| wanted.is_empty() || wanted.to_lowercase() == is.to_lowercase();
        let mut found: Vec<_> = quotes
            .iter()
            .filter(|quote| {
                wanted(&self.source, quote.source)
                    && wanted(&self.company, &quote.company)
                    && wanted(&self.topic, &quote.topic)
            })
            .collect();
        match self.order {
            Order::File => {}
            // Days are written so that later ones are greater.
            Order::Date => found.sort_by_key(|quote| Reverse(&quote.date)),
            Order::Author => found.sort_by_cached_key(|quote| quote.author.to_lowercase()),
            Order::Weight => found.sort_by_key(|quote| quote.weight.unwrap_or(i64::MAX)),
        }
        found.truncate(self.limit.unwrap_or(usize::MAX));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quote(author: &str, date: &str, weight: Option<i64>, company: &str) -> QuoteContext {
        QuoteContext {
            quote: String::new(),
            author: author.to_owned(),
            role: String::new(),
            company: company.to_owned(),
            topic: String::new(),
            source: "review",
            source_label: "Public review",
            link: String::new(),
            date: date.to_owned(),
            day: None,
            weight,
            entry: 0,
        }
    }

    #[test]
    fn quotes_are_filtered_ordered_and_then_limited() {
        let quotes = [
            quote("bob", "2026-01-01", None, "Acme"),
            quote("Ada", "", Some(2), "acme"),
            quote("Cyd", "2026-03-01", Some(1), "Other"),
        ];
        let authors = |selection: Selection| -> Vec<_> {
            selection.apply(&quotes).into_iter().map(|quote| quote.author.as_str()).collect()
        };
        assert_eq!(authors(Selection::default()), ["bob", "Ada", "Cyd"]);
        assert_eq!(authors(Selection { order: Order::Date, ..Selection::default() }), ["Cyd", "bob", "Ada"]);
        assert_eq!(authors(Selection { order: Order::Author, ..Selection::default() }), ["Ada", "bob", "Cyd"]);
        let lightest = Selection { order: Order::Weight, limit: Some(1), ..Selection::default() };
        assert_eq!(authors(lightest), ["Cyd"]);
        assert_eq!(authors(Selection { company: "ACME".to_owned(), ..Selection::default() }), ["bob", "Ada"]);
    }
}
