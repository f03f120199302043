//! The output folder under readers and under `kill -9`: always one whole site, the old one or the new one.

use std::fs;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use qa_api::manifest::Manifest;
use site_gen::{Publish, build};

use crate::harness::{Over, TestSite};

/// Pages of the site; enough for a build to be caught in the middle.
const PAGES: usize = 150;

fn write_edition(site: &TestSite, edition: usize) {
    site.write("index.md", &format!("# Home\n\nEdition {edition}.\n"));
    for page in 0..PAGES {
        site.write(&format!("pages/p{page}.md"), &format!("# Page {page}\n\nEdition {edition}.\n\nMore text.\n"));
    }
}

/// The edition that every page of the output folder has.
fn edition(site: &TestSite) -> String {
    let editions: Vec<String> = site
        .files()
        .into_iter()
        .filter(|(path, _)| {
            let number = path.strip_prefix("pages/p").and_then(|rest| rest.strip_suffix("/index.html"));
            path == "index.html" || number.is_some_and(|number| number.parse::<usize>().is_ok())
        })
        .map(|(path, bytes)| {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.trim_end().ends_with("</html>"), "{path} is cut off");
            let (_, after) = text.split_once("Edition ").unwrap_or_else(|| panic!("{path} has no edition"));
            after.split('.').next().unwrap().to_owned()
        })
        .collect();
    assert_eq!(editions.len(), PAGES + 1);
    assert!(editions.windows(2).all(|pair| pair[0] == pair[1]), "two editions at once");
    editions[0].clone()
}

#[test]
fn a_killed_build_leaves_one_whole_site() {
    let mut site = TestSite::new(&[]);
    site.options.theme = None;
    write_edition(&site, 0);
    site.build_well();
    for round in 1..=24 {
        write_edition(&site, round);
        let mut child = Command::new(env!("CARGO_BIN_EXE_site-gen"))
            .arg("build")
            .arg(&site.options.content)
            .arg("--out")
            .arg(site.out())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(u64::try_from(round).unwrap() * 25));
        // It may have ended already.
        let _ = child.kill();
        child.wait().unwrap();
        edition(&site);
    }
    site.build_well();
    assert_eq!(edition(&site), "24");
}

#[test]
fn readers_never_meet_half_a_site() {
    let mut site = TestSite::new(&[]);
    site.options.theme = None;
    for publish in [Publish::Swap, Publish::Merge] {
        write_edition(&site, 0);
        build(&site.options, &site.out(), publish).unwrap();
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            let reader = scope.spawn(|| {
                let mut reads = 0;
                while !is_over.load(Ordering::Relaxed) {
                    for path in ["index.html", "pages/p0/index.html", "pages/p149/index.html"] {
                        let text = fs::read_to_string(site.out().join(path)).unwrap();
                        assert!(
                            text.trim_end().ends_with("</html>") && text.contains("Edition "),
                            "{publish:?} {path}"
                        );
                    }
                    let manifest = fs::read_to_string(site.out().join("postil/manifest.json")).unwrap();
                    assert_eq!(Manifest::parse(&manifest).unwrap().pages.len(), PAGES + 1);
                    reads += 1;
                }
                reads
            });
            let over = Over(&is_over);
            for round in 1..12 {
                write_edition(&site, round);
                build(&site.options, &site.out(), publish).unwrap();
            }
            drop(over);
            assert!(reader.join().unwrap() > 0);
        });
        assert_eq!(edition(&site), "11");
    }
}
