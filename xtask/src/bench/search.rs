//! The search index: what site-gen takes for it, beside Pagefind's own program on the very same pages.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::figures::{Index, Search};
use super::measure::{Run, Series, in_turns};
use super::{Bench, ours, remove};
use crate::report;

/// The folder that both write.
const FOLDER: &str = "pagefind";

impl Bench<'_> {
    /// Makes the index both ways.
    ///
    /// site-gen makes it within a build: its time is what the build takes more than without.
    pub(super) fn measure_search(&mut self, pages: usize, content: &Path, out: &Path) -> Result<()> {
        let index = out.join(FOLDER);
        let cpu = |kind, command: Command, away: &Path| -> Result<f64> {
            let mut runs = [Run { program: "search", kind, command, away: vec![away.to_owned()] }];
            let series = in_turns(self.interrupt, self.rounds, &mut runs)?;
            series[0].as_ref().map(|series| Series::middle(series).cpu).context("the search index takes too long")
        };
        let without = cpu("without index", ours::build(&self.site_gen, content, out), out)?;
        ours::configure(content, true)?;
        let with = cpu("with index", ours::build(&self.site_gen, content, out), out)?;
        let (files, bytes) = size(&index)?;
        let ours = Index { cpu: with - without, bytes, files };
        let theirs = match self.peers.pagefind.clone() {
            Some(program) => {
                let mut command = Command::new(program);
                command.arg("--site").arg(out);
                let cpu = cpu("Pagefind", command, &index)?;
                let (files, bytes) = size(&index)?;
                Some(Index { cpu, bytes, files })
            }
            None => None,
        };
        for (name, index) in [("site-gen", Some(&ours)), ("Pagefind", theirs.as_ref())] {
            let Some(Index { cpu, bytes, files }) = index else { continue };
            report::note(&format!("search index by {name}: {cpu:.2} s on processors, {bytes} bytes in {files} files"));
        }
        self.figures.search = Some(Search { pages, ours, theirs });
        remove(out)
    }
}

/// How many files are below `folder`, and how many bytes they have.
fn size(folder: &Path) -> Result<(usize, u64)> {
    let mut sum = (0, 0);
    for entry in fs::read_dir(folder).with_context(|| format!("there is no index in {}", folder.display()))? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        let (files, bytes) = if metadata.is_dir() { size(&entry.path())? } else { (1, metadata.len()) };
        sum = (sum.0 + files, sum.1 + bytes);
    }
    Ok(sum)
}
