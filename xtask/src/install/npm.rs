//! What comes from npm: modules that run in Node.js, and files out of packages of which nothing is run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{APT_INSTALL, as_root, runs};
use crate::interrupt::Interrupt;
use crate::workspace::Workspace;
use crate::{process, report};

/// What tests take from npm: the certified OpenID Connect provider (MIT), and types of Zendesk's tickets (MIT) with what
/// checks by them (Apache-2.0).
const NODE_PACKAGES: [&str; 3] = ["oidc-provider@9.13.3", "node-zendesk@6.0.1", "typescript@5.9.3"];

/// The folder of Node.js's modules with the libraries of the peers that run in it.
pub(crate) fn node_modules(workspace: &Workspace, interrupt: &Interrupt) -> Result<PathBuf> {
    let folder = workspace.target().join("test-node");
    let modules = folder.join("node_modules");
    let stamp = folder.join("installed.txt");
    let names = NODE_PACKAGES.join(", ");
    if fs::read_to_string(&stamp).is_ok_and(|text| text == names) && runs(Path::new("node")) {
        report::found("Node.js", &format!("{} with {names}", modules.display()));
        return Ok(modules);
    }
    if !runs(Path::new("node")) || !runs(Path::new("npm")) {
        let advice = "Node.js and npm are missing and could not be installed: \
                      install Node.js 20 or later with npm (on Debian: nodejs and npm)";
        as_root(workspace, interrupt, "apt-get install nodejs npm", &format!("{APT_INSTALL} nodejs npm"))
            .context(advice)?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]).arg(&folder);
    process::run(interrupt, "npm install", npm.args(NODE_PACKAGES).current_dir(workspace.root())).with_context(
        || format!("{names} could not be installed from npm: see what npm says above, or whether it can be reached"),
    )?;
    fs::write(&stamp, &names).with_context(|| format!("cannot write {}", stamp.display()))?;
    report::installed("Node.js", &format!("{names} into {}", modules.display()));
    Ok(modules)
}

/// The package on npm that carries CommonMark's specification (CC-BY-SA-4.0), and its text inside.
const COMMONMARK: (&str, &str) = ("commonmark-spec@0.31.2", "spec.txt");

/// The package on npm that draws diagrams (MIT), and the module inside, with its parts beside it.
const MERMAID: (&str, &str) = ("mermaid@11.17.2", "dist/mermaid.esm.min.mjs");

/// GitHub's description of its API on npm (MIT), and the file inside that is about github.com.
const GITHUB_OPENAPI: (&str, &str) = ("@octokit/openapi@23.0.2", "generated/api.github.com.json");

/// What GitHub publishes about the requests that it takes; nothing else of the package is unpacked.
pub(crate) fn github_openapi(workspace: &Workspace, interrupt: &Interrupt) -> Result<PathBuf> {
    let what = "GitHub's description of its API";
    part_of_package(
        workspace,
        interrupt,
        what,
        "test-github",
        GITHUB_OPENAPI,
        &["package/generated/api.github.com.json"],
    )
}

/// The text of CommonMark's specification, with its examples; nothing of the package is run.
pub(crate) fn commonmark(workspace: &Workspace, interrupt: &Interrupt) -> Result<PathBuf> {
    out_of_package(workspace, interrupt, "CommonMark's examples", "test-commonmark", COMMONMARK)
}

/// The folder of the module that pages load to draw diagrams.
pub(crate) fn mermaid(workspace: &Workspace, interrupt: &Interrupt) -> Result<PathBuf> {
    let module = out_of_package(workspace, interrupt, "mermaid", "test-mermaid", MERMAID)?;
    Ok(module.parent().expect("a file is in a folder").to_owned())
}

/// A file of a package on npm, unpacked into `folder` below the target folder without being installed.
pub(crate) fn out_of_package(
    workspace: &Workspace,
    interrupt: &Interrupt,
    what: &str,
    folder: &str,
    package: (&str, &str),
) -> Result<PathBuf> {
    part_of_package(workspace, interrupt, what, folder, package, &[])
}

/// The same, where `members` alone are unpacked, if any are named.
fn part_of_package(
    workspace: &Workspace,
    interrupt: &Interrupt,
    what: &str,
    folder: &str,
    (package, file): (&str, &str),
    members: &[&str],
) -> Result<PathBuf> {
    let folder = workspace.target().join(folder);
    let file = folder.join("package").join(file);
    if file.is_file() {
        report::found(what, &file.display().to_string());
        return Ok(file);
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut npm = Command::new("npm");
    npm.args(["pack", "--silent", package]).current_dir(&folder);
    let archive = process::read("npm pack", &mut npm).with_context(|| {
        format!("{package} could not be fetched: is npm installed, and can its registry be reached?")
    })?;
    let mut tar = Command::new("tar");
    process::run(interrupt, "tar", tar.arg("-xzf").arg(archive).args(members).current_dir(&folder))?;
    if !file.is_file() {
        bail!("{package} has no {}", file.display());
    }
    report::installed(what, package);
    Ok(file)
}
