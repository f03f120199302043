//! `cargo xtask fuzz`: texts by chance into everything that reads what writers wrote.
//!
//! The targets are tests of site-gen that are ignored otherwise; they run on the stable compiler.

use anyhow::Result;
use clap::Args;

use crate::interrupt::Interrupt;
use crate::workspace::Workspace;
use crate::{process, report};

/// What `cargo xtask fuzz` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// How long each target runs
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// The seed of an earlier run, to see the same texts again
    #[arg(long)]
    seed: Option<u64>,
}

/// Runs every target at once.
pub(crate) fn run(workspace: &Workspace, interrupt: &Interrupt, options: &Options) -> Result<()> {
    report::step(&format!("Texts by chance for {} seconds", options.seconds));
    let mut tests = workspace.cargo();
    tests
        .args(["test", "--package", "site-gen", "--test", "main", "--", "--ignored", "--nocapture", "fuzz::"])
        .env("POSTIL_FUZZ_SECONDS", options.seconds.to_string());
    if let Some(seed) = options.seed {
        tests.env("POSTIL_FUZZ_SEED", seed.to_string());
    }
    process::run(interrupt, "the fuzz targets", &mut tests)
}
