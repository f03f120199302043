//! `cargo xtask torture`: the server killed, stopped, starved and held up under load, at full scale.
//!
//! The scenes are tests (`tests/tests/torture/`), of which every run of the tests plays a few rounds.
//! Here they play all of them, one scene after the other, and what they found is printed as one table.

use std::fs;

use anyhow::{Context, Result};
use clap::Args;

use crate::interrupt::Interrupt;
use crate::postgres::{Durability, Postgres};
use crate::test::POSTGRES_VARIABLE;
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
        .env(REPORT_VARIABLE, &found);
    let played = process::run(interrupt, "cargo test", &mut scenes);
    report::step("What they found");
    for line in fs::read_to_string(&found).unwrap_or_default().lines() {
        let (scene, figures) = line.split_once('\t').unwrap_or((line, ""));
        report::note(&format!("{scene:46} {figures}"));
    }
    played
}
