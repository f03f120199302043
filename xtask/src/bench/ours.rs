//! site-gen and the floor below it, on one tree.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::measure::Run;
use super::tree::{self, Dialect};
use super::{Bench, commit, edit, remove, stages, theme};
use crate::report;

impl Bench<'_> {
    /// Measures both on a tree of `pages` pages, with the search index too where it is asked for.
    pub(super) fn measure_ours(&mut self, pages: usize, with_search: bool) -> Result<()> {
        let site = self.scratch.join("site");
        let content = site.join("content");
        tree::write(&content, pages, Dialect::Postil)?;
        configure(&content, false)?;
        let bare = self.scratch.join("bare-theme");
        theme::write_bare(&bare)?;
        let (out, cache, floor_out) = (site.join("public"), site.join(".postil-cache"), site.join("floor"));
        let disk = self.on_disk.join("public");

        let program = self.site_gen.clone();
        let run = |kind, out: &Path, away: &[&PathBuf]| Run {
            program: "site-gen",
            kind,
            command: build(&program, &content, out),
            away: away.iter().copied().cloned().collect(),
        };
        let mut runs = [run("bare, cold", &out, &[&out, &cache]), run("bare, warm", &out, &[&out])];
        for run in &mut runs {
            run.command.arg("--theme").arg(&bare);
        }
        self.rows(pages, &mut runs)?;

        commit(&site)?;
        let mut floor = Command::new(&self.floor);
        floor.arg(&content).arg(&floor_out);
        let floor = Run { program: "floor", kind: "read, parse, write", command: floor, away: vec![floor_out.clone()] };
        let mut runs = [
            floor,
            run("full, cold", &out, &[&out, &cache]),
            run("full, warm", &out, &[&out]),
            run("full, over the old site", &out, &[]),
            run("full, to disk", &disk, &[&disk]),
        ];
        self.rows(pages, &mut runs)?;
        remove(&disk)?;
        remove(&floor_out)?;
        remove(&out)?;
        self.figures.stages.push(stages::measure(pages, &mut build(&program, &content, &out))?);
        remove(&out)?;
        let edit = edit::measure(self.interrupt, build(&program, &content, &out), &content, &out, pages)?;
        report::note(&format!("one page saved: {:.0} ms, at worst {:.0} ms", edit.middle, edit.worst));
        self.figures.edits.push(edit);
        if with_search {
            self.measure_search(pages, &content, &out)?;
        }
        remove(&site)
    }
}

/// A whole build of `content` into `out`.
pub(super) fn build(site_gen: &Path, content: &Path, out: &Path) -> Command {
    let mut command = Command::new(site_gen);
    command.arg("build").arg(content).arg("--out").arg(out);
    command
}

/// Writes `site.yaml`.
pub(super) fn configure(content: &Path, search: bool) -> Result<()> {
    fs::write(content.join("site.yaml"), format!("title: Site\nbase_url: https://example.org\nsearch: {search}\n"))?;
    Ok(())
}
