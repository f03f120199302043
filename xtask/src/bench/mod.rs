//! `cargo xtask bench site`: whole runs of site-gen, of a floor below it, and of its peers, on the same trees.
//!
//! | module | is |
//! |---|---|
//! | [`tree`] | the trees of Markdown |
//! | [`measure`] | what runs take |
//! | [`ours`], [`theme`] | site-gen and the floor |
//! | [`edit`] | how long one saved page takes to its file |
//! | [`stages`] | where the time of a build goes |
//! | [`search`] | the search index, beside Pagefind's own program |
//! | [`peers`] | Hugo, mdBook, Zensical |
//! | [`server`] | `cargo xtask bench server`: the server, beside Isso and nginx |
//! | [`figures`], [`page`] | what was found out, and `docs/benchmarks.md` |
//!
//! Ratios come from one run on one machine; figures that a run did not print are not claimed.

mod edit;
mod figures;
mod measure;
mod ours;
mod page;
mod peers;
mod search;
mod server;
mod stages;
mod theme;
mod tree;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};

use crate::interrupt::Interrupt;
use crate::workspace::Workspace;
use crate::{process, report};
use figures::{Figures, Row};
use measure::Run;
use peers::Peers;

/// Memory as a disk, so that disks do not hide what programs cost.
const MEMORY: &str = "/dev/shm";

/// What can be measured.
#[derive(Subcommand)]
pub(crate) enum What {
    /// The site generator, beside a floor program and its peers; writes docs/benchmarks.md.
    Site(Options),
    /// The server, beside Isso and nginx; writes docs/benchmarks-server.md.
    Server(server::Options),
}

/// What `cargo xtask bench site` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// How many pages the trees have
    #[arg(long, value_delimiter = ',', default_value = "1000,10000,50000")]
    pages: Vec<usize>,
    /// Runs of each kind, whose middle counts
    #[arg(long, default_value_t = 2)]
    rounds: usize,
    /// Measures the release as it was built last
    #[arg(long)]
    no_build: bool,
    /// Trees above this many pages are not given to peers, and site-gen runs once on them
    #[arg(long, default_value_t = 10_000)]
    most_for_peers: usize,
    /// Programs to do without, such as mdbook, which has to be compiled once
    #[arg(long, value_delimiter = ',')]
    without: Vec<String>,
}

/// Measures, prints, and writes the report.
pub(crate) fn run(workspace: &Workspace, interrupt: &Interrupt, what: &What) -> Result<()> {
    match what {
        What::Site(options) => run_site(workspace, interrupt, options),
        What::Server(options) => server::run(workspace, interrupt, options),
    }
}

fn run_site(workspace: &Workspace, interrupt: &Interrupt, options: &Options) -> Result<()> {
    if !options.no_build {
        report::step("Building the release");
        let mut build = workspace.cargo();
        build.args(["build", "--release", "--package", "site-gen", "--bins", "--example", "floor"]);
        process::run(interrupt, "cargo build", &mut build)?;
    }
    let peers = Peers::find(workspace, interrupt, &options.without)?;
    let scratch = tempfile::Builder::new().prefix("postil-bench-").tempdir_in(MEMORY)?;
    let on_disk = tempfile::Builder::new().prefix("bench-").tempdir_in(workspace.target())?;
    let mut bench = Bench {
        interrupt,
        rounds: options.rounds,
        site_gen: workspace.target().join("release/site-gen"),
        floor: workspace.target().join("release/examples/floor"),
        peers,
        scratch: scratch.path().to_owned(),
        on_disk: on_disk.path().to_owned(),
        figures: Figures::default(),
    };
    for (position, &pages) in options.pages.iter().enumerate() {
        report::step(&format!("{pages} pages"));
        bench.rounds = if pages > options.most_for_peers { 1 } else { options.rounds };
        bench.measure_ours(pages, position == 0)?;
        if pages <= options.most_for_peers {
            bench.measure_peers(pages)?;
        }
    }
    let page = page::write(&bench.figures, &bench.peers.sentences, (options.rounds, options.most_for_peers));
    let file = workspace.root().join("docs/benchmarks.md");
    fs::create_dir_all(workspace.root().join("docs"))?;
    fs::write(&file, &page).with_context(|| format!("cannot write {}", file.display()))?;
    report::step(&format!("Written to {}", file.display()));
    Ok(())
}

/// One run of the command: the programs, where they work, and what was found out so far.
struct Bench<'a> {
    interrupt: &'a Interrupt,
    rounds: usize,
    site_gen: PathBuf,
    floor: PathBuf,
    peers: Peers,
    /// In memory.
    scratch: PathBuf,
    on_disk: PathBuf,
    figures: Figures,
}

impl Bench<'_> {
    /// Measures `runs` in turns, prints what they took, and keeps it.
    fn rows(&mut self, pages: usize, runs: &mut [Run]) -> Result<()> {
        let series = measure::in_turns(self.interrupt, self.rounds, runs)?;
        for (run, series) in runs.iter().zip(series) {
            let row = Row { pages, program: run.program, kind: run.kind, series };
            report::note(&match row.middle() {
                Some(cost) => format!(
                    "{:9} {:28} {:7.2} s by the clock  {:7.3} s on processors  {:6.0} MB",
                    row.program, row.kind, cost.clock, cost.cpu, cost.memory
                ),
                None => format!("{:9} {:28} stopped", row.program, row.kind),
            });
            self.figures.rows.push(row);
        }
        Ok(())
    }
}

/// Removes `folder`, if it is there.
fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Puts `folder` into a repository of its own, so that pages have dates.
fn commit(folder: &Path) -> Result<()> {
    fs::write(folder.join(".gitignore"), "/public\n/floor\n/.postil-cache\n/hugo.yaml\n/layouts\n")?;
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=Bench", "-c", "user.email=bench@example.org", "-c", "commit.gpgsign=false"];
        process::read("git", Command::new("git").arg("-C").arg(folder).args(identity).args(arguments))
    };
    git(&["init", "--quiet"])?;
    git(&["add", "."])?;
    git(&["commit", "--quiet", "--message", "Pages"])?;
    Ok(())
}
