//! `cargo xtask bench site`: whole runs of site-gen, of a floor below it, and of its peers, on the same trees.
//!
//! | module | is |
//! |---|---|
//! | [`tree`] | the trees of Markdown |
//! | [`peers`] | the themes, and Hugo's site |
//! | [`measure`] | what one run takes |
//! | [`edit`] | how long one saved page takes to its file |
//! | [`page`] | `docs/benchmarks.md` |
//!
//! Ratios come from one run on one machine; figures that a run did not print are not claimed.

mod edit;
mod measure;
mod page;
mod peers;
mod tree;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};

use crate::interrupt::Interrupt;
use crate::workspace::Workspace;
use crate::{install, process, report};
use measure::Cost;
use peers::Extent;
use tree::Dialect;

/// Memory as a disk, so that disks do not hide what programs cost.
const MEMORY: &str = "/dev/shm";

/// What can be measured.
#[derive(Subcommand)]
pub(crate) enum What {
    /// The site generator, beside a floor program and Hugo; writes docs/benchmarks.md.
    Site(Options),
}

/// What `cargo xtask bench site` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// How many pages the trees have
    #[arg(long, value_delimiter = ',', default_value = "1000,10000,50000")]
    pages: Vec<usize>,
    /// Runs of each kind, of which the middle one counts
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Measures the release as it was built last
    #[arg(long)]
    no_build: bool,
    /// Trees above this many pages are not given to peers
    #[arg(long, default_value_t = 10_000)]
    most_for_peers: usize,
}

/// One line of the report.
struct Row {
    pages: usize,
    program: &'static str,
    kind: &'static str,
    cost: Cost,
}

/// How long one saved page took, in milliseconds.
struct Edit {
    pages: usize,
    middle: f64,
    worst: f64,
}

/// Measures, prints, and writes the report.
pub(crate) fn run(workspace: &Workspace, interrupt: &Interrupt, what: &What) -> Result<()> {
    let What::Site(options) = what;
    if !options.no_build {
        report::step("Building the release");
        let mut build = workspace.cargo();
        build.args(["build", "--release", "--package", "site-gen", "--bins", "--example", "floor"]);
        process::run(interrupt, "cargo build", &mut build)?;
    }
    let hugo = match install::hugo(workspace, interrupt) {
        Ok(hugo) => Some(hugo),
        Err(error) => {
            report::note(&format!("Hugo is left out: {error:#}"));
            None
        }
    };
    let scratch = tempfile::Builder::new().prefix("postil-bench-").tempdir_in(MEMORY)?;
    let on_disk = tempfile::Builder::new().prefix("bench-").tempdir_in(workspace.target())?;
    let mut bench = Bench {
        interrupt,
        rounds: options.rounds,
        site_gen: workspace.target().join("release/site-gen"),
        floor: workspace.target().join("release/examples/floor"),
        hugo,
        scratch: scratch.path().to_owned(),
        on_disk: on_disk.path().to_owned(),
        rows: Vec::new(),
        edits: Vec::new(),
    };
    for &pages in &options.pages {
        bench.measure(pages, pages <= options.most_for_peers)?;
    }
    let page = page::write(&bench.rows, &bench.edits, bench.hugo.as_deref());
    let file = workspace.root().join("docs/benchmarks.md");
    fs::create_dir_all(workspace.root().join("docs"))?;
    fs::write(&file, &page).with_context(|| format!("cannot write {}", file.display()))?;
    report::step(&format!("Written to {}", file.display()));
    Ok(())
}

struct Bench<'a> {
    interrupt: &'a Interrupt,
    rounds: usize,
    site_gen: PathBuf,
    floor: PathBuf,
    hugo: Option<PathBuf>,
    scratch: PathBuf,
    on_disk: PathBuf,
    rows: Vec<Row>,
    edits: Vec<Edit>,
}

