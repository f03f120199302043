//! `docs/benchmarks.md`, from the figures of one run.

use std::fmt::Write as _;
use std::fs;

use super::figures::{Edit, Figures, Index, Row, Search, Stages};
use super::measure::LIMIT;

const WHAT: &str = "\
Trees: pages of about 7 kB in sections of a hundred, each with prose, six headings, links, lists, a table, an image and code in six languages; every section has its own sidebar.
Programs take turns, and a figure is the middle one of its rounds; files are read and written in memory (tmpfs) unless it says disk.

- *floor*: a program that reads, parses and writes every page on two threads, and nothing else.
- *bare*: the text of each page with nothing around it.
- *full*: sidebar, contents, trail, next page, every link and anchor checked, dates from git; for site-gen also a print page of every section, a `.md` beside every page, and the manifest.
- *cold* has no cache, *warm* has one.

";

/// The page.
pub(super) fn write(figures: &Figures, sentences: &[String], (rounds, most): (usize, usize)) -> String {
    let mut text = String::from(
        "# Benchmarks of site-gen\n\nWritten by `cargo xtask bench site`; every figure is from that one run.\n\
         Compare ratios, not seconds: other machines, and other work on the same one, change the seconds.\n\n",
    );
    let _ =
        writeln!(text, "Machine: {}.\nRounds: {rounds}; one above {most} pages, which no peer is given.\n", machine());
    text.push_str(WHAT);
    for sentence in sentences {
        let _ = writeln!(text, "{sentence}");
    }
    for rows in figures.rows.chunk_by(|a, b| a.pages == b.pages) {
        table(&mut text, rows);
    }
    growth(&mut text, &figures.rows);
    where_the_time_goes(&mut text, &figures.stages);
    edits(&mut text, &figures.edits);
    if let Some(found) = &figures.search {
        search(&mut text, found);
    }
    text
}

/// One size: a line for each program, then how much more the peers take.
fn table(text: &mut String, rows: &[Row]) {
    let _ = write!(
        text,
        "\n## {} pages\n\n| program | what | clock | processors | from – to | memory | processors, floor = 1 |\n\
         |:--------|:-----|------:|-----------:|:---------:|-------:|----------------------:|\n",
        rows[0].pages
    );
    let cpu = |program: &str, kind: &str| {
        rows.iter().find(|row| row.program == program && row.kind == kind)?.middle().map(|cost| cost.cpu)
    };
    let floor = cpu("floor", "read, parse, write");
    for row in rows {
        let (program, kind) = (row.program, row.kind);
        let Some(series) = &row.series else {
            let _ = writeln!(text, "| {program} | {kind} | stopped after {} s | | | | |", LIMIT.as_secs());
            continue;
        };
        let (cost, (least, most)) = (series.middle(), series.range());
        let ratio = floor.map_or_else(String::new, |floor| format!("{:.1}", cost.cpu / floor));
        let _ = writeln!(
            text,
            "| {program} | {kind} | {:.2} s | {:.2} s | {least:.2} – {most:.2} | {:.0} MB | {ratio} |",
            cost.clock, cost.cpu, cost.memory
        );
    }
    text.push('\n');
    let (cold, warm) = (cpu("site-gen", "full, cold"), cpu("site-gen", "full, warm"));
    for row in rows.iter().filter(|row| !matches!(row.program, "floor" | "site-gen")) {
        let Some(theirs) = row.middle().map(|cost| cost.cpu) else { continue };
        let (name, kind) = (row.program, row.kind);
        let against = match (kind.starts_with("bare"), cold, warm) {
            (true, ..) => cpu("site-gen", "bare, cold").map(|ours| format!("{:.1} × bare, cold", theirs / ours)),
            (false, Some(cold), Some(warm)) => {
                Some(format!("{:.1} × full, cold, and {:.1} × full, warm", theirs / cold, theirs / warm))
            }
            _ => None,
        };
        if let Some(against) = against {
            let _ = writeln!(text, "- {name} ({kind}) takes of the processors {against}.");
        }
    }
}

