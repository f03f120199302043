//! The placeholder: where a page carries its threads, to the byte.
//!
//! ```html
//! <section id="questions" data-qa-page="ID" data-qa-build="HASH"><!--qa:begin--><div data-qa-root>FRAGMENT</div><script type="application/json">DATA</script><!--qa:end--></section>
//! ```
//!
//! site-gen fills it from the snapshot, qa-server from memory on the way out, and the loader hydrates the inner `div`.
//! Nothing else ties page and widget, so no tool may reformat what stands between the markers.

use std::ops::Range;

use crate::html::escape_html;
use crate::paths;

const OPEN: &str = "<section id=\"questions\" data-qa-page=\"";
const BUILD: &str = "\" data-qa-build=\"";
const BEGIN: &str = "\"><!--qa:begin-->";
const END: &str = "<!--qa:end--></section>";

/// The whole placeholder for `page`, filled with `html` and the script data `json` of widget build `build`.
pub fn section(page: &str, build: &str, html: &str, json: &str) -> String {
    format!("{OPEN}{page}{BUILD}{build}{BEGIN}{}{END}", inner(html, json))
}

/// The placeholder of a page built without any snapshot: a heading and the way to the server.
pub fn section_without_snapshot(page: &str, heading: &str, link: &str) -> String {
    let html = format!(
        "<h2>{}</h2><p><a href=\"{}\">{}</a></p>",
        escape_html(heading),
        paths::personal_page(page),
        escape_html(link)
    );
    section(page, "none", &html, "null")
}

fn inner(html: &str, json: &str) -> String {
    format!("<div data-qa-root>{html}</div><script type=\"application/json\">{json}</script>")
}

/// A placeholder found in a page's HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    page: Range<usize>,
    build: Range<usize>,
    content: Range<usize>,
}

impl Placeholder {
    /// Finds the placeholder of `html`, if it has one.
    pub fn find(html: &str) -> Option<Self> {
        let page_start = html.find(OPEN)? + OPEN.len();
        let page_end = page_start + html[page_start..].find(BUILD)?;
        let build_start = page_end + BUILD.len();
        let build_end = build_start + html[build_start..].find(BEGIN)?;
        let content_start = build_end + BEGIN.len();
        let content_end = content_start + html[content_start..].find(END)?;
        Some(Self { page: page_start..page_end, build: build_start..build_end, content: content_start..content_end })
    }

    /// The page's id.
    pub fn page<'html>(&self, html: &'html str) -> &'html str {
        &html[self.page.clone()]
    }

    /// `html`, in which it was found, with the threads replaced.
    pub fn fill(&self, html: &str, build: &str, fragment: &str, json: &str) -> String {
        let mut filled = String::with_capacity(html.len() + fragment.len() + json.len() + 64);
        filled.push_str(&html[..self.build.start]);
        filled.push_str(build);
        filled.push_str(BEGIN);
        filled.push_str(&inner(fragment, json));
        filled.push_str(&html[self.content.end..]);
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_found_and_replaced() {
        let page = format!("<main>x</main>{}<footer>", section("user-feedback", "b1", "<p>old</p>", "{}"));
        let placeholder = Placeholder::find(&page).unwrap();
        assert_eq!(placeholder.page(&page), "user-feedback");
        let filled = placeholder.fill(&page, "b2", "<p>new</p>", "{\"a\":1}");
        assert_eq!(
            filled,
            format!("<main>x</main>{}<footer>", section("user-feedback", "b2", "<p>new</p>", "{\"a\":1}"))
        );
    }

    #[test]
    fn a_page_without_one_has_none() {
        assert_eq!(Placeholder::find("<section id=\"questions\"></section>"), None);
    }
}
