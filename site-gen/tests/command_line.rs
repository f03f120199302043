//! The program itself: what it prints, and how it ends.

use std::process::{Command, Output};

use crate::harness::TestSite;

fn site_gen(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_site-gen")).args(arguments).output().unwrap()
}

/// Standard error without the time, which differs.
fn said(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    let words = text.split(' ').map(|word| if word.parse::<f64>().is_ok() && word.contains('.') { "N" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_build_ends_with_a_summary_and_the_status_says_whether_it_went_well() {
    let site = TestSite::new(&[("index.md", "# Home\n"), ("more.md", "# More\n")]);
    let (content, out) = (site.options.content.display().to_string(), site.out().display().to_string());
    let built = site_gen(&["build", &content, "--out", &out]);
    assert_eq!((built.status.code(), said(&built)), (Some(0), format!("2 pages, N s → {out}\n")));

    site.write("more.md", "[gone](gone.md)\n");
    let failed = site_gen(&["build", &content, "--out", &out]);
    assert_eq!(failed.status.code(), Some(1));
    assert!(said(&failed).ends_with("2 pages, 1 error, 1 warning, N s → nothing written\n"), "{}", said(&failed));

    let json = site_gen(&["check", &content, "--format", "json"]);
    assert_eq!(json.status.code(), Some(1));
    let diagnostics: Vec<serde_json::Value> = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(diagnostics.len(), 2);
}

#[test]
fn components_are_listed_with_what_they_take() {
    let site = TestSite::fixture("site_components");
    let content = site.options.content.display().to_string();
    let listed = site_gen(&["components", &content]);
    assert_eq!(listed.status.code(), Some(0));
    insta::assert_snapshot!(String::from_utf8(listed.stdout).unwrap());
    let json = site_gen(&["components", &content, "--format", "json"]);
    let entries: Vec<serde_json::Value> = serde_json::from_slice(&json.stdout).unwrap();
    let own = entries.iter().find(|entry| entry["data"].as_array().is_some_and(|data| data.len() == 3)).unwrap();
    assert_eq!(own["data"], serde_json::json!(["prices", "rates", "towns"]));
}

#[test]
fn schemas_accept_what_the_generator_does() {
    let validates = |subject: &str, value: serde_json::Value| {
        let printed = site_gen(&["schema", subject]);
        let schema = serde_json::from_slice(&printed.stdout).unwrap();
        jsonschema::validator_for(&schema).unwrap().is_valid(&value)
    };
    let json = |text: &str| serde_json::from_str(text).unwrap();
    assert!(validates(
        "front-matter",
        json(r#"{ "title": "A", "showTitle": false, "tags": ["a"], "updated": "2026-11-03" }"#)
    ));
    assert!(!validates("front-matter", json(r#"{ "titel": "A" }"#)));
    assert!(!validates("front-matter", json(r#"{ "weight": "heavy" }"#)));
    assert!(validates("folder-defaults", json(r#"{ "owner": "People team" }"#)));
    assert!(!validates("folder-defaults", json(r#"{ "title": "A" }"#)));
    assert!(validates(
        "site",
        json(r#"{ "sidebars": { "Manual": [{ "title": "A", "items": [{ "page": "a.md" }] }] } }"#)
    ));
    assert!(!validates("site", json(r#"{ "checks": { "dead-link": { "severity": "off" } } }"#)));
    assert!(validates("testimonials", json(r#"[{ "quote": "A", "author": "B", "source": "review" }]"#)));
    assert!(!validates("testimonials", json(r#"[{ "quote": "A", "author": "B", "source": "hearsay" }]"#)));
}

#[test]
fn arguments_that_cannot_be_used_end_with_two() {
    let site = TestSite::new(&[]);
    let nowhere = site.folder().join("nowhere").display().to_string();
    assert_eq!(site_gen(&["check", &nowhere]).status.code(), Some(2));
    assert_eq!(site_gen(&["check"]).status.code(), Some(2));
    let content = site.options.content.display().to_string();
    assert_eq!(site_gen(&["check", &content, "--qa", &nowhere]).status.code(), Some(2));
}

#[test]
fn timings_name_stages_templates_and_pages() {
    let site = TestSite::fixture("testimonials");
    let mut options = site.options.clone();
    options.observer = site_gen::observer::Observer::new(None);
    site_gen::build(&options, &site.out(), site_gen::Publish::Swap).unwrap();
    let timings = options.observer.timings();
    let stages: Vec<_> = timings.stages.iter().map(|(name, _)| *name).collect();
    assert_eq!(stages.first(), Some(&"read and parse"));
    assert_eq!(stages.last(), Some(&"publish"));
    assert_eq!(timings.pages.len(), 1);
    assert!(timings.templates["TestimonialsTable"].0 >= 1 && timings.templates["page.html"].0 == 1);
    assert!(timings.to_string().contains("slowest pages"));
}
