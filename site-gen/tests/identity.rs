//! Ids outlive moves, and old URLs lead on.

use qa_api::manifest::{Manifest, Move};

use crate::harness::TestSite;

fn manifest(site: &TestSite) -> Manifest {
    Manifest::parse(&site.read("postil/manifest.json")).unwrap()
}

#[test]
fn the_manifest_describes_every_page() {
    let site = TestSite::new(&[
        ("index.md", "# Home\n"),
        ("team/pay.md", "---\ntitle: Pay\ntopic: people\n---\n\nA\n\n## How much\n\nMuch.\n\n## When\n"),
        ("site.yaml", "topics: { people: People, unused: Unused }\n"),
    ]);
    site.build_well();
    insta::assert_snapshot!(site.read("postil/manifest.json"));
}

#[test]
fn a_section_has_another_hash_only_when_its_own_text_changes() {
    let text = |how_much: &str| format!("# Pay\n\n## How much\n\n{how_much}\n\n## When\n\nOn Friday.\n");
    let site = TestSite::new(&[("pay.md", &text("Much."))]);
    site.build_well();
    let before = manifest(&site).pages[0].sections.clone();
    site.write("pay.md", &text("Little."));
    site.build_well();
    let after = manifest(&site).pages[0].sections.clone();
    assert_ne!(before[0].hash, after[0].hash);
    assert_eq!(before[1], after[1]);
}

#[test]
fn a_moved_page_keeps_its_id_and_its_old_url_redirects() {
    let mut site = TestSite::new(&[("old/place.md", "# Place\n"), ("other.md", "# Other\n")]);
    site.build_well();
    let published = site.folder().join("published.json");
    std::fs::copy(site.out().join("postil/manifest.json"), &published).unwrap();

    site.remove("old/place.md");
    site.write("new/place.md", "---\naliases: [/old/place/]\n---\n\n# Place\n");
    site.options.previous = Some(published.clone());
    site.build_well();
    let moved = manifest(&site);
    assert_eq!(moved.page("old-place").unwrap().path, "/new/place/");
    assert_eq!(moved.moves, [Move { from: "/old/place/".to_owned(), to: "/new/place/".to_owned() }]);
    assert!(site.read("old/place/index.html").contains("url=/new/place/"));

    // Later builds know the page by where it is now.
    std::fs::copy(site.out().join("postil/manifest.json"), &published).unwrap();
    site.build_well();
    assert_eq!(manifest(&site).page("old-place").unwrap().path, "/new/place/");
}

#[test]
fn an_id_in_front_matter_makes_a_move_known_without_an_alias() {
    let mut site = TestSite::new(&[("a.md", "---\ntitle: A\nid: kept\n---\n")]);
    site.build_well();
    let published = site.folder().join("published.json");
    std::fs::copy(site.out().join("postil/manifest.json"), &published).unwrap();
    site.remove("a.md");
    site.write("b.md", "---\ntitle: A\nid: kept\n---\n");
    site.options.previous = Some(published);
    site.build_well();
    assert_eq!(manifest(&site).moves, [Move { from: "/a/".to_owned(), to: "/b/".to_owned() }]);
}

#[test]
fn a_section_that_went_to_another_page_is_found_there() {
    let mut site = TestSite::new(&[
        ("pay.md", "---\ntitle: Pay\naliases: [/wages/]\n---\n\n## Rates {#rates was=amounts}\n"),
        (
            "time.md",
            "---\ntitle: Time\naliases: [/pay/#overtime]\n---\n\n## Leave {was=/wages/#holidays,/pay/#days-off}\n",
        ),
    ]);
    site.options.theme = None;
    site.build_well();
    let moves = manifest(&site).moves.into_iter().map(|moved| format!("{} → {}", moved.from, moved.to));
    let expected = [
        "/pay/#amounts → /pay/#rates",
        "/pay/#days-off → /time/#leave",
        "/pay/#overtime → /time/",
        "/wages/ → /pay/",
        "/wages/#holidays → /time/#leave",
    ];
    assert_eq!(moves.collect::<Vec<_>>(), expected);
    let pay = site.read("pay/index.html");
    for line in [
        "<li id=\"days-off\">This section is now at <a href=\"/time/#leave\">Leave</a>.</li>",
        "<li id=\"overtime\">This section is now at <a href=\"/time/\">Time</a>.</li>",
        "<li id=\"holidays\">This section is now at <a href=\"/time/#leave\">Leave</a>.</li>",
        "/assets/moved.",
    ] {
        assert!(pay.contains(line), "{line}: {pay}");
    }
    let redirect = site.read("wages/index.html");
    assert!(redirect.contains("<li id=\"holidays\">") && redirect.contains("data-moved-to"), "{redirect}");
    assert!(!redirect.contains("<li id=\"overtime\">"), "{redirect}");
    let time = site.read("time/index.html");
    assert!(!time.contains("moved"), "{time}");

    site.write("index.md", "# Home\n\n[Days off](pay.md#days-off)\n");
    let told = site.complaints();
    assert!(told.contains("there is no anchor `#days-off` on `pay.md`"), "{told}");
    assert!(told.contains("hint: it is at `/time/#leave` now"), "{told}");
}

#[test]
fn a_section_with_a_redirect_has_not_vanished() {
    let mut site = TestSite::new(&[("a.md", "# A\n\n## One\n\n## Two\n"), ("b.md", "# B\n")]);
    site.build_well();
    let published = site.folder().join("published.json");
    std::fs::copy(site.out().join("postil/manifest.json"), &published).unwrap();
    site.options.previous = Some(published);
    site.write("a.md", "# A\n\n## Two\n");
    assert!(site.complaints().contains("warning[vanished-anchor]"));
    site.write("b.md", "# B\n\n## One of A {was=/a/#one}\n");
    assert_eq!(site.complaints(), "");
}
