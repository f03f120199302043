//! `cargo xtask torture`: the server killed, stopped, starved, held up and cut off under load, at full scale.
//!
//! The scenes are tests (`tests/tests/torture/`), of which every run of the tests plays a few rounds.
//! Here they play all of them, one scene after the other, and what they found is printed as one table.

use std::fs;

use anyhow::{Context, Result};
use clap::Args;

use crate::interrupt::Interrupt;
use crate::postgres::{Durability, Postgres};
use crate::test::{POSTGRES_VARIABLE, PYTHON_VARIABLE};
use crate::workspace::Workspace;
use crate::{install, process, report};

/// Tells the scenes to play every round, and where to write what they found.
const REPORT_VARIABLE: &str = "POSTIL_TORTURE_REPORT";

/// What `cargo xtask torture` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// Plays only scenes whose names contain this
    #[arg(default_value = "")]
    scene: String,
}

/// Plays the scenes and prints the table; fails when a figure is missed.
pub(crate) fn run(workspace: &Workspace, interrupt: &Interrupt, options: &Options) -> Result<()> {
    let programs = install::postgres(workspace, interrupt)?;
    let python = install::python(workspace, interrupt)?;
    report::step("Starting PostgreSQL");
    let postgres = Postgres::start(&programs, Durability::None)?;
    let folder = tempfile::tempdir().context("no temporary folder")?;
    let found = folder.path().join("found");
    report::step("Scenes");
    let mut scenes = workspace.cargo();
    scenes
        .args(["test", "--package", "tests", "--test", "product", "--", "--include-ignored", "--test-threads=1"])
        .arg(format!("torture::{}", options.scene))
        .env(POSTGRES_VARIABLE, postgres.url())
        .env(PYTHON_VARIABLE, &python)
        .env(REPORT_VARIABLE, &found);
    let played = process::run(interrupt, "cargo test", &mut scenes);
    report::step("What they found");
    for line in table(&fs::read_to_string(&found).unwrap_or_default()) {
        report::note(&line);
    }
    played
}

/// The lines of `found`, each of which has a scene, what is asked of it and its figures, as columns under their names.
fn table(found: &str) -> Vec<String> {
    let mut rows = vec![["scene", "asked for", "found"]];
    rows.extend(found.lines().map(|line| {
        let mut cells = line.splitn(3, '\t');
        [(); 3].map(|()| cells.next().unwrap_or_default())
    }));
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let (scene, asked) = (width(0), width(1));
    rows.iter().map(|row| format!("{:scene$}  {:asked$}  {}", row[0], row[1], row[2])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_below_each_other() {
        let lines = table("kills\t0 lost\t3 posts, 0 lost\ndisk full\trefused\tnot tried\n");
        assert_eq!(lines[0], "scene      asked for  found");
        assert_eq!(lines[1], "kills      0 lost     3 posts, 0 lost");
        assert_eq!(lines[2], "disk full  refused    not tried");
    }
}
