//! What holds for every Markdown, tried on many that nobody would write.

use proptest::prelude::*;
use site_gen::markdown::{Document, Fragment, Hole, parse};

/// Pieces that meet in surprising ways.
pub(crate) const PIECES: &[&str] = &[
    "<Note>",
    "</Note>",
    "<Note kind=\"a > b\">",
    "<Note />",
    "<Other",
    "<Include file=\"a.md\" />",
    "<B",
    "\n",
    "\n\n",
    "    ",
    "- ",
    "> ",
    "1. ",
    "| a | b |\n|--|--|\n| ",
    "`",
    "```\n",
    "*",
    "**",
    "[a](b)",
    "[^1]",
    "[^1]: ",
    "![x](y.png)",
    "# ",
    "## Ü",
    "<!--",
    "-->",
    "<div>",
    "</div>",
    "<a href=\"",
    "<pre>",
    "<script>",
    "\\",
    "&amp;",
    "ß",
    "😀",
    "\t",
    "---\n",
    ": ",
    "text ",
    "<https://example.org>",
    "{#id}",
    "[ref]: /x\n",
    "[ref]",
];

fn document() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

/// Whether every hole of `fragment` can be filled, in order.
pub(crate) fn is_whole(fragment: &Fragment, document: &Document) -> bool {
    let in_order = fragment.holes.windows(2).all(|pair| pair[0].0 <= pair[1].0);
    in_order
        && fragment.holes.iter().all(|(at, hole)| {
            fragment.html.is_char_boundary(*at)
                && match hole {
                    Hole::Url(index) => *index < document.links.len(),
                    Hole::Component(component) => component.body.as_ref().is_none_or(|body| is_whole(body, document)),
                    Hole::Code(_) | Hole::Size(_) | Hole::Text(_) => true,
                }
        })
}

proptest! {
    #[test]
    fn any_markdown_becomes_html_whose_holes_can_be_filled(text in document()) {
        let (document, content) = parse(&text, 0..text.len(), None, true);
        prop_assert!(is_whole(&content, &document));
        for problem in &document.problems {
            prop_assert!(text.is_char_boundary(problem.span.start) && problem.span.end <= text.len());
        }
        for link in document.links.iter() {
            prop_assert!(text.get(link.span.clone()).is_some());
        }
    }

    #[test]
    fn what_is_masked_for_the_parser_never_shows(text in document()) {
        let (_, content) = parse(&text, 0..text.len(), None, true);
        let mut html = content.html.clone();
        content.components(&mut |component| {
            html.extend(component.body.as_ref().map(|body| body.html.clone()));
        });
        prop_assert!(!html.contains("!x"), "{html}");
    }
}
