//! nginx for the tests: the one on PATH, or Debian's package unpacked below the target folder, where nothing starts it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::interrupt::Interrupt;
use crate::workspace::Workspace;
use crate::{process, report};

/// The program.
pub(crate) fn find_or_unpack(workspace: &Workspace, interrupt: &Interrupt) -> Result<PathBuf> {
    let folder = workspace.target().join("test-nginx");
    let unpacked = folder.join("usr/sbin/nginx");
    let places = [PathBuf::from("nginx"), PathBuf::from("/usr/sbin/nginx"), unpacked.clone()];
    if let Some(program) = places.into_iter().find(|program| runs(program)) {
        report::found("nginx", &program.display().to_string());
        return Ok(program);
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let advice = "nginx is missing and its package could not be fetched: install nginx 1.22 or later";
    let mut download = Command::new("apt-get");
    download.args(["download", "-qq", "nginx"]).current_dir(&folder);
    process::run(interrupt, "apt-get download nginx", &mut download).context(advice)?;
    let package = package_in(&folder)?.context(advice)?;
    let mut unpack = Command::new("dpkg-deb");
    process::run(interrupt, "dpkg-deb", unpack.arg("--extract").arg(&package).arg(&folder)).context(advice)?;
    if !runs(&unpacked) {
        bail!("{advice}; {} does not run here", unpacked.display());
    }
    report::installed("nginx", &package.display().to_string());
    Ok(unpacked)
}

fn package_in(folder: &Path) -> Result<Option<PathBuf>> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "deb") {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

fn runs(program: &Path) -> bool {
    process::succeeds(Command::new(program).arg("-v"))
}
