//! Keeps what the reader looks at where it is while something above it comes or goes.

use leptos::prelude::{document, window};
use web_sys::Element;

use super::super::dom;

/// What stays where it is.
pub(super) struct Still {
    selector: String,
    top: f64,
}

/// Notes what the reader looks at in `section`: the field that they are in, or else the first question that is seen.
pub(super) fn hold(section: &Element) -> Option<Still> {
    let active = document().active_element().filter(|active| !active.id().is_empty() && section.contains(Some(active)));
    let (element, selector) = match active {
        Some(active) => {
            let selector = format!("[id='{}']", active.id());
            (active, selector)
        }
        None => {
            let is_seen = |item: &Element| item.get_bounding_client_rect().bottom() > 0.0;
            let item = dom::all(section, "[data-qa-item]").into_iter().find(is_seen)?;
            let selector = format!("[data-qa-item='{}']", item.get_attribute("data-qa-item").unwrap_or_default());
            (item, selector)
        }
    };
    Some(Still { selector, top: element.get_bounding_client_rect().top() })
}

impl Still {
    /// Scrolls so that it is where it was; what is gone leaves everything where it is.
    pub(super) fn keep(&self, section: &Element) {
        if let Some(element) = dom::first(section, &self.selector) {
            window().scroll_by_with_x_and_y(0.0, element.get_bounding_client_rect().top() - self.top);
        }
    }
}
