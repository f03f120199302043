//! The small handbook in `tests/fixtures/handbook`, built by site-gen.

use std::fs;
use std::path::{Path, PathBuf};

use site_gen::{Options, Publish, Report};
use time::OffsetDateTime;

/// The handbook's Markdown.
pub fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/handbook")
}

/// Copies every file below `from` to the same place below `to`.
///
/// # Panics
/// When a file cannot be copied.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the folder can be read") {
        let entry = entry.expect("the folder can be read").path();
        let place = to.join(entry.file_name().expect("a file has a name"));
        if entry.is_dir() {
            copy(&entry, &place);
        } else {
            fs::copy(&entry, &place).expect("a file can be copied");
        }
    }
}

/// Builds the handbook into `out`, for a site at `base_url`, with the snapshot that `qa` names.
///
/// # Panics
/// When site-gen finds anything wrong with it.
pub fn build(out: &Path, base_url: &str, qa: Option<&str>) -> Report {
    let options = Options {
        base_url: Some(base_url.trim_end_matches('/').to_owned()),
        qa: qa.map(str::to_owned),
        strict: true,
        ..Options::new(content(), OffsetDateTime::UNIX_EPOCH)
    };
    let report = site_gen::build(&options, out, Publish::Swap).expect("the handbook can be built");
    assert!(!report.failed, "{:#?}", report.diagnostics);
    report
}
