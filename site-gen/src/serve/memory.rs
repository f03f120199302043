//! A site in memory: what [`super::http`] hands out.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use serde::Serialize;
use tokio::sync::watch;

use crate::check::format;
use crate::check::{Diagnostic, Severity};
use crate::markdown::heading::hash;
use crate::output::Sink;
use crate::output::stage::StageError;
use crate::session::Place;
use crate::{BuildError, Report};

/// More diagnostics than this are not shown over the page.
const MOST_SHOWN: usize = 30;

/// A file of the site.
#[derive(Clone, Debug)]
pub(super) enum File {
    /// What was made.
    Made {
        bytes: Bytes,
        /// The hash of the content.
        tag: Arc<str>,
    },
    /// What is copied, read when it is asked for.
    Copied(PathBuf),
}

/// The files of a site that is being built.
#[derive(Debug, Default)]
pub(super) struct Memory {
    files: Mutex<HashMap<Arc<str>, File>>,
}

impl Memory {
    fn insert(&self, path: &str, file: File) {
        self.files.lock().expect("no writer panics").insert(path.into(), file);
    }

    fn into_files(self) -> HashMap<Arc<str>, File> {
        self.files.into_inner().expect("no writer panics")
    }
}

impl Sink for Memory {
    fn put(&self, path: &str, bytes: &[u8]) -> std::io::Result<()> {
        self.insert(path, File::Made { bytes: Bytes::copy_from_slice(bytes), tag: hash(bytes).into() });
        Ok(())
    }

    fn copy(&self, path: &str, from: &Path) -> std::io::Result<()> {
        self.insert(path, File::Copied(from.to_owned()));
        Ok(())
    }

    fn get(&self, path: &str) -> std::io::Result<Option<Vec<u8>>> {
        match self.files.lock().expect("no writer panics").get(path) {
            Some(File::Made { bytes, .. }) => Ok(Some(bytes.to_vec())),
            Some(File::Copied(from)) => std::fs::read(from).map(Some),
            None => Ok(None),
        }
    }
}

/// The site as the last build left it.
#[derive(Clone, Debug, Default)]
pub(super) struct Built {
    files: HashMap<Arc<str>, File>,
    /// What open pages are told.
    pub status: Status,
}

/// Where a preview's builds go: to whoever listens.
#[derive(Debug)]
pub(super) struct Shown(pub watch::Sender<Arc<Built>>);

impl Shown {
    /// Says that a build was impossible; the site stays as it was.
    pub(super) fn fail(&self, error: &BuildError) {
        let status = Status { errors: 1, diagnostics: vec![format!("error: {error}")], ..Status::default() };
        self.show(|_| {}, status);
    }

    /// Tells every open page what `change` makes of the site.
    fn show(&self, change: impl FnOnce(&mut HashMap<Arc<str>, File>), status: Status) {
        let mut built = Built::clone(&self.0.borrow());
        change(&mut built.files);
        let build = built.status.build + 1;
        built.status = Status { build, ..status };
        self.0.send_replace(Arc::new(built));
    }
}

impl Place for Shown {
    type Sink = Memory;

    const SHOWS_MISTAKES: bool = true;

    fn begin(&self) -> Result<Memory, StageError> {
        Ok(Memory::default())
    }

    /// Where the build failed, pages that it could not make stay as they were.
    fn replace(&mut self, files: Memory, report: &Report) -> Result<(), StageError> {
        let status = Status::of(&report.diagnostics);
        let stays = status.errors > 0;
        let change = |old: &mut HashMap<_, _>| {
            if !stays {
                old.clear();
            }
            old.extend(files.into_files());
        };
        self.show(change, status);
        Ok(())
    }

    fn patch(&mut self, files: Memory, report: &Report) -> Result<(), StageError> {
        self.show(|old| old.extend(files.into_files()), Status::of(&report.diagnostics));
        Ok(())
    }
}

/// How a build went, for open pages.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Status {
    /// Counts the builds.
    pub build: u64,
    /// How many errors there are.
    pub errors: usize,
    /// How many warnings there are.
    pub warnings: usize,
    /// Errors and warnings as they are printed; not all of them if they are many.
    pub diagnostics: Vec<String>,
}

impl Built {
    /// The file at `path`.
    pub(super) fn file(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }
}

impl Status {
    fn of(diagnostics: &[Diagnostic]) -> Self {
        let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        let mut shown: Vec<&Diagnostic> =
            diagnostics.iter().filter(|diagnostic| diagnostic.severity != Severity::Note).collect();
        shown.sort_by_key(|diagnostic| diagnostic.severity);
        let print =
            |diagnostic: &&Diagnostic| format::human(std::slice::from_ref(*diagnostic), false).trim().to_owned();
        Self {
            build: 0,
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            diagnostics: shown.iter().take(MOST_SHOWN).map(print).collect(),
        }
    }
}
