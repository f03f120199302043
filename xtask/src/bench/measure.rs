//! One run of a program: its time by the clock, its time on the processors, and the most memory it held.
//!
//! GNU `time` measures, since it asks the system about the ended process and whatever that waited for.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

/// What a run took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    /// Seconds by the clock.
    pub(super) wall: f64,
    /// Seconds on processors, in the program and in the system for it.
    pub(super) cpu: f64,
    /// Most memory at once, in MB.
    pub(super) memory: f64,
}

/// Runs `command` once.
pub(super) fn once(name: &str, command: &Command, scratch: &Path) -> Result<Cost> {
    let figures = scratch.join("figures.txt");
    let mut timed = Command::new("time");
    timed.arg("-f").arg("%e %U %S %M").arg("-o").arg(&figures).arg("--").arg(command.get_program());
    timed.args(command.get_args().map(OsString::from).collect::<Vec<_>>());
    if let Some(folder) = command.get_current_dir() {
        timed.current_dir(folder);
    }
    let output = timed.output().context("GNU time cannot be started (on Debian: the package `time`)")?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        let end = said.len().saturating_sub(600);
        bail!("{name} failed ({}):\n{}", output.status, &said[said.ceil_char_boundary(end)..]);
    }
    let text = fs::read_to_string(&figures)?;
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    let [wall, user, system, kilobytes] = numbers[..] else { bail!("time printed {text:?}") };
    Ok(Cost { wall, cpu: user + system, memory: kilobytes / 1024.0 })
}

/// The run in the middle of `rounds`, by its time on processors; each starts after `prepare`.
pub(super) fn middle(
    name: &str,
    command: &Command,
    rounds: usize,
    scratch: &Path,
    mut prepare: impl FnMut() -> Result<()>,
) -> Result<Cost> {
    ensure!(rounds > 0, "at least one round is needed");
    let mut costs = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        prepare()?;
        costs.push(once(name, command, scratch)?);
    }
    costs.sort_by(|a, b| a.cpu.total_cmp(&b.cpu));
    Ok(costs[costs.len() / 2])
}
