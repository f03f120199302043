//! The Q&A snapshot for a build: from a file, or from the server with the last one as its stand-in.
//!
//! A snapshot that was fetched is kept as `.postil-cache/snapshot.json` beside the output folder.
//! When the server cannot be reached the build goes on with that one and says so.
//! Builds that follow each other share a [`Follower`], which asks the server now and then for what changed since.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration as StdDuration, Instant};

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

/// Keeps a server's snapshot in memory for builds that follow each other.
///
/// The default keeps nothing: every build fetches the whole snapshot.
#[derive(Clone, Debug, Default)]
pub struct Follower(Option<Arc<Mutex<Following>>>);

#[derive(Debug)]
struct Following {
    /// How long what is kept is used without asking.
    pause: StdDuration,
    kept: Option<(Arc<Snapshot>, Instant)>,
}

impl Follower {
    /// A follower that asks for what changed once `pause` has passed since it asked last.
    pub fn every(pause: StdDuration) -> Self {
        Self(Some(Arc::new(Mutex::new(Following { pause, kept: None }))))
    }

    /// Whether there is a newer snapshot than the one that the last build used, asked of the server if it is time.
    pub(crate) fn has_news(&self, origin: &str) -> bool {
        let before = self.kept();
        let Ok(url) = snapshot_url(origin) else { return false };
        // A server that cannot be reached has no news; the next build says so.
        before.is_some_and(|before| self.fetch(&url).is_ok_and(|now| !Arc::ptr_eq(&before, &now)))
    }

    fn kept(&self) -> Option<Arc<Snapshot>> {
        self.0.as_ref()?.lock().expect("no holder panics").kept.as_ref().map(|(snapshot, _)| Arc::clone(snapshot))
    }

    /// The server's snapshot: what is kept, with what changed since.
    fn fetch(&self, url: &Url) -> Result<Arc<Snapshot>, String> {
        let Some(following) = &self.0 else { return fetch(url).map(Arc::new) };
        let mut following = following.lock().expect("no holder panics");
        let now = match following.kept.take() {
            Some((kept, at)) if at.elapsed() < following.pause => {
                following.kept = Some((Arc::clone(&kept), at));
                return Ok(kept);
            }
            Some((kept, at)) => match follow(url, &kept) {
                Ok(Some(changed)) => Arc::new(changed),
                Ok(None) => kept,
                // The server may have begun anew, and know the cursor no more.
                Err(_) => fetch(url).map(Arc::new).inspect_err(|_| following.kept = Some((kept, at)))?,
            },
            None => Arc::new(fetch(url)?),
        };
        following.kept = Some((Arc::clone(&now), Instant::now()));
        Ok(now)
    }
}

/// The snapshot that `--qa` names, if it names one, and what is wrong with it.
///
/// # Errors
/// When a file cannot be read, or a URL is neither https nor of this machine.
pub(crate) fn load(options: &Options) -> Result<(Option<Arc<Snapshot>>, Vec<Diagnostic>), BuildError> {
    let Some(origin) = &options.qa else { return Ok((None, Vec::new())) };
    let unusable = |reason: String| BuildError::Unusable { what: format!("the Q&A snapshot {origin}"), reason };
    let mut diagnostics = Vec::new();
    let snapshot = if is_server(origin) {
        let url = snapshot_url(origin).map_err(unusable)?;
        let cache = options.out.as_deref().map(|out| out.with_file_name(CACHE).join(FILE));
        match options.snapshots.fetch(&url) {
            Ok(snapshot) => {
                if let Some(cache) = &cache {
                    keep(&snapshot, cache).map_err(|error| unusable(format!("cannot be kept: {error}")))?;
                }
                Some(snapshot)
            }
            Err(reason) => {
                let on_disk = || Snapshot::parse(&fs::read_to_string(cache?).ok()?).ok().map(Arc::new);
                let kept = options.snapshots.kept().or_else(on_disk);
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
        Some(Arc::new(Snapshot::parse(&text).map_err(|error| unusable(error.to_string()))?))
    };
    diagnostics.extend(snapshot.as_ref().and_then(|snapshot| stale(snapshot, origin, options.now)));
    Ok((snapshot, diagnostics))
}

/// Whether `--qa` names a server and not a file.
pub(crate) fn is_server(origin: &str) -> bool {
    origin.starts_with("http://") || origin.starts_with("https://")
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
    let agent = agent();
    let first = fetch_part(&agent, url)?;
    fetch_rest(&agent, url, first)
}

/// `kept` with what changed since, or `None` when nothing did.
fn follow(url: &Url, kept: &Snapshot) -> Result<Option<Snapshot>, String> {
    let agent = agent();
    let next = fetch_part(&agent, &since(url, &kept.cursor))?;
    let is_the_same = next.pages.is_empty() && next.gone.is_empty() && !next.more;
    if is_the_same && next.build == kept.build && next.empty == kept.empty {
        return Ok(None);
    }
    if next.build != kept.build {
        // Every fragment was rendered anew.
        return fetch(url).map(Some);
    }
    let mut snapshot = kept.clone();
    snapshot.extend(next);
    fetch_rest(&agent, url, snapshot).map(Some)
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().timeout_global(Some(TIMEOUT)).build().into()
}

/// Where the part after `cursor` is.
fn since(url: &Url, cursor: &str) -> Url {
    let mut next = url.clone();
    next.query_pairs_mut().append_pair("since", cursor);
    next
}

/// `snapshot` with every part that follows.
fn fetch_rest(agent: &ureq::Agent, url: &Url, mut snapshot: Snapshot) -> Result<Snapshot, String> {
    while snapshot.more {
        let part = fetch_part(agent, &since(url, &snapshot.cursor))?;
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
