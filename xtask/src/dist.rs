//! `cargo xtask dist`: one archive with both programs, the theme, the manual's sources and what a system needs to run them.
//!
//! **Invariant:** the same commit and compiler give the same bytes, wherever the checkout is: paths are left out of the
//! programs, and the archive's order, owners and times do not depend on the machine. `--check` makes it twice.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::interrupt::Interrupt;
use crate::workspace::Workspace;
use crate::{process, report, widget};

/// What is in the archive beside the programs: from where, to where.
const FILES: [(&str, &str); 6] = [
    ("content/operating/examples", "examples"),
    ("themes/default", "themes/default"),
    ("content", "manual"),
    ("README.md", "README.md"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
    ("LICENSE-MIT", "LICENSE-MIT"),
];
const PROGRAMS: [&str; 2] = ["qa-server", "site-gen"];

/// What `cargo xtask dist` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// Makes the archive twice, in two folders, and fails when they differ
    #[arg(long)]
    check: bool,
    /// Cargo's profile; another than this is for trying the archive out
    #[arg(long, default_value = "release")]
    profile: String,
}

/// Makes the archive in `target/dist`.
pub(crate) fn run(workspace: &Workspace, interrupt: &Interrupt, options: &Options) -> Result<()> {
    widget::build(workspace, interrupt)?;
    let folder = workspace.target().join("dist");
    let archive = make(workspace, interrupt, options, &folder)?;
    if options.check {
        let again = make(workspace, interrupt, options, &workspace.target().join("dist-again"))?;
        let read = |path: &Path| fs::read(path).with_context(|| format!("cannot read {}", path.display()));
        if read(&archive)? != read(&again)? {
            bail!("{} and {} differ; compare what is in them", archive.display(), again.display());
        }
        report::note("made twice, with the same bytes");
    }
    let bytes = fs::metadata(&archive).with_context(|| format!("cannot read {}", archive.display()))?.len();
    report::note(&format!("{} ({bytes} bytes)", archive.display()));
    Ok(())
}

fn make(workspace: &Workspace, interrupt: &Interrupt, options: &Options, folder: &Path) -> Result<PathBuf> {
    report::step(&format!("Programs, in {}", folder.display()));
    let built = build(workspace, interrupt, &options.profile, folder)?;
    report::step("The archive");
    let name = format!("postil-{}-{}", env!("CARGO_PKG_VERSION"), host(workspace)?);
    let staged = folder.join(&name);
    if staged.exists() {
        fs::remove_dir_all(&staged).with_context(|| format!("cannot clear {}", staged.display()))?;
    }
    fs::create_dir_all(&staged).with_context(|| format!("cannot make {}", staged.display()))?;
    for program in PROGRAMS {
        copy(&built.join(program), &staged.join(program))?;
    }
    refuse_without_widget(&staged.join("qa-server"), workspace)?;
    for (from, to) in FILES {
        copy(&workspace.root().join(from), &staged.join(to))?;
    }
    let archive = folder.join(format!("{name}.tar.gz"));
    pack(workspace, interrupt, folder, &name, &archive)?;
    Ok(archive)
}

/// Builds both programs without this machine's paths in them; gives the folder they are in.
fn build(workspace: &Workspace, interrupt: &Interrupt, profile: &str, folder: &Path) -> Result<PathBuf> {
    let target = folder.join("target");
    let home = std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")));
    let mut flags = vec![
        format!("--remap-path-prefix={}=.", workspace.root().display()),
        format!("--remap-path-prefix={}=target", target.display()),
    ];
    flags.extend(home.ok().map(|home| format!("--remap-path-prefix={home}=cargo")));
    let mut build = workspace.cargo();
    build
        .args(["build", "--locked", "--profile", profile])
        .args(PROGRAMS.iter().flat_map(|program| ["--package", program, "--bin", program]))
        .arg("--target-dir")
        .arg(&target)
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
        .env("POSTIL_WIDGET_DIR", workspace.target().join("widget"));
    process::run(interrupt, "cargo build", &mut build)?;
    // Cargo's name for the folder of its profile `dev`.
    Ok(target.join(if profile == "dev" { "debug" } else { profile }))
}

/// Looks for the name of the widget's module in the program, which has it where the widget was built in.
fn refuse_without_widget(program: &Path, workspace: &Workspace) -> Result<()> {
    let folder = workspace.target().join("widget");
    let entries = fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let names: Vec<_> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    let module = names.iter().find(|name| name.starts_with("visitor") && name.ends_with(".wasm"));
    let module = module.context("there is no widget to put into the server: `cargo xtask widget` makes it")?;
    let bytes = fs::read(program).with_context(|| format!("cannot read {}", program.display()))?;
    if !bytes.windows(module.len()).any(|window| window == module.as_bytes()) {
        bail!("the server was built without the widget");
    }
    Ok(())
}

/// Packs the folder `name`: sorted, of nobody in particular, at the time of the commit.
fn pack(workspace: &Workspace, interrupt: &Interrupt, folder: &Path, name: &str, archive: &Path) -> Result<()> {
    let mut commit = Command::new("git");
    commit.args(["log", "-1", "--format=%ct"]).current_dir(workspace.root());
    let time = process::read("git log", &mut commit)?;
    let mut tar = Command::new("tar");
    tar.args(["--create", "--format=ustar", "--sort=name", "--owner=0", "--group=0", "--numeric-owner"])
        .args(["--mode=u+rwX,go+rX,go-w", &format!("--mtime=@{time}"), "--use-compress-program=gzip -n -9"])
        .arg("--file")
        .arg(archive)
        .arg("--directory")
        .arg(folder)
        .arg(name);
    process::run(interrupt, "tar", &mut tar).context("packing needs GNU tar and gzip")
}

fn host(workspace: &Workspace) -> Result<String> {
    let mut rustc = Command::new("rustc");
    process::read("rustc", rustc.args(["--print", "host-tuple"]).current_dir(workspace.root()))
}

/// Copies a file, or a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    let told = || format!("cannot copy {}", from.display());
    if !from.is_dir() {
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).with_context(told)?;
        }
        fs::copy(from, to).with_context(told)?;
        return Ok(());
    }
    for entry in fs::read_dir(from).with_context(told)? {
        let path = entry.with_context(told)?.path();
        copy(&path, &to.join(path.file_name().context("an entry has a name")?))?;
    }
    Ok(())
}
