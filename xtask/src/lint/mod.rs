//! `cargo xtask lint`: which crate may use which, which module may use what, and whether systemd and containers
//! can use the manual's examples.
//!
//! The rules are data, in [`crates`] and [`modules`]; everything that breaks one is told in one run.

mod crates;
mod examples;
mod modules;

mod tokens;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::report;
use crate::workspace::Workspace;

/// Checks every rule.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    report::step("Directions between crates and modules");
    let mut faults = crates::check(workspace.metadata());
    let mut files = 0;
    for rule_crate in modules::CRATES {
        for path in source_files(&workspace.root().join(rule_crate).join("src"))? {
            let name = path.strip_prefix(workspace.root()).unwrap_or(&path).to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).with_context(|| format!("cannot read {name}"))?;
            faults.extend(modules::check(&name, &text));
            files += 1;
        }
    }
    faults.extend(examples::check(workspace.root())?);
    for fault in &faults {
        report::note(fault);
    }
    match faults.len() {
        0 => {
            report::note(&format!("{files} files keep to the rules"));
            Ok(())
        }
        1 => bail!("one place breaks a rule of the architecture"),
        n => bail!("{n} places break rules of the architecture"),
    }
}

/// Every Rust file below `folder`, in order; none when there is no such folder.
fn source_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return Ok(files) };
    for entry in entries {
        let path = entry.with_context(|| format!("cannot read {}", folder.display()))?.path();
        if path.is_dir() {
            files.extend(source_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
