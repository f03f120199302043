//! Pages in several languages: the theme's words, dates, and what says so to browsers.

use site_gen::check;
use site_gen::check::Code;

use crate::harness::TestSite;

/// A site in German with pages in other languages, in the default theme.
fn site() -> TestSite {
    let page = |lang: &str| {
        format!("---\ntitle: Title {lang}\nlang: {lang}\nupdated: 2026-11-03\ntags: [one]\n---\n\nText.\n")
    };
    let mut site = TestSite::new(&[
        ("site.yaml", "language: de\nprint: true\nbase_url: https://example.org\n"),
        ("a/index.md", "---\ntitle: Deutsch\nupdated: 2026-03-01\ntags: [one]\n---\n\nText.\n"),
        ("a/ar.md", &page("ar")),
        ("a/en.md", &page("en-GB")),
        ("a/es.md", &page("es")),
        ("a/fr.md", &page("fr-CA")),
    ]);
    site.options.theme = None;
    site
}

#[test]
fn words_and_dates_are_those_of_the_page() {
    let site = site();
    assert!(!site.build_well().diagnostics.iter().any(|diagnostic| diagnostic.code == Code::MissingWords));
    for (path, language, words) in [
        ("a", "lang=\"de\" dir=\"ltr\"", "Zuletzt geändert <time datetime=\"2026-03-01\">1. März 2026</time>"),
        ("a/ar", "lang=\"ar\" dir=\"rtl\"", "آخر تحديث <time datetime=\"2026-11-03\">3 نوفمبر 2026</time>"),
        ("a/en", "lang=\"en-GB\" dir=\"ltr\"", "Last updated <time datetime=\"2026-11-03\">3 November 2026</time>"),
        (
            "a/es",
            "lang=\"es\" dir=\"ltr\"",
            "Última modificación <time datetime=\"2026-11-03\">3 de noviembre de 2026</time>",
        ),
        (
            "a/fr",
            "lang=\"fr-CA\" dir=\"ltr\"",
            "Dernière modification le <time datetime=\"2026-11-03\">3 novembre 2026</time>",
        ),
    ] {
        let html = site.read(&format!("{path}/index.html"));
        assert!(html.contains(&format!("<html {language}>")), "{path}");
        assert!(html.contains(words), "{path}: {html}");
    }
    assert!(site.read("tags/index.html").contains("<h1>Schlagwörter</h1>"));
    assert!(site.read("tags/index.html").contains("<title>Schlagwörter · "));
}

#[test]
fn what_is_in_another_language_than_its_surroundings_says_so() {
    let site = site();
    site.build_well();
    let arabic = site.read("a/ar/index.html");
    assert!(arabic.contains("<a href=\"/a/es/\" lang=\"es\">Title es</a>"), "{arabic}");
    assert!(arabic.contains("<a href=\"/a/\">Deutsch</a>"), "{arabic}");
    assert!(site.read("a/index.html").contains("<span class=\"next__title\" lang=\"ar\">Title ar</span>"));
    assert!(site.read("tags/one/index.html").contains("<li lang=\"ar\"><a href=\"/a/ar/\">"));
    assert!(site.read("a/print/index.html").contains("lang=\"ar\" dir=\"rtl\""));
    assert!(site.read("feed.xml").contains("<entry xml:lang=\"ar\">"));
}

#[test]
fn the_site_may_have_words_of_its_own_and_is_told_which_are_missing() {
    let site = site();
    site.write("a/nl.md", "---\ntitle: Title nl\nlang: nl\nupdated: 2026-11-03\n---\n\nText.\n");
    let told = |site: &TestSite| {
        let diagnostics = check(&site.options).unwrap().diagnostics;
        let print =
            |diagnostic: &check::Diagnostic| format!("{}:{} {}", diagnostic.path, diagnostic.line, diagnostic.message);
        diagnostics.iter().map(print).collect::<Vec<_>>()
    };
    let missing = told(&site);
    assert_eq!(missing.len(), 1);
    assert!(
        missing[0].starts_with("a/nl.md:3 ") && missing[0].contains("words of the theme are missing in `nl`"),
        "{missing:?}"
    );
    site.write("_strings/nl.yaml", "last_updated: Bijgewerkt op\ncoppy: Kopiëren\n");
    site.write("_strings/de.yaml", "tags: Themen\n");
    let complaints = site.complaints();
    assert!(complaints.contains("no theme prints `coppy`\n --> _strings/nl.yaml:2:1"), "{complaints}");
    assert!(complaints.contains("hint: did you mean `copy`?"), "{complaints}");
    site.write("_strings/nl.yaml", "last_updated: Bijgewerkt op\n");
    site.build_well();
    assert!(
        site.read("a/nl/index.html").contains("Bijgewerkt op <time datetime=\"2026-11-03\">3 November 2026</time>")
    );
    assert!(site.read("tags/index.html").contains("<h1>Themen</h1>"));
    site.write("_strings/nl.yaml", "- a\n");
    assert!(told(&site).iter().any(|line| line.starts_with("_strings/nl.yaml:0 the words cannot be read")));
}

#[test]
fn every_catalogue_of_the_default_theme_is_complete() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../themes/default/strings");
    let keys = |name: &str| {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        text.lines().filter_map(|line| line.split_once(": ")).map(|(key, _)| key.to_owned()).collect::<Vec<_>>()
    };
    for entry in std::fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert_eq!(keys(&name), keys("en.yaml"), "{name}");
    }
}
