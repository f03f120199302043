//! Disks that have no room, or that take nothing.
//!
//! A test without the superuser's rights has none: it says so and is over.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

/// A disk of a few megabytes in memory; gone with its owner.
pub struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Puts it at `path`, if this account may.
    pub fn mount(path: &Path) -> Option<Self> {
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=3m", "postil-test"]).arg(path);
        mount.output().is_ok_and(|output| output.status.success()).then_some(Self(path.to_owned()))
    }

    /// Writes until there is no more room; gives the file that has to go to make some.
    ///
    /// # Panics
    /// When it fails for another reason.
    pub fn fill(&self) -> PathBuf {
        let ballast = self.0.join("ballast");
        let mut size = 4 << 20;
        let mut content = Vec::new();
        while size > 0 {
            content.resize(content.len() + size, 0);
            if let Err(error) = fs::write(&ballast, &content) {
                assert_eq!(error.kind(), io::ErrorKind::StorageFull, "{error}");
                content.truncate(content.len() - size);
                size /= 2;
            }
        }
        // What was written last did not fit; the file has as much of it as does.
        ballast
    }

    /// Lets nobody write any more.
    ///
    /// # Panics
    /// When that cannot be.
    pub fn protect(&self) {
        let output = Command::new("mount").args(["-o", "remount,ro"]).arg(&self.0).output();
        assert!(output.is_ok_and(|output| output.status.success()), "a disk of one's own can be protected");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // There is nobody to tell when it stays; it is in memory.
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).output();
    }
}
