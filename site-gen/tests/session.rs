//! Builds that follow each other give what a new build gives, whatever changed in between.

use std::collections::BTreeSet;
use std::path::PathBuf;

use site_gen::session::Session;
use site_gen::{Publish, build};

use crate::harness::{NOW, TestSite, files_below};

const PAGE: &str =
    "---\ntitle: Pay\nsidebar: Team\n---\n\nHow pay works.\n\n## When\n\nEach month, see [time](time.md).\n";

/// What a writer does next: a file and its new text, or its removal.
type Act<'a> = (&'a str, Option<&'a str>);

const ACTS: &[Act<'_>] = &[
    (
        "team/pay.md",
        Some("---\ntitle: Pay\nsidebar: Team\n---\n\nHow pay works.\n\n## When\n\nEvery month, see [time](time.md).\n"),
    ),
    // Another first paragraph shows on the page before.
    (
        "team/pay.md",
        Some("---\ntitle: Pay\nsidebar: Team\n---\n\nWhat pay is.\n\n## When\n\nEvery month, see [time](time.md).\n"),
    ),
    // A new heading is a new anchor.
    (
        "team/pay.md",
        Some("---\ntitle: Pay\nsidebar: Team\n---\n\nWhat pay is.\n\n## When\n\n## Who\n\n[time](time.md)\n"),
    ),
    ("team/time.md", Some("# Time\n\n[Who](pay.md#who)\n")),
    // The anchor goes, and a link to it is dead.
    ("team/pay.md", Some(PAGE)),
    ("team/time.md", Some("# Time\n\nNo link.\n")),
    // A mistake, and its end.
    ("team/pay.md", Some("---\ntitle: Pay\n---\n\n[gone](gone.md)\n")),
    ("team/pay.md", Some(PAGE)),
    // Mistakes in the text alone, before, after and while it is edited.
    (
        "team/pay.md",
        Some(
            "---\ntitle: Pay\nsidebar: Team\n---\n\nHow pay works.\n\n## When\n\n#### Gap\n\n```pyton\n```\n\n[time](time.md)\n",
        ),
    ),
    (
        "team/pay.md",
        Some(
            "---\ntitle: Pay\nsidebar: Team\n---\n\nHow pay works.\n\n## When\n\nSee\n\n#### Gap\n\nA <Callout>b</Callout>.\n\n[time](time.md)\n",
        ),
    ),
    (
        "team/pay.md",
        Some(
            "---\ntitle: Pay\nsidebar: Team\n---\n\nHow pay works.\n\n## When\n\nSee\n\n#### Gap\n\n[gone](gone.md), [time](time.md)\n",
        ),
    ),
    ("team/pay.md", Some(PAGE)),
    ("team/pay.md", Some("---\ntitle: Wages\nsidebar: Team\n---\n\n[time](time.md)\n")),
    ("team/new.md", Some("# New\n\n![a](a.png)\n")),
    ("team/a.png", Some("png")),
    ("team/new.md", None),
    ("_index.md", Some("---\nqa: false\n---\n")),
    ("team/time.md", Some("# Time\n\nText below defaults.\n")),
    ("index.md", Some("# Home\n\nNo link to the team.\n")),
    ("index.md", Some("# Home\n\n[Team](team/time.md)\n")),
    ("site.yaml", Some("title: Other\n")),
    ("_index.md", None),
    ("site.yaml", None),
    ("_components/Price.html", Some("{% component Price(@prices) %}{{ prices.tea }}{% endcomponent Price %}")),
    ("_data/prices.yaml", Some("tea: 2\n")),
    ("team/new.md", Some("# New\n\n<Price />\n")),
    ("_data/prices.yaml", Some("tea: 3\n")),
    ("_data/prices.yaml", None),
    ("team/new.md", None),
    ("team/_index.md", Some("---\nowner: Us\n---\n")),
    ("team/_index.md", None),
    ("team/time.md", Some("# Time\n\nThe last word.\n")),
    // Sections that went elsewhere, with the titles that they have there.
    ("team/time.md", Some("# Time\n\n## Hours {#hours was=/team/pay/#hours}\n")),
    ("team/time.md", Some("# Time\n\n## Working hours {#hours was=/team/pay/#hours}\n")),
    ("team/time.md", Some("# Time\n\n## Working hours {#hours was=/team/pay/#times}\n")),
    // Included files, one of them a page itself.
    ("_parts/a.md", Some("A part.\n")),
    ("team/time.md", Some("# Time\n\nThe last word.\n\n<Include file=\"../_parts/a.md\" />\n")),
    ("_parts/a.md", Some("Another part: [pay](../team/pay.md).\n")),
    ("_parts/a.md", Some("A part with a mistake: [pay](pay.md).\n")),
    ("_parts/a.md", Some("A part.\n")),
    ("team/time.md", Some("# Time\n\nThe last word.\n\n<Include file=\"trust.md\" />\n")),
    ("team/trust.md", Some("---\ntitle: Trust\nsidebar: Team\n---\n\nOther text.\n")),
    ("team/trust.md", Some("---\ntitle: Trust\nsidebar: Team\n---\n\nOther text, ![](none.png)\n")),
    ("team/trust.md", None),
];

#[test]
fn every_update_gives_what_a_new_build_gives() {
    let site = TestSite::new(&[
        ("index.md", "# Home\n\n[Team](team/time.md)\n"),
        ("team/pay.md", PAGE),
        ("team/time.md", "# Time\n\nWhen to work.\n"),
        ("team/trust.md", "---\ntitle: Trust\nsidebar: Team\n---\n\nText.\n"),
    ]);
    let content = site.options.content.canonicalize().unwrap();
    let mut session = Session::new(&site.options, &site.out());
    assert!(!session.build(NOW).unwrap().failed);
    let other = site.folder().join("other");
    for (number, (path, text)) in ACTS.iter().enumerate() {
        match text {
            Some(text) => site.write(path, text),
            None => site.remove(path),
        }
        let changed: BTreeSet<PathBuf> = [content.join(path)].into();
        let updated = session.update(&changed, NOW).unwrap();
        let whole = build(&site.options, &other, Publish::Swap).unwrap();
        assert_eq!(updated.failed, whole.failed, "act {number}");
        assert_eq!(updated.diagnostics, whole.diagnostics, "act {number}");
        if !whole.failed {
            assert!(files_below(&site.out()) == files_below(&other), "act {number}");
        }
    }
}

#[test]
fn a_page_with_mistakes_in_its_text_is_made_anew_alone() {
    let wrong = |text: &str| format!("---\ntitle: Wrong\n---\n\n{text}\n\n```pyton\n```\n");
    let site = TestSite::new(&[("index.md", "# Home\n\n[Wrong](wrong.md)\n"), ("wrong.md", &wrong("First."))]);
    let content = site.options.content.canonicalize().unwrap();
    let mut session = Session::new(&site.options, &site.out());
    assert_eq!(session.build(NOW).unwrap().diagnostics.len(), 1);
    // Nobody says that the first page changed, so that only a whole build would notice.
    site.write("index.md", "# Home\n\n[Gone](gone.md)\n");
    site.write("wrong.md", &wrong("Second.\n\nAnother line."));
    let report = session.update(&[content.join("wrong.md")].into(), NOW).unwrap();
    assert!(site.read("wrong/index.html").contains("Another line."));
    let lines: Vec<_> =
        report.diagnostics.iter().map(|diagnostic| (diagnostic.path.as_str(), diagnostic.line)).collect();
    assert_eq!(lines, [("wrong.md", 9)], "it is told where it stands now");
}
