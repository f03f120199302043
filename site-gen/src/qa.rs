//! The Q&A snapshot for a build: from a file, or from the server with the last one as its stand-in.
//!
//! A snapshot that was fetched is kept as `.postil-cache/snapshot.json` beside the output folder.
//! When the server cannot be reached the build goes on with that one and says so.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration as StdDuration;

use qa_api::paths;
use qa_api::snapshot::{STALE_AFTER_DAYS, Snapshot};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};
use url::{Host, Url};

use crate::check::{Code, Diagnostic};
use crate::{BuildError, CACHE, Options};

/// The snapshot's name in the cache.
const FILE: &str = "snapshot.json";
/// More bytes than this are no snapshot.
const MOST_BYTES: u64 = 512 * 1024 * 1024;
/// How long one answer of the server may take.
const TIMEOUT: StdDuration = StdDuration::from_secs(30);

/// The snapshot that `--qa` names, if it names one, and what is wrong with it.
///
/// # Errors
/// When a file cannot be read, or a URL is neither https nor of this machine.
pub(crate) fn load(options: &Options) -> Result<(Option<Snapshot>, Vec<Diagnostic>), BuildError> {
    let Some(origin) = &options.qa else { return Ok((None, Vec::new())) };
    let unusable = |reason: String| BuildError::Unusable { what: format!("the Q&A snapshot {origin}"), reason };
    let mut diagnostics = Vec::new();
    let snapshot = if origin.starts_with("http://") || origin.starts_with("https://") {
        let url = snapshot_url(origin).map_err(unusable)?;
        let cache = options.out.as_deref().map(|out| out.with_file_name(CACHE).join(FILE));
        match fetch(&url) {
            Ok(snapshot) => {
                if let Some(cache) = &cache {
                    keep(&snapshot, cache).map_err(|error| unusable(format!("cannot be kept: {error}")))?;
                }
                Some(snapshot)
            }
            Err(reason) => {
                let kept = cache.and_then(|cache| Snapshot::parse(&fs::read_to_string(cache).ok()?).ok());
                let message = match &kept {
                    Some(kept) => format!("{reason}; the snapshot of {} is used instead", kept.taken_at),
                    None => format!("{reason}; pages are built without questions"),
                };
                diagnostics.push(Diagnostic::about(origin, Code::StaleSnapshot, message, None));
                kept
            }
        }
    } else {
        let text = fs::read_to_string(PathBuf::from(origin)).map_err(|error| unusable(error.to_string()))?;
        Some(Snapshot::parse(&text).map_err(|error| unusable(error.to_string()))?)
    };
    diagnostics.extend(snapshot.as_ref().and_then(|snapshot| stale(snapshot, origin, options.now)));
    Ok((snapshot, diagnostics))
}

/// A warning for a snapshot that is older than anyone would expect.
fn stale(snapshot: &Snapshot, origin: &str, now: OffsetDateTime) -> Option<Diagnostic> {
    let taken = OffsetDateTime::parse(&snapshot.taken_at, &Rfc3339).ok()?;
    let days = i64::try_from(STALE_AFTER_DAYS).unwrap_or(i64::MAX);
    (now - taken > Duration::days(days)).then(|| {
        let message = format!("the snapshot was taken on {}, more than {days} days ago", taken.date());
        Diagnostic::about(origin, Code::StaleSnapshot, message, Some("take it again from the server".to_owned()))
    })
}

/// `--qa https://example.org` means the snapshot of that server.
fn snapshot_url(origin: &str) -> Result<Url, String> {
    let mut url = Url::parse(origin).map_err(|error| error.to_string())?;
    let is_loopback = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    if url.scheme() == "http" && !is_loopback {
        return Err("http is only for servers on this machine; use https".to_owned());
    }
    if url.path() == "/" {
        url.set_path(paths::SNAPSHOT);
    }
    Ok(url)
}

/// Fetches the snapshot part by part.
fn fetch(url: &Url) -> Result<Snapshot, String> {
    let agent: ureq::Agent = ureq::Agent::config_builder().timeout_global(Some(TIMEOUT)).build().into();
    let mut snapshot = fetch_part(&agent, url)?;
    while snapshot.more {
        let mut next = url.clone();
        next.query_pairs_mut().append_pair("since", &snapshot.cursor);
        let part = fetch_part(&agent, &next)?;
        if part.cursor == snapshot.cursor {
            return Err("the server sends the same part of the snapshot twice".to_owned());
        }
        snapshot.extend(part);
    }
    Ok(snapshot)
}

fn fetch_part(agent: &ureq::Agent, url: &Url) -> Result<Snapshot, String> {
    let mut response =
        agent.get(url.as_str()).call().map_err(|error| format!("the server cannot be reached: {error}"))?;
    let body = response.body_mut().with_config().limit(MOST_BYTES).read_to_string();
    let text = body.map_err(|error| format!("the server's answer broke off: {error}"))?;
    Snapshot::parse(&text).map_err(|error| format!("the server's answer is no snapshot: {error}"))
}

/// Keeps the snapshot for builds that cannot reach the server.
fn keep(snapshot: &Snapshot, cache: &Path) -> std::io::Result<()> {
    let folder = cache.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    fs::write(folder.join(".gitignore"), "*\n")?;
    let text = serde_json::to_string(snapshot).map_err(std::io::Error::other)?;
    let new = cache.with_extension("new");
    fs::write(&new, text)?;
    fs::rename(new, cache)
}
