//! The small handbook in `tests/fixtures/handbook`, built by site-gen.

use std::fs;
use std::path::{Path, PathBuf};

use qa_api::paths;
use site_gen::{Options, Publish, Report};
use time::OffsetDateTime;
use url::Url;

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
    let options = Options { qa: qa.map(str::to_owned), ..options(&content(), base_url) };
    publish(&options, out)
}

/// Where a site is and where its server, when these are two origins.
#[derive(Clone, Debug)]
pub struct Apart {
    /// The site's files.
    pub site: Url,
    /// The server.
    pub server: Url,
}

/// Builds the handbook into `out`, for a site and a server at two origins, with the snapshot that `qa` names.
///
/// # Panics
/// When site-gen finds anything wrong with it.
pub fn build_apart(out: &Path, apart: &Apart, qa: Option<&str>) -> Report {
    let server = Some(apart.server.origin().ascii_serialization());
    let options = Options { qa: qa.map(str::to_owned), server, ..options(&content(), apart.site.as_str()) };
    publish(&options, out)
}

/// Builds the texts in `content` into `out`, knowing what `previous`, a site built before, said.
///
/// # Panics
/// When site-gen finds anything wrong with them.
pub fn build_from(content: &Path, out: &Path, base_url: &str, previous: Option<&Path>) -> Report {
    let previous = previous.map(|site| site.join(paths::MANIFEST_FILE));
    // A page that vanished is a warning, and what some tests are about.
    publish(&Options { strict: previous.is_none(), previous, ..options(content, base_url) }, out)
}

/// Puts `new` in the place of `old` in the text `file` of `content`.
///
/// # Panics
/// When the text does not say `old`.
pub fn edit(content: &Path, file: &str, old: &str, new: &str) {
    let path = content.join(file);
    let text = fs::read_to_string(&path).expect("the text can be read");
    assert!(text.contains(old), "{file} does not say {old:?}");
    fs::write(path, text.replace(old, new)).expect("the text can be written");
}

fn options(content: &Path, base_url: &str) -> Options {
    Options {
        base_url: Some(base_url.trim_end_matches('/').to_owned()),
        strict: true,
        ..Options::new(content.to_owned(), OffsetDateTime::UNIX_EPOCH)
    }
}

fn publish(options: &Options, out: &Path) -> Report {
    let report = site_gen::build(options, out, Publish::Swap).expect("the handbook can be built");
    assert!(!report.failed, "{:#?}", report.diagnostics);
    report
}
