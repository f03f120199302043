//! Files within pages: what the rest of the product makes of them.

use std::fs;

use site_gen::check::format::human;
use site_gen::edit::rename;

use crate::harness::TestSite;

const STEP: &str = "## Step\n\nSee [pay](../team/pay.md) and ![a dot](../dot.svg).\n";

fn site() -> TestSite {
    TestSite::new(&[
        (
            "index.md",
            "# Home\n\n<Include file=\"_parts/step.md\" />\n\n1. Code:\n   <Include file=\"code/a.rs\" />\n\n[last](#step)\n",
        ),
        ("team/pay.md", "# Pay\n\n> <Include file=\"../_parts/step.md\" />\n"),
        ("_parts/step.md", STEP),
        ("code/a.rs", "fn a() {}\n// ANCHOR: x\n"),
        ("dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ])
}

#[test]
fn sections_change_when_what_they_include_does() {
    let site = site();
    site.build_well();
    let hash = || {
        let manifest = qa_api::manifest::Manifest::parse(&site.read("postil/manifest.json")).unwrap();
        let sections = &manifest.page("index").unwrap().sections;
        assert_eq!(sections.len(), 1);
        (sections[0].anchor.clone(), sections[0].hash.clone())
    };
    let before = hash();
    assert_eq!(before.0, "step");
    site.write("code/a.rs", "fn b() {}\n");
    site.build_well();
    assert_ne!(hash(), before);
}

#[test]
fn the_markdown_beside_a_page_holds_what_it_includes() {
    let site = site();
    site.build_well();
    let markdown = site.read("index.md");
    assert!(markdown.contains("## Step\n\nSee [pay](/team/pay/) and ![a dot](/dot.svg).\n"), "{markdown}");
    assert!(markdown.contains("1. Code:\n   ```rs\n   fn a() {}\n   ```\n"), "{markdown}");
    assert!(!markdown.contains("Include") && !markdown.contains("ANCHOR"), "{markdown}");
    let quoted = site.read("team/pay/index.md");
    assert!(quoted.contains("> ## Step\n> \n> See [pay](/team/pay/)"), "{quoted}");
}

#[test]
fn a_move_takes_tags_and_included_files_along() {
    let site = site();
    rename::rename(&site.options, "team", "people", false).unwrap();
    rename::rename(&site.options, "people/pay.md", "pay.md", false).unwrap();
    rename::rename(&site.options, "_parts/step.md", "_texts/first/step.md", false).unwrap();
    rename::rename(&site.options, "code/a.rs", "examples/a.rs", false).unwrap();
    let read = |path: &str| fs::read_to_string(site.options.content.join(path)).unwrap();
    assert!(read("index.md").contains("<Include file=\"_texts/first/step.md\" />"));
    assert!(read("index.md").contains("<Include file=\"examples/a.rs\" />"));
    assert!(read("pay.md").contains("<Include file=\"_texts/first/step.md\" />"));
    assert!(read("_texts/first/step.md").contains("[pay](../../pay.md) and ![a dot](../../dot.svg)"));
    site.build_well();

    let refused = rename::rename(&site.options, "_texts/first/step.md", "_texts/first/step.txt", false);
    assert!(refused.is_err(), "Markdown stays Markdown");
}

#[test]
fn a_page_includes_no_more_than_it_can_bear() {
    let deep: Vec<(String, String)> = (0..12)
        .map(|number| (format!("_parts/{number}.md"), format!("{number}\n\n<Include file=\"{}.md\" />\n", number + 1)))
        .collect();
    let site = TestSite::new(&[("index.md", "# Home\n\n<Include file=\"_parts/0.md\" />\n")]);
    for (path, text) in &deep {
        site.write(path, text);
    }
    let told = site.complaints();
    assert!(told.contains("error[include]: this is the 9th file within a file\n --> _parts/7.md:3:10"), "{told}");

    // Each file includes the next one thirty times.
    for number in 0..5 {
        site.write(&format!("_parts/{number}.md"), &format!("<Include file=\"{}.md\" />\n\n", number + 1).repeat(30));
    }
    site.write("_parts/5.md", "End.\n");
    let told = site.complaints();
    assert!(told.contains("error[include]: this page includes more than 500 files"), "{told}");

    site.write("index.md", "# Home\n\n<Include file=\"_parts/large.txt\" />\n<Include file=\"_parts/half.txt\" />\n");
    site.write("_parts/large.txt", &"text\n".repeat(700_000));
    site.write("_parts/half.txt", &"text\n".repeat(300_000));
    let told = site.complaints();
    assert!(told.contains("this page includes more than 4 MiB\n --> index.md:4:10"), "{told}");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_content_folder_is_not_followed() {
    let site = TestSite::new(&[("index.md", "# Home\n\n<Include file=\"_parts/secret.txt\" />\n")]);
    let secret = site.folder().join("secret.txt");
    fs::write(&secret, "a secret").unwrap();
    fs::create_dir(site.options.content.join("_parts")).unwrap();
    std::os::unix::fs::symlink(&secret, site.options.content.join("_parts/secret.txt")).unwrap();
    let told = site.complaints();
    assert!(told.contains("`_parts/secret.txt` is a link out of the content folder"), "{told}");
}

#[test]
fn what_is_wrong_in_an_included_file_is_told_once_and_there() {
    let site = site();
    site.write("_parts/step.md", "## Step\n\n<Callout type={1}>\n\n![](../dot.svg)\n\n</Callout>\n");
    let report = site.build();
    let told = human(&report.diagnostics, false);
    assert_eq!(report.diagnostics.len(), 2, "{told}");
    assert!(told.contains("`type` is a text\n --> _parts/step.md:3:10\n"), "{told}");
    assert!(told.contains("warning[missing-alt]") && told.contains("--> _parts/step.md:5:1"), "{told}");
}
