//! Diagnostics for programs, held against what those programs' makers publish.

use std::fs;

use serde_json::Value;
use site_gen::check;
use site_gen::check::format::github;
use site_gen::check::sarif::sarif;

use crate::harness::TestSite;

#[test]
#[ignore = "needs SARIF's schema: cargo xtask test"]
fn sarif_keeps_its_schema() {
    let path = std::env::var("POSTIL_TEST_SARIF_SCHEMA").expect("POSTIL_TEST_SARIF_SCHEMA is not set");
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let site = TestSite::fixture("mistakes");
    site.write_bytes("files/latin.md", b"Caf\xe9\n");
    site.write("odd names/50% & more#1?.md", "[gone](gone.md)\n");
    let diagnostics = check(&site.options).unwrap().diagnostics;
    assert!(diagnostics.len() > 100, "{}", diagnostics.len());
    for folder in ["", "content", "my content"] {
        let log: Value = serde_json::from_str(&sarif(&diagnostics, folder)).unwrap();
        let errors: Vec<_> =
            validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(errors, [""; 0]);
    }
    let wrong: Value = serde_json::from_str(&sarif(&diagnostics, "").replace("startLine", "startline")).unwrap();
    assert!(!validator.is_valid(&wrong), "the schema refuses what is wrong");
}

#[test]
fn an_annotation_is_one_line_whatever_is_in_it() {
    let site =
        TestSite::new(&[("a, b: 100%.md", "# A\n\n[x](gone%0Aaway,line=7.md)\n\n<Callout type=\"::error::x\" />\n")]);
    site.write("_data/teams.yaml", "a: [\n");
    let diagnostics = check(&site.options).unwrap().diagnostics;
    let told = github(&diagnostics, "content");
    assert_eq!(told.lines().count(), diagnostics.len(), "{told}");
    for line in told.lines() {
        let (properties, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (command, properties) = properties.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&command), "{line}");
        let names: Vec<_> = properties.split(',').map(|property| property.split('=').next().unwrap()).collect();
        assert!(names == ["file", "line", "col", "title"] || names == ["file", "title"], "{line}");
        assert!(!message.is_empty(), "{line}");
    }
    assert!(told.contains("file=content/a%2C b%3A 100%25.md,line=3,"), "{told}");
    assert!(told.contains("`gone%250Aaway,line=7.md`"), "{told}");
}
