//! Zensical, the successor of Material for MkDocs, with its own theme.

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
use crate::{install, process, report};

/// The name in the report.
const NAME: &str = "Zensical";
/// Its wheel on PyPI.
const PACKAGE: &str = "zensical==0.0.73";

/// The features whose pages have what ours have; a sidebar of the section alone is the cheapest that it can be asked for.
const CONFIG: &str = "[project]\nsite_name = \"Site\"\nsite_url = \"https://example.org/\"\n\n[project.theme]\n\
    features = [\"navigation.footer\", \"navigation.indexes\", \"navigation.path\", \"navigation.prune\"]\n\n\
    [project.markdown_extensions]\ntables = {}\ntoc = {}\npymdownx.highlight = {}\npymdownx.superfences = {}\n";

/// Zensical, in a virtual environment below the target folder.
pub(super) fn install(workspace: &Workspace, interrupt: &Interrupt) -> Result<PathBuf> {
    let folder = workspace.target().join("bench-zensical");
    let program = folder.join("bin/zensical");
    if process::succeeds(Command::new(&program).arg("--version")) {
        report::found(NAME, &program.display().to_string());
        return Ok(program);
    }
    install::make_environment(workspace, interrupt, &folder)?;
    let mut pip = Command::new(folder.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:", PACKAGE]);
    process::run(interrupt, "pip install", pip.current_dir(workspace.root())).context(
        "Zensical could not be installed from PyPI: see what pip says above, or whether PyPI can be reached",
    )?;
    report::installed(NAME, PACKAGE);
    Ok(program)
}

/// Which one it is.
pub(super) fn sentence(program: &Path) -> String {
    let version = version(program, &["--version"]);
    format!(
        "{NAME} is {version} from PyPI, with its own theme and its search index, the sidebar pruned to the section; \
         *cold* has no cache, *warm* has one."
    )
}

impl Bench<'_> {
    /// With its cache and without.
    pub(super) fn measure_zensical(&mut self, zensical: &Path, pages: usize) -> Result<()> {
        let site = self.scratch.join("zensical");
        tree::write(&site.join("docs"), pages, Dialect::Plain)?;
        fs::write(site.join("zensical.toml"), CONFIG)?;
        let (out, cache) = (site.join("site"), site.join(".cache"));
        let run = |kind, away: &[&PathBuf]| {
            let mut command = Command::new(zensical);
            command.arg("build").current_dir(&site);
            Run { program: NAME, kind, command, away: away.iter().copied().cloned().collect() }
        };
        self.rows(pages, &mut [run("full, cold", &[&out, &cache]), run("full, warm", &[&out])])?;
        remove(&site)
    }
}
