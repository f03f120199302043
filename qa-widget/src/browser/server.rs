//! Where the server is: at the page's own origin or, where the site is on a static host, where the loader is from.
//!
//! **Invariant:** everything else here names the server's places by their paths; what the page shows has whole
//! addresses only where the server is elsewhere.

use leptos::prelude::{document, window};
use web_sys::Element;

use super::dom;

/// The loader's path.
const PATH: &str = "/_qa/widget/loader.js";
/// The loader, by the end of its address.
const LOADER: &str = "script[src$='/_qa/widget/loader.js']";
/// Up to which change the page's questions were baked in.
const AFTER: &str = "data-qa-after";
/// Links and forms that lead to the server by a path.
const LEADING: [(&str, &str); 2] =
    [("href", "[href^='/_qa/'],[href^='/questions/']"), ("action", "[action^='/_qa/'],[action^='/questions/']")];

fn loader(name: &str) -> Option<String> {
    document().query_selector(LOADER).ok()??.get_attribute(name)
}

/// What comes before each path of the server: nothing when it is at the page's own origin.
pub(super) fn origin() -> String {
    let source = loader("src").unwrap_or_default();
    let origin = source.strip_suffix(PATH).unwrap_or_default();
    // A server that serves such a page itself is at its origin after all.
    if window().location().origin().is_ok_and(|own| own == origin) { String::new() } else { origin.to_owned() }
}

/// The cursor of the last change that was baked into the page; nothing where the server serves the page itself, and
/// has put in what is newer.
pub(super) fn baked() -> String {
    if origin().is_empty() { String::new() } else { loader(AFTER).unwrap_or_default() }
}

/// The path that the address in an attribute has at the server, or the address.
pub(super) fn path(element: &Element, name: &str) -> Option<String> {
    let address = element.get_attribute(name)?;
    Some(address.strip_prefix(&origin()).unwrap_or(&address).to_owned())
}

/// Has links and forms below `element` lead to the server.
pub(super) fn lead(element: &Element) {
    let origin = origin();
    if origin.is_empty() {
        return;
    }
    for (name, selector) in LEADING {
        for element in dom::all(element, selector) {
            let path = element.get_attribute(name).unwrap_or_default();
            // A valid name for an attribute.
            let _ = element.set_attribute(name, &(origin.clone() + &path));
        }
    }
}
