//! `cargo xtask widget`: the widget as the browser gets it, in `target/widget`, where qa-server's build picks it up.
//!
//! Called by `dev`, `test` and `ci` too. What is up to date is not made again: cargo knows that of the module, and the
//! bundle is compared with what it is made from by the files' times.

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
/// What cargo is told to look at the browser's half of the widget.
const IN_BROWSER: [&str; 10] = [
    "--package",
    "qa-widget",
    "--lib",
    "--profile",
    PROFILE,
    "--target",
    install::WASM_TARGET,
    "--no-default-features",
    "--features",
    "hydrate",
];
const LOADER: &str = "qa-widget/loader.js";
/// What a change of the bundler's own changes.
const BUNDLER: &str = "xtask/src/bundle";

/// Most bytes of the loader, uncompressed.
const LOADER_BUDGET: u64 = 1024;
/// Most bytes of module and glue, compressed by Brotli.
const BUDGET: u64 = 90_000;
/// Where the budget is to be later.
const GOAL: u64 = 60_000;

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
    let mut compile = workspace.cargo();
    compile.arg("rustc").args(IN_BROWSER).args(["--crate-type", "cdylib"]);
    process::run(interrupt, "cargo rustc of qa-widget", &mut compile)?;
    let module = workspace.target().join(install::WASM_TARGET).join(PROFILE).join("qa_widget.wasm");
    let folder = folder(workspace);
    if is_current(workspace, &folder, &module)? {
        report::note(&format!("{} is up to date", folder.display()));
        return Ok(());
    }
    let mut bundle = workspace.cargo();
    bundle
        .args(["run", "--quiet", "--package", "xtask", "--features", "bundle", "--bin", "bundle-widget", "--"])
        .arg(module)
        .arg(workspace.root().join(LOADER))
        .arg(&folder);
    process::run(interrupt, "bundle-widget", &mut bundle)?;
    report::note(&format!("written to {}", folder.display()));
    Ok(())
}

/// Lints what a native build does not see: the browser's half of the widget, and the bundler.
pub(crate) fn lint(workspace: &Workspace, interrupt: &Interrupt) -> Result<()> {
    install::wasm_target(workspace, interrupt)?;
    let mut widget = workspace.cargo();
    widget.arg("clippy").args(IN_BROWSER).args(["--", "-D", "warnings"]);
    process::run(interrupt, "cargo clippy of qa-widget", &mut widget)?;
    let mut bundler = workspace.cargo();
    bundler.args(["clippy", "--package", "xtask", "--features", "bundle", "--all-targets", "--", "-D", "warnings"]);
    process::run(interrupt, "cargo clippy of bundle-widget", &mut bundler)
}

/// Prints the size of each part and fails when one is above its budget.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    report::step("What the widget weighs");
    let files = list_files(&folder(workspace))?;
    let size = |extension: &str| -> Result<u64> {
        let file = files.iter().find(|file| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("qa-") && name.ends_with(extension)
        });
        let file = file.with_context(|| format!("there is no file qa-*{extension}"))?;
        Ok(fs::metadata(file)?.len())
    };
    let loader = fs::metadata(folder(workspace).join("loader.js"))?.len();
    let (module, glue) = (size(".wasm.br")?, size(".js.br")?);
    let both = module + glue;
    report::block(
        "Bytes, compressed by Brotli but for the loader",
        &[
            ("loader", &format!("{loader:>7} of at most {LOADER_BUDGET}")),
            ("module", &format!("{module:>7} ({} as it is)", size(".wasm")?)),
            ("glue", &format!("{glue:>7} ({} as it is)", size(".js")?)),
            ("module and glue", &format!("{both:>7} of at most {BUDGET}; the goal is {GOAL}")),
        ],
    );
    if loader > LOADER_BUDGET {
        bail!("the loader is {} bytes above its budget", loader - LOADER_BUDGET);
    }
    if both > BUDGET {
        bail!("module and glue are {} bytes above their budget", both - BUDGET);
    }
    Ok(())
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target().join("widget")
}

/// Whether the bundle is younger than everything it is made from.
fn is_current(workspace: &Workspace, folder: &Path, module: &Path) -> Result<bool> {
    // The file that is written last.
    let Ok(made) = time(&folder.join("loader.js")) else { return Ok(false) };
    let mut sources = list_files(&workspace.root().join(BUNDLER))?;
    sources.extend([module.to_owned(), workspace.root().join(LOADER), workspace.root().join("Cargo.lock")]);
    for source in sources {
        if time(&source)? >= made {
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
