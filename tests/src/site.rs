//! The small handbook in `tests/fixtures/handbook`, built by site-gen.

use std::path::{Path, PathBuf};

use site_gen::{Options, Publish, Report};
use time::OffsetDateTime;

/// The handbook's Markdown.
pub fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/handbook")
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
