//! The parts of a build, each by itself: `cargo bench -p site-gen --features bench`.
//!
//! Whole runs beside other programs are measured by `cargo xtask bench site`; this finds out which part a change made
//! slower or faster.

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use site_gen::check::links;
use site_gen::highlight::{Highlighter, language};
use site_gen::output::{self, Discard};
use site_gen::site::{Site, assemble};
use site_gen::{Options, markdown};
use tempfile::TempDir;
use time::OffsetDateTime;

/// Pages of the site that is rendered and whose links are checked.
const PAGES: usize = 100;

const CODE: &str = "/// Counts what is open.\npub fn count(entries: &[u64]) -> u64 {\n    let mut total = 0;\n    \
                    for entry in entries {\n        total += entry * 2; // twice\n    }\n    total\n}\n";

/// A page of some six kilobytes that links to others.
fn page(number: usize) -> String {
    let mut text = format!("---\ntitle: Page {number}\ndescription: What page {number} is about.\n---\n\n");
    for part in 0..6 {
        let to = (number * 7 + part * 13) % PAGES;
        let _ = write!(
            text,
            "## Part {part} of the page\n\nA team reads **what matters** and *writes* it down, as `page.value` says, \
             and [the other page](page-{to:03}.md#part-{part}-of-the-page) says more about it. \
             Every request has an owner, every owner has a week, and every week has an end.\n\n\
             - one thing after the other\n- another thing\n\n| what | who |\n|:-----|----:|\n| review | team |\n\n\
             ```rust\n{CODE}```\n\n{}\n\n",
            "Most of a page is prose like this, without any syntax that would be worth a look. ".repeat(4)
        );
    }
    text
}

/// A site of [`PAGES`] pages, and the folder that it lies in.
fn site() -> (TempDir, Site) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    for number in 0..PAGES {
        fs::write(folder.path().join(format!("page-{number:03}.md")), page(number)).expect("there is room for a page");
    }
    let (site, diagnostics) =
        assemble(&Options::new(folder.path(), OffsetDateTime::UNIX_EPOCH)).expect("the folder is there");
    assert!(diagnostics.iter().all(|it| it.severity != site_gen::check::Severity::Error), "{diagnostics:?}");
    (folder, site.expect("the theme is the one inside"))
}

fn parse(criterion: &mut Criterion) {
    let text = page(1);
    let body = text.find("\n\n").expect("front matter ends")..text.len();
    let mut group = criterion.benchmark_group("parse");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("a page", |bencher| {
        bencher.iter(|| markdown::parse(black_box(&text), body.clone(), Some("Page 1"), true));
    });
    group.finish();
}

fn highlight(criterion: &mut Criterion) {
    let rust = language::find("rust").expect("Rust is known");
    let mut group = criterion.benchmark_group("highlight");
    group.throughput(Throughput::Bytes(CODE.len() as u64));
    group.bench_function("a block for the first time", |bencher| {
        bencher.iter(|| Highlighter::in_memory().parts(rust, black_box(CODE)));
    });
    let warm = Highlighter::in_memory();
    group.bench_function("a block again", |bencher| bencher.iter(|| warm.parts(rust, black_box(CODE))));
    group.finish();
}

fn check_links(criterion: &mut Criterion) {
    let (_folder, site) = site();
    let mut group = criterion.benchmark_group("check links");
    group.throughput(Throughput::Elements(PAGES as u64));
    group.bench_function("of every page", |bencher| {
        bencher.iter(|| {
            for index in 0..PAGES {
                black_box(links::resolve(&site.library, index, "", &site.config.policy, None));
            }
        });
    });
    group.finish();
}

fn render(criterion: &mut Criterion) {
    let (_folder, site) = site();
    let mut group = criterion.benchmark_group("render");
    group.throughput(Throughput::Elements(PAGES as u64));
    group.bench_function("every page and what stands beside it", |bencher| {
        bencher.iter(|| output::write(black_box(&site), &Discard).expect("nothing is written"));
    });
    group.finish();
}

criterion_group!(parts, parse, highlight, check_links, render);
criterion_main!(parts);
