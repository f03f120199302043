//! `--watch`: a change on disk is a change of the site; a mistake is not.

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use site_gen::{BuildError, Report};

use crate::harness::{NOW, TestSite};

/// Watches `site` until the test ends, and hands on how each build went.
fn watch(site: &TestSite) -> Receiver<Result<Report, BuildError>> {
    let (sender, reports) = channel();
    let (options, out) = (site.options.clone(), site.out());
    std::thread::spawn(move || {
        site_gen::watch::watch(&options, &out, || NOW, move |report| drop(sender.send(report))).unwrap();
    });
    reports
}

fn next(reports: &Receiver<Result<Report, BuildError>>) -> Report {
    reports.recv_timeout(Duration::from_secs(30)).expect("a build within half a minute").unwrap()
}

#[test]
fn a_change_is_built_and_a_mistake_leaves_the_last_good_site() {
    let site = TestSite::new(&[("index.md", "# Home\n\nFirst.\n")]);
    let reports = watch(&site);
    assert!(!next(&reports).failed);
    assert!(site.read("index.html").contains("First."));

    site.write("index.md", "# Home\n\n[dead](gone.md)\n");
    while !next(&reports).failed {}
    assert!(site.read("index.html").contains("First."));

    site.write("index.md", "# Home\n\nSecond.\n");
    while next(&reports).failed {}
    assert!(site.read("index.html").contains("Second."));
}
