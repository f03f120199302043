//! `cargo xtask pictures`: takes the manual's pictures of the widget anew, in Chromium, while its story happens.

use anyhow::Result;

use crate::interrupt::Interrupt;
use crate::workspace::Workspace;
use crate::{install, process, report, test, widget};

/// Where the manual keeps them.
const FOLDER: &str = "content/pictures";

/// Takes the pictures.
pub(crate) fn run(workspace: &Workspace, interrupt: &Interrupt) -> Result<()> {
    install::wasm_target(workspace, interrupt)?;
    let chromedriver = install::chromedriver(workspace, interrupt)?;
    widget::build(workspace, interrupt)?;
    report::step("Taking pictures");
    let mut tests = workspace.cargo();
    tests
        .args(["test", "--package", "tests", "--test", "product", "--", "--include-ignored", "pictures"])
        .env(test::CHROMEDRIVER_VARIABLE, &chromedriver)
        .env("POSTIL_PICTURES", workspace.root().join(FOLDER));
    process::run(interrupt, "cargo test", &mut tests)?;
    report::note(&format!("look at what changed in {FOLDER} before you commit it"));
    Ok(())
}
