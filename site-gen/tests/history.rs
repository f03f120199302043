//! Dates from git: right, or not there.

use std::path::Path;
use std::process::Command;

use crate::harness::TestSite;

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "protocol.file.allow=always"];
    let status = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(identity)
        .args(arguments)
        .env("GIT_AUTHOR_DATE", "2026-03-04T12:00:00Z")
        .env("GIT_COMMITTER_DATE", "2026-03-04T12:00:00Z")
        .status();
    assert!(status.unwrap().success(), "git {arguments:?}");
}

#[test]
#[ignore = "needs git: cargo xtask test"]
fn pages_say_when_they_last_changed_unless_the_clone_is_shallow() {
    let mut site = TestSite::new(&[("a.md", "# A\n")]);
    site.options.theme = None;
    git(&site.options.content, &["init", "--quiet"]);
    git(&site.options.content, &["add", "a.md"]);
    git(&site.options.content, &["commit", "--quiet", "-m", "Add a page"]);
    site.write("new.md", "# Not committed yet\n");
    site.build_well();
    assert!(site.read("a/index.html").contains("<time datetime=\"2026-03-04\">4 March 2026</time>"));
    assert!(!site.read("new/index.html").contains("<time"));
    assert!(!site.read("a/index.html").contains("Written by"), "people are named only where the site says so");
    site.write("site.yaml", "contributors: true\n");
    site.build_well();
    assert!(site.read("a/index.html").contains("<span>Written by Test</span>"));
    assert!(!site.read("new/index.html").contains("Written by"));

    site.write("a.md", "# A\n\nMore.\n");
    git(&site.options.content, &["commit", "--quiet", "--all", "-m", "Say more"]);
    let origin = format!("file://{}", site.options.content.display());
    git(site.folder(), &["clone", "--quiet", "--depth", "1", &origin, "shallow"]);
    site.options.content = site.folder().join("shallow");
    site.build_well();
    assert!(!site.read("a/index.html").contains("<time"));
}
