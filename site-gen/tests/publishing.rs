//! The output folder: whole or untouched, and the same for the same sources.

use std::fs;

use site_gen::output::stage::StageError;
use site_gen::{BuildError, Publish, build};

use crate::harness::TestSite;

#[test]
fn errors_leave_the_old_site_as_it_was() {
    let site = TestSite::fixture("navigation");
    site.build_well();
    let before = site.files();
    site.write("notes/today.md", "---\ntitle: Today\n---\n\n[gone](gone.md)\n");
    assert!(site.build().failed);
    assert!(site.files() == before);
    let beside: Vec<_> = fs::read_dir(site.folder()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside.len(), 2, "nothing is left beside the output: {beside:?}");
}

#[test]
fn the_same_sources_give_the_same_bytes() {
    for fixture in ["components", "links", "markdown", "navigation", "testimonials"] {
        let site = TestSite::fixture(fixture);
        site.build_well();
        let first = site.files();
        site.build_well();
        assert!(site.files() == first, "{fixture}");
    }
}

#[test]
fn vanished_pages_vanish() {
    for publish in [Publish::Swap, Publish::Merge] {
        let site = TestSite::fixture("navigation");
        site.build_well();
        site.remove("reference/api/calls.md");
        build(&site.options, &site.out(), publish).unwrap();
        assert!(!site.out().join("reference").exists());
        assert!(site.out().join("guide/ant/index.html").exists());
    }
}

#[test]
fn merging_touches_only_what_changed() {
    let site = TestSite::fixture("navigation");
    site.build_well();
    let unchanged = site.out().join("guide/ant/index.html");
    let before = fs::metadata(&unchanged).unwrap().modified().unwrap();
    site.write("notes/today.md", "---\ntitle: Today\n---\n\nOther text.\n");
    build(&site.options, &site.out(), Publish::Merge).unwrap();
    assert!(site.read("notes/today/index.html").contains("Other text."));
    assert_eq!(fs::metadata(&unchanged).unwrap().modified().unwrap(), before);
}

#[test]
fn a_folder_that_holds_something_else_is_not_replaced() {
    let site = TestSite::fixture("navigation");
    fs::create_dir(site.out()).unwrap();
    fs::write(site.out().join("thesis.txt"), "years of work").unwrap();
    let outcome = build(&site.options, &site.out(), Publish::Swap);
    assert!(matches!(outcome, Err(BuildError::Stage(StageError::NotOurs(_)))));
    assert_eq!(site.read("thesis.txt"), "years of work");
}
