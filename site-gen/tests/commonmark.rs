//! CommonMark's own examples, built as pages of one site.
//!
//! The specification is under a licence of its own, so `cargo xtask test` fetches it (npm's `commonmark-spec`).
//! What the site adds – ids, classes, attributes for browsers – is taken off before comparing; nothing else is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::harness::TestSite;

/// Says where the specification's text is.
const VARIABLE: &str = "POSTIL_TEST_COMMONMARK";

/// Examples that come out otherwise, by the reason that the manual gives.
const DEVIATIONS: &[(&str, &[usize])] = &[
    ("An image with a title", &[572, 573, 576, 577, 584, 585, 586, 588, 589, 591]),
    ("A link to nowhere", &[200, 485, 486, 487, 567]),
    ("An address in raw HTML", &[21, 344, 631, 642, 643]),
    ("Square brackets", &[526, 538, 603]),
    ("A tag with a capital and a small letter", &[163]),
];

/// The manual's page with the same table.
const MANUAL: &str = include_str!("../../content/writing/index.md");

struct Example {
    number: usize,
    markdown: String,
    html: String,
}

#[test]
#[ignore = "needs CommonMark's examples: cargo xtask test"]
fn every_example_comes_out_as_the_specification_says() {
    let path = std::env::var(VARIABLE).unwrap_or_else(|_| panic!("{VARIABLE} is not set"));
    let examples = examples(&fs::read_to_string(path).unwrap());
    assert!(examples.len() > 600, "{}", examples.len());
    let made = build(&examples);
    let mut differing = BTreeMap::new();
    for example in &examples {
        let (made, wanted) = (normalise(&made[&example.number]), normalise(&example.html));
        if made != wanted {
            differing.insert(example.number, format!("{}\n--- is\n{made}\n--- wanted\n{wanted}", example.markdown));
        }
    }
    let listed: BTreeSet<usize> = DEVIATIONS.iter().flat_map(|(_, numbers)| *numbers).copied().collect();
    let news = differing.iter().filter(|(number, _)| !listed.contains(number));
    let news: String = news.map(|(number, text)| format!("==== {number}\n{text}\n")).collect();
    assert_eq!(news, "");
    assert_eq!(differing.into_keys().collect::<BTreeSet<_>>(), listed);
}

#[test]
fn the_manual_names_every_deviation() {
    for (reason, numbers) in DEVIATIONS {
        let numbers: Vec<_> = numbers.iter().map(ToString::to_string).collect();
        let row = MANUAL.lines().find(|line| line.starts_with(&format!("| {reason}"))).unwrap_or(reason);
        assert!(row.ends_with(&format!("| {} |", numbers.join(", "))), "{row}");
    }
}

/// The examples of the specification's text: Markdown, a line with a dot, and HTML, between rows of backticks.
fn examples(spec: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    let mut rest = spec;
    while let Some((_, after)) = rest.split_once(&format!("{fence} example\n")) {
        let (example, after) = after.split_once(&format!("{fence}\n")).unwrap();
        let (markdown, html) = example.split_once(".\n").map_or((example, ""), |_| {
            let dot = if example.starts_with(".\n") { 0 } else { example.find("\n.\n").unwrap() + 1 };
            (&example[..dot], &example[dot + 2..])
        });
        let tabs = |text: &str| text.replace('→', "\t");
        examples.push(Example { number: examples.len() + 1, markdown: tabs(markdown), html: tabs(html) });
        rest = after;
    }
    examples
}

/// Example → the HTML that the site's page has for it.
fn build(examples: &[Example]) -> BTreeMap<usize, String> {
    let off = ["dead-link", "dead-anchor", "missing-image", "undefined-reference", "unknown-component"];
    let off = off.map(|code| format!("  {code}: {{ severity: off, reason: Examples lead nowhere. }}\n")).concat();
    let mut site = TestSite::new(&[("site.yaml", &format!("qa: false\nchecks:\n{off}"))]);
    let theme = site.folder().join("theme/templates");
    fs::create_dir_all(&theme).unwrap();
    let plain = ["404.html", "redirect.html", "sidebar.html"];
    for (name, text) in plain.map(|name| (name, "")).into_iter().chain([
        ("page.html", "{{ page.content | safe }}"),
        ("shell.html", "{{ slots.title | safe }}{{ slots.head | safe }}{{ slots.body | safe }}"),
    ]) {
        fs::write(theme.join(name), text).unwrap();
    }
    site.options.theme = Some(site.folder().join("theme"));
    for Example { number, markdown, .. } in examples {
        site.write(
            &format!("{number}.md"),
            &format!("---\ntitle: Example {number}\nshowTitle: false\n---\n{markdown}"),
        );
    }
    site.build_well();
    examples.iter().map(|Example { number, .. }| (*number, site.read(&format!("{number}/index.html")))).collect()
}

/// HTML as a list of tags and texts, without what makes no difference and without what the site adds.
fn normalise(html: &str) -> String {
    let mut made = String::new();
    let mut rest = html;
    let mut in_pre = false;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '<' if rest.starts_with("<!--") => rest.find("-->").map_or(rest.len(), |end| end + 3),
            '<' => rest.find('>').map_or(rest.len(), |end| end + 1),
            _ => rest.find('<').unwrap_or(rest.len()),
        };
        let (part, after) = rest.split_at(end);
        rest = after;
        if first != '<' {
            let text = unescape(part);
            made.push_str(&if in_pre { text } else { text.split_whitespace().collect::<Vec<_>>().join(" ") });
            continue;
        }
        let tag = tag(part);
        let name = tag.trim_start_matches(['<', '/']).trim_end_matches('>').split(' ').next().unwrap_or_default();
        if name == "pre" {
            in_pre = tag.starts_with("<pre");
        }
        if name == "span" && in_pre {
            continue;
        }
        // Where a line ends between two blocks is nothing that a reader sees.
        made.push('\n');
        made.push_str(&tag);
        made.push('\n');
    }
    made.split('\n').filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A tag with its attributes in order, but for those that the site adds.
fn tag(tag: &str) -> String {
    let inner = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/').trim_end();
    let name = inner.split(char::is_whitespace).next().unwrap_or_default();
    let is_heading = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    let added: &[&str] = match name {
        _ if is_heading => &["id"],
        "pre" => &["tabindex"],
        "img" => &["loading", "decoding"],
        _ => return format!("<{inner}>"),
    };
    let mut kept = String::new();
    let mut rest = &inner[name.len()..];
    while let Some((attribute, after)) = rest.trim_start().split_once("=\"") {
        let (value, after) = after.split_once('"').unwrap();
        if !added.contains(&attribute) {
            kept.push_str(&format!(" {attribute}=\"{value}\""));
        }
        rest = after;
    }
    format!("<{name}{kept}>")
}

fn unescape(text: &str) -> String {
    let named = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    named.replace("&amp;", "&")
}
