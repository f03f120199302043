//! `--watch`: builds again whenever content, theme or snapshot change, and keeps the last good site meanwhile.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::{EventKind, RecursiveMode, Watcher as _};
use time::OffsetDateTime;

use crate::source::site;
use crate::{BuildError, Options, Publish, Report, build};

/// Editors write a file in several steps; a change counts once this long has passed without another.
const QUIET: Duration = Duration::from_millis(60);

/// Builds, tells `tell` how it went, waits for a change, and so on until watching becomes impossible.
///
/// # Errors
/// When nothing can be watched.
pub fn watch(
    options: &Options,
    out: &Path,
    now: impl Fn() -> OffsetDateTime,
    mut tell: impl FnMut(Result<Report, BuildError>),
) -> Result<(), notify::Error> {
    let (changed, changes) = channel();
    let out_folder = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| matters(&event, &out_folder)) {
            // The receiver goes only when the whole watch does.
            let _ = changed.send(());
        }
    })?;
    for folder in watched(options) {
        watcher.watch(&folder, RecursiveMode::Recursive)?;
    }
    loop {
        let options = Options { now: now(), ..options.clone() };
        tell(build(&options, out, Publish::Merge));
        if !wait(&changes) {
            return Ok(());
        }
    }
}

/// What the site is made from: the content folder, a theme on disk, and a snapshot's folder.
fn watched(options: &Options) -> Vec<PathBuf> {
    let mut folders = vec![options.content.clone()];
    let config = std::fs::read_to_string(options.content.join(site::FILE)).unwrap_or_default();
    let in_config = site::read(&config, &mut Vec::new()).theme.map(|theme| options.content.join(theme));
    folders.extend(options.theme.clone().or(in_config).filter(|theme| theme.is_dir()));
    let snapshot = options.qa.as_deref().filter(|qa| !qa.contains("://")).map(Path::new);
    folders.extend(snapshot.and_then(Path::parent).filter(|folder| folder.is_dir()).map(Path::to_owned));
    folders
}

/// Reading is no change, and neither is what the build itself writes.
fn matters(event: &notify::Event, out: &Path) -> bool {
    !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(|path| !path.starts_with(out))
}

/// Waits for a change and for quiet after it; `false` when there will be none any more.
fn wait(changes: &Receiver<()>) -> bool {
    if changes.recv().is_err() {
        return false;
    }
    loop {
        match changes.recv_timeout(QUIET) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}
