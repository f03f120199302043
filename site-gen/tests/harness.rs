//! A content folder in a temporary place, and what becomes of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use site_gen::check::format::human;
use site_gen::{Options, Publish, Report, build, check};
use tempfile::TempDir;
use time::OffsetDateTime;
use time::macros::datetime;

/// The present of every test.
pub(crate) const NOW: OffsetDateTime = datetime!(2026-11-03 12:00 UTC);

/// A content folder with an output folder beside it.
pub(crate) struct TestSite {
    folder: TempDir,
    pub(crate) options: Options,
}

impl TestSite {
    /// A site of these files.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().unwrap();
        let content = folder.path().join("content");
        fs::create_dir(&content).unwrap();
        let mut options = Options::new(&content, NOW);
        options.theme = Some(tests_folder().join("themes/bare"));
        let site = Self { folder, options };
        for (path, text) in files {
            site.write(path, text);
        }
        site
    }

    /// A site that is a copy of `tests/fixtures/NAME`.
    pub(crate) fn fixture(name: &str) -> Self {
        let site = Self::new(&[]);
        let from = tests_folder().join("fixtures").join(name);
        for (path, bytes) in files_below(&from) {
            site.write_bytes(&path, &bytes);
        }
        site
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        self.write_bytes(path, text.as_bytes());
    }

    pub(crate) fn write_bytes(&self, path: &str, bytes: &[u8]) {
        let file = self.options.content.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.options.content.join(path)).unwrap();
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn out(&self) -> PathBuf {
        self.folder.path().join("public")
    }

    /// Builds, whatever the outcome.
    pub(crate) fn build(&self) -> Report {
        build(&self.options, &self.out(), Publish::Swap).unwrap()
    }

    /// Builds without errors.
    pub(crate) fn build_well(&self) -> Report {
        let report = self.build();
        assert!(!report.failed, "{}", human(&report.diagnostics, false));
        report
    }

    /// What `check` prints for people.
    pub(crate) fn complaints(&self) -> String {
        human(&check(&self.options).unwrap().diagnostics, false)
    }

    /// A file of the built site.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.out().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Every file of the built site, by path.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        files_below(&self.out())
    }

    /// Every page of the built site, one below the other.
    pub(crate) fn pages(&self) -> String {
        let is_page = |path: &str| path.ends_with("index.html");
        let pages = self.files().into_iter().filter(|(path, _)| is_page(path));
        pages.map(|(path, bytes)| format!("==== {path}\n{}\n", String::from_utf8(bytes).unwrap())).collect()
    }
}

/// Tells the other threads of a test that it is over, however it ends.
pub(crate) struct Over<'a>(pub(crate) &'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn tests_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

pub(crate) fn files_below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            (path, fs::read(entry.path()).unwrap())
        })
        .collect()
}
