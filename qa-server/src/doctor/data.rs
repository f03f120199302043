//! The data folder: there, private, with room.

use std::fs;
use std::path::Path;

use super::Finding;
use crate::backup::KEY;
use crate::config::Config;

/// Below this a database may not be able to grow for a day.
const LITTLE_ROOM: u64 = 512 * 1024 * 1024;
/// Below this posts will soon be refused.
const NO_ROOM: u64 = 32 * 1024 * 1024;

pub(super) fn examine(config: &Config) -> Vec<Finding> {
    let folder = &config.data;
    if !folder.is_dir() {
        return vec![Finding::doubtful("data", format!("{} is not there yet; the server makes it", folder.display()))];
    }
    let mut findings = vec![key(&folder.join(KEY))];
    findings.extend(room(folder));
    findings
}

fn key(path: &Path) -> Finding {
    match fs::metadata(path) {
        Ok(metadata) if is_open(&metadata) => {
            Finding::bad("key", format!("{} can be read by others on this machine: chmod 600 it", path.display()))
        }
        Ok(_) if fs::read(path).is_err() => {
            Finding::bad("key", format!("{} cannot be read by this user", path.display()))
        }
        Ok(_) => Finding::good("key", format!("{} is readable by its owner alone", path.display())),
        Err(error) => Finding::doubtful("key", format!("{}: {error}; the server makes one", path.display())),
    }
}

#[cfg(unix)]
fn is_open(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o077 != 0
}

#[cfg(not(unix))]
fn is_open(_: &fs::Metadata) -> bool {
    false
}

fn room(folder: &Path) -> Option<Finding> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let told = format!("{} MiB are free where {} is", free / 1024 / 1024, folder.display());
    Some(match free {
        ..NO_ROOM => Finding::bad("disk", format!("{told}; make room, or posts are refused")),
        NO_ROOM..LITTLE_ROOM => Finding::doubtful("disk", format!("{told}; make room soon")),
        _ => Finding::good("disk", told),
    })
}
