//! The programs that are measured beside site-gen on the same trees, as far as registries provide them.
//!
//! One that cannot be had is left out, and the report says so; one that takes too long is stopped, and not given the
//! larger trees.

mod hugo;
mod mdbook;
mod zensical;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::Bench;
use super::measure::LIMIT;
use crate::interrupt::Interrupt;
use crate::workspace::Workspace;
use crate::{install, process, report};

/// Pagefind's program is in a package of its own for each kind of machine.
const PAGEFIND: [(&str, (&str, &str)); 2] = [
    ("x86_64", ("@pagefind/linux-x64@1.6.0", "bin/pagefind_extended")),
    ("aarch64", ("@pagefind/linux-arm64@1.6.0", "bin/pagefind_extended")),
];

/// The programs that are there.
#[derive(Default)]
pub(super) struct Peers {
    hugo: Option<PathBuf>,
    mdbook: Option<PathBuf>,
    zensical: Option<PathBuf>,
    pub(super) pagefind: Option<PathBuf>,
    /// Names of those that this run does without.
    without: Vec<String>,
    /// A sentence about each.
    pub(super) sentences: Vec<String>,
}

impl Peers {
    /// Finds them, and installs below the target folder what is missing; not those that are named in `without`.
    ///
    /// # Errors
    /// When somebody interrupts it.
    pub(super) fn find(workspace: &Workspace, interrupt: &Interrupt, without: &[String]) -> Result<Self> {
        let mut peers = Self { without: without.to_vec(), ..Self::default() };
        peers.hugo = peers.take("Hugo", || install::hugo(workspace, interrupt), hugo::sentence);
        peers.mdbook = peers.take("mdBook", || mdbook::install(workspace, interrupt), mdbook::sentence);
        peers.zensical = peers.take("Zensical", || zensical::install(workspace, interrupt), zensical::sentence);
        peers.sentences.push("Zola is in no registry as a program, so it is not measured.".to_owned());
        if let Some((_, package)) = PAGEFIND.iter().find(|(machine, _)| *machine == std::env::consts::ARCH) {
            let find = || install::out_of_package(workspace, interrupt, "Pagefind", "bench-pagefind", *package);
            peers.pagefind = peers.take("Pagefind", find, |program| {
                format!("Pagefind is {} from npm, its own program.", version(program, &["--version"]))
            });
        }
        interrupt.check()?;
        Ok(peers)
    }

    fn take(
        &mut self,
        name: &str,
        find: impl FnOnce() -> Result<PathBuf>,
        sentence: fn(&Path) -> String,
    ) -> Option<PathBuf> {
        if self.without.iter().any(|other| other.eq_ignore_ascii_case(name)) {
            self.sentences.push(format!("{name} was left out of this run."));
            return None;
        }
        match find() {
            Ok(program) => {
                self.sentences.push(sentence(&program));
                Some(program)
            }
            Err(error) => {
                report::note(&format!("{name} is left out: {error:#}"));
                self.sentences.push(format!("{name} could not be had, so it is not measured."));
                None
            }
        }
    }
}

impl Bench<'_> {
    /// Measures each peer on a tree of `pages` pages, unless it would take too long.
    pub(super) fn measure_peers(&mut self, pages: usize) -> Result<()> {
        if let Some(program) = self.peers.hugo.clone().filter(|_| self.has_time("Hugo", pages)) {
            self.measure_hugo(&program, pages)?;
        }
        if let Some(program) = self.peers.mdbook.clone().filter(|_| self.has_time("mdBook", pages)) {
            self.measure_mdbook(&program, pages)?;
        }
        if let Some(program) = self.peers.zensical.clone().filter(|_| self.has_time("Zensical", pages)) {
            self.measure_zensical(&program, pages)?;
        }
        Ok(())
    }

    /// Whether `program` would be done in time, growing no worse than its pages do.
    fn has_time(&mut self, program: &str, pages: usize) -> bool {
        let slowest = self
            .figures
            .rows
            .iter()
            .filter(|row| row.program == program)
            .map(|row| row.middle().map_or(f64::INFINITY, |cost| cost.clock * pages as f64 / row.pages as f64));
        let expected = slowest.fold(0.0, f64::max);
        let limit = LIMIT.as_secs_f64();
        if expected <= limit {
            return true;
        }
        let reason =
            format!("{program} is not given {pages} pages: by its time on fewer it would take over {limit:.0} s.");
        report::note(&reason);
        self.peers.sentences.push(reason);
        false
    }
}

/// The version in what `program` prints when asked, without what follows it.
fn version(program: &Path, question: &[&str]) -> String {
    let said = process::read("a version", Command::new(program).args(question)).unwrap_or_default();
    let is_version = |word: &&str| {
        let word = word.strip_prefix('v').unwrap_or(word);
        word.contains('.') && word.starts_with(|c: char| c.is_ascii_digit())
    };
    let version = said.split_whitespace().find(is_version).unwrap_or("of an unknown version");
    version.split(['-', '+']).next().unwrap_or(version).trim_end_matches(',').to_owned()
}
