//! `cargo xtask widget`: the widget as the browser gets it, in `target/widget`, where qa-server's build picks it up.
//!
//! Called by `dev`, `test` and `ci` too. There are two modules, compiled from the same sources with different features:
//! a visitor's, and a member's, which does more. What is younger than what it is made from is not made again.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::interrupt::Interrupt;
use crate::workspace::Workspace;
use crate::{install, process, report};

/// Cargo's profile for it.
const PROFILE: &str = "browser";
/// What cargo is told to look at the browser's half of the widget; one set of features follows.
const IN_BROWSER: [&str; 9] = [
    "--package",
    "qa-widget",
    "--lib",
    "--profile",
    PROFILE,
    "--target",
    install::WASM_TARGET,
    "--no-default-features",
    "--features",
];
/// The modules: each one's name, features, and most bytes of it and its glue, compressed by Brotli.
const PARTS: [(&str, &str, u64); 2] = [("visitor", "hydrate", 60_000), ("member", "hydrate,member", 110_000)];
const LOADER: &str = "qa-widget/loader.js";
/// What the modules are made from.
const SOURCES: [&str; 7] = [
    "qa-widget/src",
    "qa-widget/Cargo.toml",
    "qa-api/src",
    "qa-api/Cargo.toml",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
];
/// What a change of the bundler's own changes.
const BUNDLER: &str = "xtask/src/bundle";

/// Most bytes of the loader, uncompressed.
const LOADER_BUDGET: u64 = 1024;

/// What `cargo xtask widget` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// Fails when a part is larger than its budget
    #[arg(long)]
    check: bool,
}

/// Builds the widget and, if asked to, holds it against its budget.
pub(crate) fn run(workspace: &Workspace, interrupt: &Interrupt, options: &Options) -> Result<()> {
    build(workspace, interrupt)?;
    if options.check { check(workspace) } else { Ok(()) }
}

/// Builds the widget, unless it is up to date.
pub(crate) fn build(workspace: &Workspace, interrupt: &Interrupt) -> Result<()> {
    report::step("Building the widget (the first time takes some minutes)");
    install::wasm_target(workspace, interrupt)?;
    let mut modules = Vec::new();
    for (name, features, _) in PARTS {
        modules.push(module(workspace, interrupt, name, features)?);
    }
    let folder = folder(workspace);
    // The loader is the file that is written last.
    let sources = [BUNDLER, LOADER].map(|source| workspace.root().join(source));
    if is_younger(&folder.join("loader.js"), &[sources.as_slice(), &modules].concat())? {
        report::note(&format!("{} is up to date", folder.display()));
        return Ok(());
    }
    let mut bundle = workspace.cargo();
    bundle
        .args(["run", "--quiet", "--package", "xtask", "--features", "bundle", "--bin", "bundle-widget", "--"])
        .args(modules)
        .arg(workspace.root().join(LOADER))
        .arg(&folder);
    process::run(interrupt, "bundle-widget", &mut bundle)?;
    report::note(&format!("written to {}", folder.display()));
    Ok(())
}

/// Lints what a native build does not see: the browser's half of the widget, and the bundler.
pub(crate) fn lint(workspace: &Workspace, interrupt: &Interrupt) -> Result<()> {
    install::wasm_target(workspace, interrupt)?;
    for (_, features, _) in PARTS {
        let mut widget = workspace.cargo();
        widget.arg("clippy").args(IN_BROWSER).arg(features).args(["--", "-D", "warnings"]);
        process::run(interrupt, &format!("cargo clippy of qa-widget with {features}"), &mut widget)?;
    }
    let mut bundler = workspace.cargo();
    bundler.args(["clippy", "--package", "xtask", "--features", "bundle", "--all-targets", "--", "-D", "warnings"]);
    process::run(interrupt, "cargo clippy of bundle-widget", &mut bundler)
}

/// Prints the size of each part and fails when one is above its budget.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    report::step("What the widget weighs");
    let files = list_files(&folder(workspace))?;
    let size = |part: &str, extension: &str| -> Result<u64> {
        let file = files.iter().find(|file| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(part) && name.ends_with(extension)
        });
        let file = file.with_context(|| format!("there is no file {part}*{extension}"))?;
        Ok(fs::metadata(file)?.len())
    };
    let mut sizes = vec![("loader", size("loader", ".js")?, LOADER_BUDGET)];
    for (part, _, budget) in PARTS {
        let (module, glue) = (size(part, ".wasm.br")?, size(part, ".js.br")?);
        report::note(&format!(
            "{part}: {module} of the module ({} as it is), {glue} of the glue ({} as it is)",
            size(part, ".wasm")?,
            size(part, ".js")?
        ));
        sizes.push((part, module + glue, budget));
    }
    let lines: Vec<_> =
        sizes.iter().map(|(part, size, budget)| (*part, format!("{size:>7} of at most {budget}"))).collect();
    let lines: Vec<_> = lines.iter().map(|(part, line)| (*part, line.as_str())).collect();
    report::block("Bytes, compressed by Brotli but for the loader", &lines);
    for (part, size, budget) in sizes {
        if size > budget {
            bail!("{part} is {} bytes above its budget", size - budget);
        }
    }
    Ok(())
}

/// The module called `name`, made if it is older than what it is made from.
///
/// Cargo makes both under one name, the one in the place of the other, and so would make both each time.
fn module(workspace: &Workspace, interrupt: &Interrupt, name: &str, features: &str) -> Result<PathBuf> {
    let made = workspace.target().join(install::WASM_TARGET).join(PROFILE).join("qa_widget.wasm");
    let kept = made.with_file_name(format!("{name}.wasm"));
    if is_younger(&kept, &SOURCES.map(|source| workspace.root().join(source)))? {
        return Ok(kept);
    }
    let mut compile = workspace.cargo();
    compile.arg("rustc").args(IN_BROWSER).arg(features).args(["--crate-type", "cdylib"]);
    process::run(interrupt, &format!("cargo rustc of qa-widget with {features}"), &mut compile)?;
    fs::copy(&made, &kept).with_context(|| format!("cannot copy {}", made.display()))?;
    Ok(kept)
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target().join("widget")
}

/// Whether `file` is there and younger than all of `sources`, and than every file below those that are folders.
fn is_younger(file: &Path, sources: &[PathBuf]) -> Result<bool> {
    let Ok(made) = time(file) else { return Ok(false) };
    for source in sources {
        let is_young = if source.is_dir() { is_younger(file, &list_files(source)?)? } else { time(source)? < made };
        if !is_young {
            return Ok(false);
        }
    }
    Ok(true)
}

fn time(file: &Path) -> Result<SystemTime> {
    fs::metadata(file).and_then(|data| data.modified()).with_context(|| format!("cannot read {}", file.display()))
}

fn list_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    entries.map(|entry| Ok(entry?.path())).collect()
}
