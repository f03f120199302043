//! `--watch`: builds again whenever content, theme or snapshot change, and keeps the last good site meanwhile.
//!
//! [`crate::serve`] goes on in the same way, with the site in memory.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use time::OffsetDateTime;

use crate::session::{Place, Session};
use crate::source::site;
use crate::{BuildError, Follower, Options, Report, qa};

/// Editors write a file in several steps; a change counts once this long has passed without another.
const QUIET: Duration = Duration::from_millis(5);
/// The same once this many files have changed, as they do when a branch is switched.
const QUIET_AFTER_MANY: (usize, Duration) = (10, Duration::from_millis(300));

/// The server of the questions is asked this often what there is new.
const PAUSE: Duration = Duration::from_secs(30);

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
    let changes = Changes::of(options, Some(out))?;
    let options = following(options);
    let mut session = Session::new(&options, out);
    go_on(&mut session, &options, &changes, now, |_, outcome| tell(outcome));
    Ok(())
}

/// `options` with a snapshot that is fetched once and then followed.
pub(crate) fn following(options: &Options) -> Options {
    Options { snapshots: Follower::every(PAUSE), ..options.clone() }
}

/// Builds in `session`, and again whenever something changes, until watching becomes impossible.
pub(crate) fn go_on<P: Place>(
    session: &mut Session<P>,
    options: &Options,
    changes: &Changes,
    now: impl Fn() -> OffsetDateTime,
    mut tell: impl FnMut(&mut P, Result<Report, BuildError>),
) {
    let server = options.qa.as_deref().filter(|origin| qa::is_server(origin));
    let mut outcome = Some(session.build(now()));
    loop {
        if let Some(outcome) = outcome.take() {
            tell(session.place(), outcome);
        }
        outcome = match changes.wait(server.map(|_| PAUSE)) {
            Wait::Changed(paths) => Some(session.update(&paths, now())),
            Wait::Quiet if server.is_some_and(|server| options.snapshots.has_news(server)) => {
                Some(session.build(now()))
            }
            Wait::Quiet => None,
            Wait::Over => return,
        };
    }
}

/// What there was to wait for.
enum Wait {
    /// These files changed.
    Changed(BTreeSet<PathBuf>),
    /// Nothing did.
    Quiet,
    /// There will be no change any more.
    Over,
}

/// Changes of what a site is made from, collected since the last look.
pub(crate) struct Changes {
    changes: Receiver<Vec<PathBuf>>,
    /// Reports as long as it lives.
    _watcher: RecommendedWatcher,
}

impl Changes {
    /// Watches what the site of `options` is made from, and not what is written to `out`.
    pub(crate) fn of(options: &Options, out: Option<&Path>) -> Result<Self, notify::Error> {
        let (changed, changes) = channel();
        let content = options.content.canonicalize().unwrap_or_else(|_| options.content.clone());
        let out = out.map(|out| std::path::absolute(out).unwrap_or_else(|_| out.to_owned()));
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if let Some(paths) = event.ok().map(|event| what_matters(event, &content, out.as_deref()))
                && !paths.is_empty()
            {
                // The receiver goes only when the whole watch does.
                let _ = changed.send(paths);
            }
        })?;
        for folder in watched(options) {
            // Events name files below the folder as it was given, and the session knows it without links.
            watcher.watch(&folder.canonicalize().unwrap_or(folder), RecursiveMode::Recursive)?;
        }
        Ok(Self { changes, _watcher: watcher })
    }

    /// Waits for a change and for quiet after it, but no longer than `patience` for the change.
    fn wait(&self, patience: Option<Duration>) -> Wait {
        let first = match patience {
            Some(patience) => self.changes.recv_timeout(patience),
            None => self.changes.recv().map_err(RecvTimeoutError::from),
        };
        let mut changed = match first {
            Ok(paths) => BTreeSet::from_iter(paths),
            Err(RecvTimeoutError::Timeout) => return Wait::Quiet,
            Err(RecvTimeoutError::Disconnected) => return Wait::Over,
        };
        loop {
            let (many, long) = QUIET_AFTER_MANY;
            match self.changes.recv_timeout(if changed.len() < many { QUIET } else { long }) {
                Ok(paths) => changed.extend(paths),
                Err(RecvTimeoutError::Timeout) => return Wait::Changed(changed),
                Err(RecvTimeoutError::Disconnected) => return Wait::Over,
            }
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

/// The files that an event is about: reading is no change, and neither is what the build itself writes or what is hidden.
fn what_matters(event: Event, content: &Path, out: Option<&Path>) -> Vec<PathBuf> {
    if matches!(event.kind, EventKind::Access(_)) {
        return Vec::new();
    }
    let is_hidden = |path: &Path| {
        let below = path.strip_prefix(content);
        below.is_ok_and(|path| path.iter().any(|name| name.as_encoded_bytes().starts_with(b".")))
    };
    event.paths.into_iter().filter(|path| !out.is_some_and(|out| path.starts_with(out)) && !is_hidden(path)).collect()
}
