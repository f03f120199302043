//! `cargo xtask ci`: what a change must pass, on a desk as on a build machine.
//!
//! Quick checks come first, so that a small slip is told within seconds.

use anyhow::Result;

use crate::interrupt::Interrupt;
use crate::workspace::Workspace;
use crate::{lint, process, report, test, widget};

/// Runs every check and every test.
pub(crate) fn run(workspace: &Workspace, interrupt: &Interrupt) -> Result<()> {
    report::step("Format");
    process::run(interrupt, "cargo fmt (mend it with `cargo fmt`)", workspace.cargo().args(["fmt", "--check"]))?;
    lint::run(workspace)?;

    report::step("Clippy");
    let mut clippy = workspace.cargo();
    clippy.args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    process::run(interrupt, "cargo clippy", &mut clippy)?;
    widget::lint(workspace, interrupt)?;

    report::step("The manual");
    let mut check = workspace.cargo();
    check.args(["run", "--quiet", "--package", "site-gen", "--", "check", "content", "--strict"]);
    process::run(interrupt, "site-gen check", &mut check)?;

    test::run(workspace, interrupt, &test::Options::default())
}
