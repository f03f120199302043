//! `docs/benchmarks-server.md`, from the figures of one run.

use std::fmt::Write as _;
use std::time::Duration;

use super::load::Took;
use crate::bench::measure::middle;
use crate::bench::page::machine;

/// What was found out.
#[derive(Default)]
pub(super) struct Figures {
    pub(super) posts: usize,
    pub(super) ready: Duration,
    /// Megabytes right after the start, and after the reading.
    pub(super) resident: f64,
    pub(super) resident_after: f64,
    /// Bytes of the page with its questions.
    pub(super) bytes: usize,
    pub(super) page: Vec<Took>,
    pub(super) nginx: Vec<Took>,
    pub(super) list: Took,
    pub(super) search: Took,
    pub(super) isso_list: Option<Took>,
    pub(super) isso_resident: Option<f64>,
    pub(super) posting: Vec<Posting>,
}

/// What posting took on one server.
pub(super) struct Posting {
    pub(super) server: &'static str,
    pub(super) took: Took,
}

/// The page.
pub(super) fn write(figures: &Figures) -> String {
    let mut text = String::from(
        "# Benchmarks of qa-server\n\nWritten by `cargo xtask bench server`; every figure is from that one run.\n\
         Compare ratios, not milliseconds: other machines, and other work on the same one, change the milliseconds.\n\
         The clients run on the same machine and take their share of its processors.\n\n",
    );
    let _ = writeln!(text, "Machine: {}.\n", machine());
    let _ = writeln!(
        text,
        "The server has a site of a thousand pages and {} posts; one page has fifty posts, ten questions with four replies each.\n",
        figures.posts
    );
    let _ = writeln!(
        text,
        "It serves {} ms after its start, has {:.0} MB in memory then and {:.0} MB after all that follows.\n",
        figures.ready.as_millis(),
        figures.resident,
        figures.resident_after
    );
    reading(&mut text, figures);
    posting(&mut text, &figures.posting);
    text
}

fn reading(text: &mut String, figures: &Figures) {
    text.push_str(
        "## Reading\n\n| what | a second | middle | 99 of 100 within | processor for each |\n\
         |:-----|---------:|-------:|-----------------:|-------------------:|\n",
    );
    line(text, &format!("qa-server: the page, {} kB, eight clients", figures.bytes / 1000), &together(&figures.page));
    line(text, "nginx: the same bytes from a file", &together(&figures.nginx));
    line(text, "qa-server: the page's fifty posts as JSON, two clients", &figures.list);
    if let Some(took) = &figures.isso_list {
        line(text, "Isso 0.14.0: a page's fifty comments as JSON", took);
    }
    line(text, "qa-server: a search for two words in all posts", &figures.search);
    text.push('\n');
    if !figures.nginx.is_empty() {
        let ratio = together(&figures.page).rate / together(&figures.nginx).rate;
        let _ = writeln!(text, "The page is served {ratio:.2} times as often as nginx serves the file.");
    }
    if let (Some(took), Some(resident)) = (&figures.isso_list, figures.isso_resident) {
        let _ = writeln!(
            text,
            "Isso takes {:.0} times the processor for a list, and has {resident:.0} MB in memory.",
            took.cpu / figures.list.cpu.max(f64::MIN_POSITIVE)
        );
    }
}

fn posting(text: &mut String, posting: &[Posting]) {
    text.push_str(
        "\n## Posting\n\nSixty-four clients; every acknowledged post has been synced to the disk.\n\
         qa-server runs with its limits and its moderation: each post is compared with recent ones, and held.\n\
         Isso runs without its limits and its moderation, and with SQLite's own settings.\n\n\
         | server | posts a second | middle | 99 of 100 within | processor for each |\n\
         |:-------|---------------:|-------:|-----------------:|-------------------:|\n",
    );
    for Posting { server, took } in posting {
        line(text, server, took);
    }
    let rate = |name: &str| posting.iter().find(|other| other.server == name).map(|posting| posting.took.rate);
    text.push('\n');
    if let (Some(ours), Some(theirs)) = (rate("qa-server, SQLite"), rate("Isso, SQLite")) {
        let _ = writeln!(text, "qa-server takes {:.1} times as many posts as Isso.", ours / theirs);
    }
    if let (Some(sqlite), Some(postgres)) = (rate("qa-server, SQLite"), rate("qa-server, PostgreSQL")) {
        let _ = writeln!(text, "On PostgreSQL it takes {:.2} times as many as on SQLite.", postgres / sqlite);
    }
}

fn line(text: &mut String, what: &str, took: &Took) {
    let Took { rate, middle, p99, cpu } = took;
    let _ = writeln!(text, "| {what} | {rate:.0} | {middle:.2} ms | {p99:.2} ms | {cpu:.3} ms |");
}

/// The middle of each figure over the rounds.
fn together(rounds: &[Took]) -> Took {
    if rounds.is_empty() {
        return Took::default();
    }
    let of = |figure: fn(&Took) -> f64| middle(rounds.iter().map(figure).collect());
    Took {
        rate: of(|took| took.rate),
        middle: of(|took| took.middle),
        p99: of(|took| took.p99),
        cpu: of(|took| took.cpu),
    }
}
