//! The mistakes that writers make: each once, in a file named after it, and all of them told in one run.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use qa_api::manifest::Manifest;
use site_gen::check;
use site_gen::check::Diagnostic;

use crate::harness::TestSite;

/// What was published before: a page that is gone, and one whose heading was reworded.
const PREVIOUS: &str = r#"{
    "version": 1,
    "site": { "title": "Mistakes", "base_url": "", "language": "en" },
    "pages": [
        { "id": "gone", "path": "/addresses/vanishing/", "title": "Vanished", "source": "addresses/vanishing.md",
          "revision": "0000000000000000", "qa": true, "sections": [] },
        { "id": "addresses-anchor-renamed", "path": "/addresses/anchor-renamed/", "title": "Anchor renamed",
          "source": "addresses/anchor-renamed.md", "revision": "0000000000000000", "qa": true,
          "sections": [{ "anchor": "how-much-we-pay", "title": "How much we pay", "hash": "0000000000000000" }] }
    ],
    "moves": [],
    "topics": []
}"#;

fn mistakes() -> Vec<Diagnostic> {
    let mut site = TestSite::fixture("mistakes");
    site.write_bytes("files/latin.md", b"---\ntitle: Latin\n---\n\nCaf\xe9\n");
    site.write_bytes("files/nul.md", b"---\ntitle: Nul\n---\n\nA\0B\n");
    site.write_bytes("includes/blob.png", b"\x89PNG\r\n\x1a\n\0\0");
    Manifest::parse(PREVIOUS).unwrap();
    let previous = site.folder().join("previous.json");
    std::fs::write(&previous, PREVIOUS).unwrap();
    site.options.previous = Some(previous);
    check(&site.options).unwrap().diagnostics
}

/// `path:line:column severity[code] message → hint`
fn line(diagnostic: &Diagnostic) -> String {
    let Diagnostic { path, line, column, severity, code, message, hint, .. } = diagnostic;
    let hint = hint.as_ref().map(|hint| format!(" → {hint}")).unwrap_or_default();
    format!("{path}:{line}:{column} {}[{}] {message}{hint}\n", severity.name(), code.name())
}

#[test]
fn every_mistake_is_told_at_its_place_in_one_run() {
    let mistakes = mistakes();
    assert!(mistakes.len() >= 100, "{}", mistakes.len());
    assert_snapshot!(mistakes.iter().map(line).collect::<String>());
}

#[test]
fn every_mistake_shows_its_line() {
    for mistake in mistakes() {
        assert!(mistake.excerpt.is_some() && mistake.line > 0, "{}", line(&mistake));
    }
}

#[test]
fn no_page_of_the_tree_is_blamed_for_anothers_mistake() {
    let site = TestSite::fixture("mistakes");
    let blamed: BTreeSet<_> = mistakes().into_iter().map(|mistake| mistake.path).collect();
    // The first of a pair is right; only the second is a mistake.
    let right =
        ["index.md", "links/target.md", "links/unfinished.md", "addresses/alias-first.md", "addresses/id-first.md"];
    let right = right.into_iter().chain(["addresses/path-first.md", "addresses/title-first.md"]);
    // What is wrong with a tag is wrong where the tag stands, and in an included file what stands in it.
    let right = right.chain(["includes/itself.md", "includes/dead-link.md", "_parts/two.md", "_parts/round.md"]);
    let right: BTreeSet<_> = right.collect();
    for (path, _) in crate::harness::files_below(&site.options.content) {
        if path.ends_with(".md") {
            assert_eq!(!blamed.contains(&path), right.contains(path.as_str()), "{path}");
        }
    }
}