/// How the time grows with the pages.
fn growth(text: &mut String, rows: &[Row]) {
    let full = rows.iter().filter(|row| row.program == "site-gen" && row.kind == "full, warm");
    let full: Vec<_> = full.filter_map(|row| Some((row.pages, row.middle()?))).collect();
    if full.len() < 2 {
        return;
    }
    text.push_str(
        "\n## Growth\n\nA full build, warm.\n\n\
         | from | to | pages | processors | memory |\n|-----:|---:|------:|-----------:|-------:|\n",
    );
    for pair in full.windows(2) {
        let ((few, small), (many, large)) = (&pair[0], &pair[1]);
        let _ = writeln!(
            text,
            "| {few} | {many} | × {:.1} | × {:.1} | × {:.1} |",
            *many as f64 / *few as f64,
            large.cpu / small.cpu,
            large.memory / small.memory
        );
    }
}

/// The stages of each size's build, in columns.
fn where_the_time_goes(text: &mut String, stages: &[Stages]) {
    let Some(first) = stages.first() else { return };
    text.push_str(
        "\n## Where the time goes\n\nA full build, warm, by the clock, from `site-gen build --timings`.\n\n| stage |",
    );
    for of_size in stages {
        let _ = write!(text, " {} pages |", of_size.pages);
    }
    let _ = write!(text, "\n|:------|{}\n", "------:|".repeat(stages.len()));
    for (name, _) in &first.took {
        let _ = write!(text, "| {name} |");
        for of_size in stages {
            let all: f64 = of_size.took.iter().map(|(_, took)| took).sum();
            let took = of_size.took.iter().find(|(other, _)| other == name).map_or(0.0, |(_, took)| *took);
            let _ = write!(text, " {took:.0} ms, {:.0} % |", 100.0 * took / all.max(f64::MIN_POSITIVE));
        }
        text.push('\n');
    }
    let slowest = first.took.iter().max_by(|(_, a), (_, b)| a.total_cmp(b));
    if let Some((name, _)) = slowest {
        let _ = writeln!(
            text,
            "\nAt {} pages *{name}* takes the most: whoever wants more speed begins there.",
            first.pages
        );
    }
}

fn edits(text: &mut String, edits: &[Edit]) {
    if edits.is_empty() {
        return;
    }
    text.push_str(
        "\n## One page saved\n\nFrom the end of the save to the page's new file, with `site-gen build --watch`.\n\n\
         | pages | middle | worst |\n|------:|-------:|------:|\n",
    );
    for Edit { pages, middle, worst } in edits {
        let _ = writeln!(text, "| {pages} | {middle:.0} ms | {worst:.0} ms |");
    }
}

fn search(text: &mut String, Search { pages, ours, theirs }: &Search) {
    let _ = write!(
        text,
        "\n## Search index\n\nOf the full site's {pages} pages; for site-gen what a build takes more than without, for Pagefind its own program on the built pages.\n\n\
         | program | processors | size | files |\n|:--------|-----------:|-----:|------:|\n"
    );
    for (name, index) in [("site-gen", Some(ours)), ("Pagefind", theirs.as_ref())] {
        let Some(Index { cpu, bytes, files }) = index else { continue };
        let _ = writeln!(text, "| {name} | {cpu:.2} s | {:.2} MB | {files} |", *bytes as f64 / 1e6);
    }
    if let Some(theirs) = theirs {
        let _ =
            writeln!(text, "\nsite-gen takes {:.2} times the time of Pagefind's own program.", ours.cpu / theirs.cpu);
    }
}

/// The machine's processors: how many, and which.
pub(super) fn machine() -> String {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let name = name.map_or(std::env::consts::ARCH, |(_, name)| name);
    format!("{processors} processors, {name}")
}
