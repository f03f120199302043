//! mdBook, compiled without what a single build does not use, with its own theme.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::version;
use crate::bench::measure::Run;
use crate::bench::tree::{self, Dialect};
use crate::bench::{Bench, remove};
use crate::interrupt::Interrupt;
use crate::workspace::Workspace;
use crate::{process, report};

/// The name in the report.
const NAME: &str = "mdBook";
/// What crates.io is asked for.
const VERSION: &str = "0.5.4";

/// mdBook, compiled into the target folder.
pub(super) fn install(workspace: &Workspace, interrupt: &Interrupt) -> Result<PathBuf> {
    let folder = workspace.target().join("bench-mdbook");
    let program = folder.join("bin/mdbook");
    if process::succeeds(Command::new(&program).arg("--version")) {
        report::found(NAME, &program.display().to_string());
        return Ok(program);
    }
    report::note("mdBook is compiled, which takes some minutes …");
    let mut install = workspace.cargo();
    install.args(["install", "--quiet", "--locked", "--no-default-features", "--version", VERSION, "--root"]);
    install.arg(&folder).arg("--target-dir").arg(folder.join("target")).arg("mdbook");
    process::run(interrupt, "cargo install mdbook", &mut install)
        .context("mdBook could not be compiled: see what cargo says above, or whether crates.io can be reached")?;
    remove(&folder.join("target"))?;
    report::installed(NAME, VERSION);
    Ok(program)
}

/// Which one it is.
pub(super) fn sentence(program: &Path) -> String {
    let version = version(program, &["--version"]);
    format!(
        "{NAME} is {version} from crates.io, without search, with its own theme; \
         it checks no links, knows no dates, and leaves highlighting to the reader's browser."
    )
}

impl Bench<'_> {
    /// The whole book.
    pub(super) fn measure_mdbook(&mut self, mdbook: &Path, pages: usize) -> Result<()> {
        let book = self.scratch.join("book");
        tree::write(&book.join("src"), pages, Dialect::Plain)?;
        fs::write(book.join("book.toml"), "[book]\ntitle = \"Site\"\n\n[build]\ncreate-missing = false\n")?;
        let mut summary = String::from("# Summary\n\n");
        for page in 0..pages {
            let indent = if page.is_multiple_of(tree::PAGES_PER_SECTION) { "" } else { "  " };
            let _ = writeln!(summary, "{indent}- [Page {page}]({})", tree::path(page));
        }
        fs::write(book.join("src/SUMMARY.md"), summary)?;
        let mut command = Command::new(mdbook);
        command.arg("build").arg(&book).env("RUST_LOG", "warn");
        let run = Run { program: NAME, kind: "full, without highlighting", command, away: vec![book.join("book")] };
        self.rows(pages, &mut [run])?;
        remove(&book)
    }
}
