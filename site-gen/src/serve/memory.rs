//! A site in memory: what [`super::http`] hands out.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use axum::body::Bytes;
use serde::Serialize;

use crate::check::format;
use crate::check::{Diagnostic, Severity};
use crate::markdown::heading::hash;
use crate::output::Sink;
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
        tag: String,
    },
    /// What is copied, read when it is asked for.
    Copied(PathBuf),
}

/// The files of a site that is being built.
#[derive(Debug, Default)]
pub(super) struct Memory {
    files: Mutex<HashMap<String, File>>,
}

impl Memory {
    fn insert(&self, path: &str, file: File) {
        self.files.lock().expect("no writer panics").insert(path.to_owned(), file);
    }
}

impl Sink for Memory {
    fn put(&self, path: &str, bytes: &[u8]) -> std::io::Result<()> {
        self.insert(path, File::Made { bytes: Bytes::copy_from_slice(bytes), tag: hash(bytes) });
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
#[derive(Debug, Default)]
pub(super) struct Built {
    files: HashMap<String, File>,
    /// What open pages are told.
    pub status: Status,
}

/// How a build went, for open pages.
#[derive(Debug, Default, Serialize)]
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
    /// What follows on this build when `memory` has taken in the next one.
    ///
    /// Where the next one failed, pages that it could not make stay as they were.
    pub(super) fn next(&self, memory: Memory, outcome: &Result<Report, BuildError>) -> Self {
        let mut files = memory.files.into_inner().expect("no writer panics");
        let build = self.status.build + 1;
        let status = match outcome {
            Ok(report) => Status::of(build, &report.diagnostics),
            Err(error) => Status { build, errors: 1, warnings: 0, diagnostics: vec![format!("error: {error}")] },
        };
        if status.errors > 0 {
            for (path, file) in &self.files {
                files.entry(path.clone()).or_insert_with(|| file.clone());
            }
        }
        Self { files, status }
    }

    pub(super) fn file(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }
}

impl Status {
    fn of(build: u64, diagnostics: &[Diagnostic]) -> Self {
        let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        let mut shown: Vec<&Diagnostic> =
            diagnostics.iter().filter(|diagnostic| diagnostic.severity != Severity::Note).collect();
        shown.sort_by_key(|diagnostic| diagnostic.severity);
        let print =
            |diagnostic: &&Diagnostic| format::human(std::slice::from_ref(*diagnostic), false).trim().to_owned();
        Self {
            build,
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            diagnostics: shown.iter().take(MOST_SHOWN).map(print).collect(),
        }
    }
}
