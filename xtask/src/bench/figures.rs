//! What a run of the benchmark found out, which [`super::page`] writes down.

use super::measure::{Cost, Series};

/// Everything of one run.
#[derive(Default)]
pub(super) struct Figures {
    pub(super) rows: Vec<Row>,
    pub(super) edits: Vec<Edit>,
    pub(super) stages: Vec<Stages>,
    pub(super) search: Option<Search>,
}

/// One line of a table.
pub(super) struct Row {
    pub(super) pages: usize,
    pub(super) program: &'static str,
    pub(super) kind: &'static str,
    /// Nothing when it was stopped for taking too long.
    pub(super) series: Option<Series>,
}

impl Row {
    /// The middle of its rounds.
    pub(super) fn middle(&self) -> Option<Cost> {
        self.series.as_ref().map(Series::middle)
    }
}

/// How long one saved page took, in milliseconds.
pub(super) struct Edit {
    pub(super) pages: usize,
    pub(super) middle: f64,
    pub(super) worst: f64,
}

/// What the stages of a whole build took by the clock, in milliseconds.
pub(super) struct Stages {
    pub(super) pages: usize,
    pub(super) took: Vec<(String, f64)>,
}

/// The search index of the same pages, made by site-gen and by Pagefind's own program.
pub(super) struct Search {
    pub(super) pages: usize,
    pub(super) ours: Index,
    pub(super) theirs: Option<Index>,
}

/// A search index.
pub(super) struct Index {
    /// Seconds on processors.
    pub(super) cpu: f64,
    /// Bytes of all its files.
    pub(super) bytes: u64,
    pub(super) files: usize,
}
