//! What the server alone is told: put together from the data files, written outside of the site, checked by name.

use std::fs;

use crate::harness::TestSite;

const TEAMS: &str = "docs:\n  title: Docs team\n  topics: [lamp]\n  channel: \"#docs\"\n  people:\n    \
    ada: { name: Ada, email: Ada@example.org }\n    grace: {}\n";
const ROTATIONS: &str = "docs:\n  people: [ada, grace]\n  hand_over: { day: monday, time: \"09:00\", offset: \"+01:00\" }\n  \
    starts: 2026-11-03\n  overrides:\n    - { person: grace, from: 2026-12-24, to: 2026-12-26 }\n";
const MODERATION: &str = "hold: first\nfirst: 3\nwords: [Casino]\nhosts: [.Bad.example]\ntopics:\n  \
    lamp: { hold: score, threshold: 40, priority: high }\n";
const REPLIES: &str = "docs-link:\n  title: It is in the handbook\n  text: |\n    See [the page](/).\n";

fn site(teams: &str, rotations: &str, moderation: &str, replies: &str) -> TestSite {
    TestSite::new(&[
        ("site.yaml", "topics:\n  lamp: The lamp\n"),
        ("index.md", "---\ntitle: Home\ntopic: lamp\n---\n\nHello.\n"),
        ("_data/teams.yaml", teams),
        ("_data/rotations.yaml", rotations),
        ("_data/moderation.yaml", moderation),
        ("_data/replies.yaml", replies),
    ])
}

#[test]
fn the_server_is_told_what_the_files_say_and_readers_are_not() {
    let mut site = site(TEAMS, ROTATIONS, MODERATION, REPLIES);
    let file = site.folder().join("server.json");
    site.options.server_data = Some(file.clone());
    site.options.strict = true;
    site.build_well();
    insta::assert_snapshot!(fs::read_to_string(file).unwrap());
    for (path, bytes) in site.files() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.to_lowercase().contains("example.org") && !text.contains("asino"), "{path}");
    }
}

#[test]
fn names_that_do_not_exist_and_times_that_cannot_be_are_told() {
    let rotations =
        ROTATIONS.replace("[ada, grace]", "[adda, grace]").replace("09:00", "9 am").replace("docs:", "dogs:")
            + &ROTATIONS
                .replace("[ada, grace]", "[adda, grace]")
                .replace("09:00", "25:00")
                .replace("2026-12-26", "2026-12-20");
    let site =
        site(TEAMS, &rotations, &MODERATION.replace("lamp:", "lamb:"), &REPLIES.replace("docs-link", "Docs link"));
    insta::assert_snapshot!(site.complaints());
}

#[test]
fn a_site_with_mistakes_tells_the_server_nothing() {
    let mut site = site(TEAMS, &ROTATIONS.replace("ada", "adda"), "", "");
    let file = site.folder().join("server.json");
    site.options.server_data = Some(file.clone());
    assert!(site.build().failed && !file.exists());
}