impl Bench<'_> {
    /// Everything on trees of `pages` pages.
    fn measure(&mut self, pages: usize, with_peers: bool) -> Result<()> {
        report::step(&format!("{pages} pages"));
        let site = self.scratch.join("site");
        let content = site.join("content");
        tree::write(&content, pages, Dialect::Postil)?;
        fs::write(content.join("site.yaml"), "title: Site\nbase_url: https://example.org\nsearch: false\n")?;
        let theme = self.scratch.join("bare-theme");
        peers::write_bare_theme(&theme)?;
        let out = site.join("public");

        let mut floor = Command::new(&self.floor);
        floor.arg(&content).arg(&out);
        self.row(pages, "floor", "read, parse, write", &floor, &[&out])?;
        remove(&out)?;
        let cache = site.join(".postil-cache");
        let mut bare = self.build(&content, &out);
        bare.arg("--theme").arg(&theme);
        self.row(pages, "site-gen", "bare", &bare, &[&out])?;
        commit(&site)?;
        let full = self.build(&content, &out);
        self.row(pages, "site-gen", "full, cold", &full, &[&out, &cache])?;
        self.row(pages, "site-gen", "full, warm", &full, &[&out])?;
        self.row(pages, "site-gen", "full, over the old site", &full, &[])?;
        let disk = self.on_disk.join("public");
        let to_disk = self.build(&content, &disk);
        self.row(pages, "site-gen", "full, to disk", &to_disk, &[&disk])?;
        remove(&disk)?;
        remove(&out)?;
        let edit = edit::measure(self.interrupt, self.build(&content, &out), &content, &out, pages)?;
        report::note(&format!("one page saved: {:.0} ms, at worst {:.0} ms", edit.middle, edit.worst));
        self.edits.push(edit);
        remove(&site)?;
        if let Some(hugo) = self.hugo.clone().filter(|_| with_peers) {
            self.measure_hugo(&hugo, pages)?;
        }
        Ok(())
    }

    fn measure_hugo(&mut self, hugo: &Path, pages: usize) -> Result<()> {
        let site = self.scratch.join("hugo");
        tree::write(&site.join("content"), pages, Dialect::Hugo)?;
        let out = site.join("public");
        let mut command = Command::new(hugo);
        command.args(["--quiet", "--noBuildLock", "--source"]).arg(&site).arg("--destination").arg(&out);
        command.arg("--cacheDir").arg(self.scratch.join("hugo-cache"));
        peers::write_hugo(&site, Extent::Bare, false)?;
        self.row(pages, "Hugo", "bare", &command, &[&out])?;
        commit(&site)?;
        peers::write_hugo(&site, Extent::Full, false)?;
        self.row(pages, "Hugo", "full, without highlighting", &command, &[&out])?;
        peers::write_hugo(&site, Extent::Full, true)?;
        self.row(pages, "Hugo", "full", &command, &[&out])?;
        remove(&site)
    }

    fn build(&self, content: &Path, out: &Path) -> Command {
        let mut command = Command::new(&self.site_gen);
        command.arg("build").arg(content).arg("--out").arg(out);
        command
    }

    /// Measures `command` with the folders `away` removed before each run.
    fn row(
        &mut self,
        pages: usize,
        program: &'static str,
        kind: &'static str,
        command: &Command,
        away: &[&Path],
    ) -> Result<()> {
        self.interrupt.check()?;
        let cost = measure::middle(program, command, self.rounds, &self.scratch, || {
            away.iter().try_for_each(|folder| remove(folder))
        })?;
        report::note(&format!(
            "{program:9} {kind:28} {:7.2} s by the clock  {:7.2} s on processors  {:6.0} MB",
            cost.wall, cost.cpu, cost.memory
        ));
        self.rows.push(Row { pages, program, kind, cost });
        Ok(())
    }
}

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
    fs::write(folder.join(".gitignore"), "/public\n/.postil-cache\n/hugo.yaml\n/layouts\n")?;
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=Bench", "-c", "user.email=bench@example.org", "-c", "commit.gpgsign=false"];
        process::read("git", Command::new("git").arg("-C").arg(folder).args(identity).args(arguments))
    };
    git(&["init", "--quiet"])?;
    git(&["add", "."])?;
    git(&["commit", "--quiet", "--message", "Pages"])?;
    Ok(())
}
