//! Questions baked into the pages of a site whose server is at another origin: their links and forms lead there.
//!
//! Called by [`super::page`]. The elements stay as the widget rendered them; only addresses in `href` and `action` that
//! are paths of the server get its origin put before them, as the widget itself does in the browser.

use qa_api::paths::{PREFIX, QUESTIONS_LIST};

/// What an address can stand in.
const ATTRIBUTES: [&str; 2] = [" href=\"", " action=\""];

/// `html`, in which links and forms lead to `server`.
pub(super) fn lead(server: &str, html: &str) -> String {
    let mut led = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        let (tag, after) = tag.split_at(tag_end(tag));
        led.push_str(text);
        push_tag(&mut led, server, tag);
        rest = after;
    }
    led.push_str(rest);
    led
}

/// Where the tag ends that `html` begins with.
fn tag_end(html: &str) -> usize {
    if html.starts_with("<!--") {
        return html.find("-->").map_or(html.len(), |at| at + 3);
    }
    let mut quoted = false;
    let end = html.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    });
    end.map_or(html.len(), |at| at + 1)
}

fn push_tag(led: &mut String, server: &str, tag: &str) {
    let mut rest = tag;
    // Within a value every quotation mark is escaped, so that this stands before a value and nowhere else.
    while let Some(end) = ATTRIBUTES.iter().filter_map(|name| rest.find(name).map(|at| at + name.len())).min() {
        let (before, value) = rest.split_at(end);
        led.push_str(before);
        if value.starts_with(PREFIX) || value.starts_with(QUESTIONS_LIST) {
            led.push_str(server);
        }
        rest = value;
    }
    led.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER: &str = "https://qa.example.org";

    #[test]
    fn links_and_forms_lead_to_the_server() {
        let html = "<!--qa:begin--><a class=\"x\" href=\"/_qa/sign-in\">a</a><a href=\"/questions/a-1#r\">b</a>\
            <form method=\"post\" action=\"/_qa/form/ask\" data-qa-deed=\"/_qa/api/v1/x\"></form>";
        let led = "<!--qa:begin--><a class=\"x\" href=\"https://qa.example.org/_qa/sign-in\">a</a>\
            <a href=\"https://qa.example.org/questions/a-1#r\">b</a>\
            <form method=\"post\" action=\"https://qa.example.org/_qa/form/ask\" data-qa-deed=\"/_qa/api/v1/x\"></form>";
        assert_eq!(lead(SERVER, html), led);
    }

    #[test]
    fn everything_else_stays_to_the_byte() {
        for html in [
            "<a href=\"/guide/\">a</a><a href=\"#question-1\">b</a><a href=\"https://example.org/_qa/\">c</a>",
            "<p>A text says  href=\"/_qa/ and it&#39;s &lt;fine&gt;</p>",
            "<p title=\"a > b\">x</p><script type=\"application/json\">{\"a\":\" href=\\\"/_qa/\"}</script>",
            "<p>an end without < a tag",
            "",
        ] {
            assert_eq!(lead(SERVER, html), html);
        }
    }
}
