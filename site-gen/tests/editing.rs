//! What changes the writers' own files: nothing is lost, and nothing is overwritten.

use std::fs;
use std::process::Command;

use site_gen::check::Severity;
use site_gen::edit::{rename, scaffold};
use site_gen::{Options, check};

use crate::harness::{NOW, TestSite, files_below};

/// A site in which everything leads to everything.
fn web() -> TestSite {
    TestSite::new(&[
        (
            "site.yaml",
            "nav:\n  - { title: Pay, url: /team/pay/ }\nsidebars:\n  Manual:\n    - page: team/pay.md\n    - folder: guide\n",
        ),
        (
            "index.md",
            "---\ntitle: Home\n---\n\n[a](team/pay.md#how) [b](/team/pay) [c][pay] [d](guide/) <a href=\"team/pay.md\">e</a>\n\n\
             - [f](./team/pay.md \"title\") and `[g](team/pay.md)`\n\n[pay]: <team/pay.md> \"Pay\"\n",
        ),
        (
            "team/pay.md",
            "---\ntitle: Pay\n---\n\n## How\n\n[home](../index.md) [here](#how) [file](form.txt) [absolute](/guide/one.md) [out](https://example.org)\n",
        ),
        ("team/form.txt", "A form."),
        ("guide/index.md", "---\ntitle: Guide\n---\n\n[one](one.md) [pay](../team/pay.md)\n"),
        ("guide/one.md", "# One\n\n[guide](index.md) [self](one.md)\n"),
    ])
}

fn errors(site: &TestSite) -> usize {
    check(&site.options).unwrap().count(Severity::Error)
}

#[test]
fn a_page_moves_with_every_link_and_its_address() {
    let site = web();
    assert_eq!(errors(&site), 0);
    let told = rename::rename(&site.options, "team/pay.md", "people/money/salary scale.md", true).unwrap();
    assert!(site.options.content.join("team/pay.md").exists(), "a dry run changes nothing");
    let changes = rename::rename(&site.options, "team/pay.md", "people/money/salary scale.md", false).unwrap();
    assert_eq!(told, changes);
    insta::assert_snapshot!("changes_of_a_move", rename::human(&changes));
    let read = |path: &str| fs::read_to_string(site.options.content.join(path)).unwrap();
    let files = ["people/money/salary scale.md", "index.md", "guide/index.md", "site.yaml"];
    insta::assert_snapshot!("files_after_a_move", files.map(|path| format!("==== {path}\n{}", read(path))).join("\n"));
    assert_eq!(errors(&site), 0);
    site.build_well();
    assert!(site.read("team/pay/index.html").contains("url=/people/money/salary-scale/"));
    assert!(site.read("postil/manifest.json").contains("\"id\": \"team-pay\""));
}

#[test]
fn a_folder_moves_as_a_whole_and_back_again() {
    let site = web();
    let before = files_below(&site.options.content);
    let changes = rename::rename(&site.options, "guide", "handbook/start", false).unwrap();
    assert_eq!(changes.redirects.len(), 2);
    assert_eq!(errors(&site), 0);
    assert!(fs::read_to_string(site.options.content.join("site.yaml")).unwrap().contains("folder: handbook/start"));
    rename::rename(&site.options, "handbook/start", "guide", false).unwrap();
    assert_eq!(errors(&site), 0);
    let links = |files: &[(String, Vec<u8>)], path: &str| {
        let (_, bytes) = files.iter().find(|(name, _)| name == path).unwrap().clone();
        String::from_utf8(bytes).unwrap().split("\n\n").last().unwrap().to_owned()
    };
    let after = files_below(&site.options.content);
    for path in ["guide/index.md", "guide/one.md"] {
        assert_eq!(links(&before, path), links(&after, path));
    }
}

#[test]
fn a_move_that_would_lose_something_changes_nothing() {
    let site = web();
    site.write("other.md", "---\ntitle: Other\naliases: [/taken/]\n---\n");
    site.write("hidden.md", "---\ntitle: Hidden\naliases: &all [/a/]\n---\n");
    let before = files_below(&site.options.content);
    let refused = |old: &str, new: &str| rename::rename(&site.options, old, new, false).unwrap_err().to_string();
    assert_eq!(refused("gone.md", "a.md"), "there is no `gone.md`");
    assert_eq!(refused("other.md", "team/pay.md"), "`team/pay.md` is there already");
    assert_eq!(refused("team", "team/inner"), "`team` cannot move into itself");
    assert_eq!(refused("other.md", "../other.md"), "both places have to be below the content folder");
    assert_eq!(refused("other.md", "other.txt"), "a page stays a page: keep the ending `.md`");
    assert_eq!(refused("site.yaml", "a.yaml"), "`site.yaml` has to stay where it is");
    assert_eq!(
        refused("team/pay.md", "taken.md"),
        "`team/pay.md` would be at /taken/, which is an alias of `other.md`"
    );
    assert_eq!(refused("team/pay.md", "guide.md"), "`team/pay.md` and `guide/index.md` would both be at /guide/");
    assert!(refused("hidden.md", "seen.md").contains("cannot be added to"));
    assert_eq!(files_below(&site.options.content), before);
}

#[test]
fn the_program_moves_into_a_folder_that_is_there() {
    let site = web();
    let content = &site.options.content;
    let run = Command::new(env!("CARGO_BIN_EXE_site-gen"))
        .args(["mv", "team/pay.md", "guide"])
        .current_dir(content)
        .output()
        .unwrap();
    assert!(run.status.success(), "{run:?}");
    assert!(content.join("guide/pay.md").exists());
}

#[test]
fn a_new_site_is_without_fault_and_is_never_written_over_another() {
    let site = TestSite::new(&[]);
    let folder = site.folder().join("fresh");
    scaffold::site(&folder).unwrap();
    let options = Options { strict: true, ..Options::new(&folder, NOW) };
    let report = check(&options).unwrap();
    assert!(!report.failed, "{}", check::format::human(&report.diagnostics, false));
    assert!(scaffold::site(&folder).unwrap_err().to_string().ends_with("is not empty"));

    let page = folder.join("handbook/pay-day.md");
    scaffold::page(&page, None).unwrap();
    assert!(fs::read_to_string(&page).unwrap().starts_with("---\ntitle: \"Pay day\"\n---\n"));
    assert!(scaffold::page(&page, None).is_err(), "what is there stays");
    scaffold::page(&folder.join("people/index.md"), None).unwrap();
    assert!(fs::read_to_string(folder.join("people/index.md")).unwrap().contains("title: \"People\""));
    assert!(scaffold::page(&site.folder().join("elsewhere.md"), None).is_err());
    assert_eq!(check(&Options::new(&folder, NOW)).unwrap().pages, 5);
}

#[test]
fn a_page_that_moved_before_keeps_its_first_id() {
    let mut site = TestSite::new(&[("a.md", "# A\n")]);
    site.build_well();
    let published = site.folder().join("published.json");
    fs::copy(site.out().join("postil/manifest.json"), &published).unwrap();
    // By hand, and without writing the id down.
    fs::rename(site.options.content.join("a.md"), site.options.content.join("b.md")).unwrap();
    site.write("b.md", "---\naliases: [/a/]\n---\n\n# A\n");

    let changes = rename::rename(&site.options, "b.md", "c.md", true).unwrap();
    assert!(changes.notes[0].contains("move it with `--previous`"), "{:?}", changes.notes);
    site.options.previous = Some(published);
    let changes = rename::rename(&site.options, "b.md", "c.md", false).unwrap();
    assert_eq!(changes.notes, [""; 0]);
    let text = fs::read_to_string(site.options.content.join("c.md")).unwrap();
    assert_eq!(text, "---\nid: a\naliases: [/b/, /a/]\n---\n\n# A\n");
}
